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
import org.apache.rocketmq.connect.bench.raw.SendOrder;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Rig;

/**
 * From a generator to the broker, beside the raw client in several ways of sending.
 *
 * @param batch messages of a batch of the raw client that a worker is compared with, if they are not too large for that
 * @param bound the least ratio to that
 */
public record SourceScenario(Load load, int batch, double bound) implements Scenario {

    private static final String WORKER = "worker";
    /** RocketMQ refuses more than 4 MiB, and what surrounds the bodies counts as well. */
    private static final long LARGEST_REQUEST = 3_500_000;

    /** A worker's batches have no more, and those of the raw client that it is compared with are to be of equal size. */
    private static final int LARGEST_BATCH = 1 << 20;

    private static final int SINGLES_IN_FLIGHT = 1000;
    private static final int BATCHES_IN_FLIGHT = 8;
    /** Single messages are so slow that fewer of them do. */
    private static final int FEWER_SINGLES = 4;

    /** A way in which the raw client sends. */
    private record RawWay(String subject, Load load, int batch, int inFlight) {

        SendOrder order(String topic) {
            return new SendOrder(topic, load.records(), load.size(), batch, inFlight, false);
        }
    }

    @Override
    public String name() {
        return "source-" + load.size();
    }

    @Override
    public List<String> subjects() {
        return Stream.concat(rawWays().stream().map(RawWay::subject), Stream.of(WORKER))
                .toList();
    }

    @Override
    public List<Target> targets() {
        Row worker = new Row(name(), WORKER);
        List<Row> sameBatch = List.of(new Row(name(), asyncBatches()));
        return List.of(
                new Target.Ratio(
                        name() + ": worker / raw " + asyncBatches(),
                        Metric.RECORDS,
                        worker,
                        sameBatch,
                        Bound.atLeast(bound)),
                new Target.Ratio(
                        name() + ": CPU of worker / raw " + asyncBatches(),
                        Metric.CLIENT_CPU,
                        worker,
                        sameBatch,
                        Bound.atMost(1.4)));
    }

    @Override
    public List<Sample> round(Rig rig) {
        List<Sample> samples = new ArrayList<>();
        for (RawWay way : rawWays()) {
            samples.add(raw(rig, way));
        }
        samples.add(WorkerRuns.source(rig, load, name(), WORKER, Map.of()));
        return samples;
    }

    private List<RawWay> rawWays() {
        Load fewer = new Load(Math.max(1, load.records() / FEWER_SINGLES), load.size());
        return Stream.of(
                        new RawWay("async", fewer, 1, SINGLES_IN_FLIGHT),
                        new RawWay("sync batch 128", load, 128, 1),
                        new RawWay("sync batch 1000", load, 1000, 1),
                        new RawWay(asyncBatches(), load, sameBatch(), BATCHES_IN_FLIGHT))
                .filter(way -> (long) way.batch() * load.size() < LARGEST_REQUEST)
                .toList();
    }

    private String asyncBatches() {
        return "async batch " + sameBatch();
    }

    private int sameBatch() {
        return Math.max(1, Math.min(batch, LARGEST_BATCH / load.size()));
    }

    private Sample raw(Rig rig, RawWay way) {
        String topic = rig.topics().create(name());
        CpuTime before = rig.cpuOfRaw();
        rig.raw().send(way.order(topic));
        rig.topics().awaitStored(topic, way.load().records());
        CpuTime cpu = rig.cpuOfRaw().since(before);
        return WorkerRuns.stored(rig, way.load(), topic, name(), way.subject(), cpu, way.batch());
    }
}
