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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.GeneratorSettings;
import org.apache.rocketmq.connect.bench.raw.SendOrder;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.Rig;
import org.apache.rocketmq.connect.bench.rig.Wait;
import org.apache.rocketmq.connect.bench.rig.Worker;

/**
 * How long it takes until a change has its effect. Seen from outside: by the broker's time stamps of what a source sent,
 * by the clock of the machine that all processes share, and by a process having ended.
 */
public record LifeCycleScenario() implements Scenario {

    private static final String FIRST_STORED = "create to first record stored";
    private static final String FIRST_PUT = "create to first put";
    private static final String LAST_STORED = "pause answered to last record stored";
    private static final String EXIT = "SIGTERM to exit";

    private static final int SIZE = 1024;
    private static final int RATE = 500;
    /** Enough that a source never runs dry here. */
    private static final long MANY = 1_000_000;

    private static final long WAITING_FOR_SINK = 100;
    private static final long BEFORE_PAUSE = 250;
    private static final Duration AFTER_PAUSE = Duration.ofSeconds(1);
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public String name() {
        return "life-cycle";
    }

    @Override
    public List<String> subjects() {
        return List.of(FIRST_STORED, FIRST_PUT, LAST_STORED, EXIT);
    }

    @Override
    public List<Target> targets() {
        return List.of(target(FIRST_STORED, 0.3), target(FIRST_PUT, 0.5), target(LAST_STORED, 0.1), target(EXIT, 1));
    }

    private Target target(String what, double seconds) {
        return new Target.Median(what + ", seconds", Metric.SECONDS, new Row(name(), what), Bound.atMost(seconds));
    }

    @Override
    public List<Sample> round(Rig rig) {
        return List.of(firstStored(rig), firstPut(rig), lastStored(rig), exit(rig));
    }

    private Sample firstStored(Rig rig) {
        String topic = rig.topics().create(name());
        Instant before = Instant.now();
        startGenerator(rig, rig.worker(), topic);
        rig.topics().awaitStored(topic, 1);
        rig.worker().delete(topic);
        return sample(
                FIRST_STORED,
                Duration.between(before, rig.topics().stored(topic).first()));
    }

    private Sample firstPut(Rig rig) {
        String topic = rig.topics().create(name());
        rig.raw().send(new SendOrder(topic, WAITING_FOR_SINK, SIZE, 1, 1, false));
        rig.topics().awaitStored(topic, WAITING_FOR_SINK);
        Path report = rig.signal(topic);
        Instant before = Instant.now();
        rig.worker().create(topic, Connectors.nullSink(topic, 1, report, Map.of()));
        Instant first = Connectors.await(report).first();
        rig.worker().delete(topic);
        return sample(FIRST_PUT, Duration.between(before, first));
    }

    private Sample lastStored(Rig rig) {
        String topic = rig.topics().create(name());
        startGenerator(rig, rig.worker(), topic);
        rig.topics().awaitStored(topic, BEFORE_PAUSE);
        rig.worker().pause(topic);
        Instant answered = Instant.now();
        Wait.pass(AFTER_PAUSE);
        Instant last = rig.topics().stored(topic).last();
        rig.worker().delete(topic);
        return sample(LAST_STORED, last.isAfter(answered) ? Duration.between(answered, last) : Duration.ZERO);
    }

    /** Of a worker that has a busy source and a sink with nothing to do. */
    private Sample exit(Rig rig) {
        String topic = rig.topics().create(name());
        String silent = rig.topics().create(name());
        try (Worker worker = rig.freshWorker()) {
            startGenerator(rig, worker, topic);
            worker.create(silent, Connectors.nullSink(silent, 1, rig.signal(silent), Map.of()));
            worker.awaitRunning(topic);
            worker.awaitRunning(silent);
            rig.topics().awaitStored(topic, BEFORE_PAUSE);
            return sample(EXIT, worker.stop());
        }
    }

    private static void startGenerator(Rig rig, Worker worker, String topic) {
        Path gate = rig.signal(topic);
        Connectors.open(gate);
        worker.create(
                topic,
                Connectors.generator(
                        topic, new Load(MANY, SIZE), gate, Map.of(GeneratorSettings.RATE, Integer.toString(RATE))));
    }

    private Sample sample(String subject, Duration took) {
        return new Sample(name(), subject, Map.of(Metric.SECONDS, took.toMillis() / MILLIS_PER_SECOND));
    }
}
