/*
 * Licensed to the Apache Software Foundation (ASF) under one or more
 * contributor license agreements.  See the NOTICE file distributed with
 * this work for additional information regarding copyright ownership.
 * The ASF licenses this file to You under the Apache License, Version 2.0
 * (the "License"); you may not use this file except in compliance with
 * the License.  You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.apache.rocketmq.connect.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.raw.PullOrder;
import org.apache.rocketmq.connect.bench.raw.SendOrder;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Rig;

/**
 * From the broker to a sink that only counts, beside the raw client with its own settings and with better ones. All
 * subjects of a round read the same topic, which is filled just before: RocketMQ hands out old messages more slowly.
 *
 * @param bound the least ratio to the best way of the raw client
 */
public record SinkScenario(Load load, double bound) implements Scenario {

    private static final String WORKER = "worker";
    private static final int FILL_BATCH = 128;
    private static final int FILL_IN_FLIGHT = 8;

    /** As many threads as queues: neither more of them nor more messages in memory made it faster. */
    private static final String BEST = "lite pull, raised";

    /** A way in which the raw client reads. */
    private record RawWay(String subject, int pullBatch, int threshold, int thresholdMegabytes, int threads) {}

    private static final List<RawWay> RAW_WAYS = List.of(
            new RawWay("lite pull, defaults", 0, 0, 0, 0),
            new RawWay("lite pull, raised, 20 threads", 1024, 20_000, 100, 20),
            new RawWay(BEST, 1024, 20_000, 100, 4));

    @Override
    public String name() {
        return "sink-" + load.size();
    }

    @Override
    public List<String> subjects() {
        return Stream.concat(RAW_WAYS.stream().map(RawWay::subject), Stream.of(WORKER))
                .toList();
    }

    @Override
    public List<Target> targets() {
        Row worker = new Row(name(), WORKER);
        List<Row> raw =
                RAW_WAYS.stream().map(way -> new Row(name(), way.subject())).toList();
        return List.of(
                new Target.Ratio(
                        name() + ": worker / raw at its best", Metric.RECORDS, worker, raw, Bound.atLeast(bound)),
                new Target.Ratio(
                        name() + ": CPU of worker / raw " + BEST,
                        Metric.CLIENT_CPU,
                        worker,
                        List.of(new Row(name(), BEST)),
                        Bound.atMost(1.4)));
    }

    @Override
    public List<Sample> round(Rig rig) {
        String topic = rig.topics().create(name());
        rig.raw().send(new SendOrder(topic, load.records(), load.size(), FILL_BATCH, FILL_IN_FLIGHT, false));
        rig.topics().awaitStored(topic, load.records());
        List<Sample> samples = new ArrayList<>();
        for (RawWay way : RAW_WAYS) {
            samples.add(raw(rig, topic, way));
        }
        samples.add(WorkerRuns.sink(rig, load, topic, name(), WORKER, Map.of()));
        return samples;
    }

    private Sample raw(Rig rig, String topic, RawWay way) {
        CpuTime before = rig.cpuOfRaw();
        Arrivals arrivals = rig.raw().pull(order(topic, way));
        return WorkerRuns.arrived(
                arrivals, load, name(), way.subject(), rig.cpuOfRaw().since(before));
    }

    private PullOrder order(String topic, RawWay way) {
        return new PullOrder(
                topic, load.records(), way.pullBatch(), way.threshold(), way.thresholdMegabytes(), way.threads());
    }
}
