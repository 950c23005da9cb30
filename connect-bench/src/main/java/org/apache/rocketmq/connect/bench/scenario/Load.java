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

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.rig.CpuTime;

/**
 * What goes through in one measurement.
 *
 * @param records how many
 * @param size bytes of each
 */
public record Load(long records, int size) {

    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;

    /** The figures of this load when it took so long and cost so much. */
    Map<Metric, Double> figures(Duration elapsed, CpuTime cpu) {
        double perSecond = records * NANOS_PER_SECOND / elapsed.toNanos();
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.RECORDS, perSecond);
        figures.put(Metric.MEGABYTES, perSecond * size / BYTES_PER_MEGABYTE);
        putCpu(figures, cpu);
        return figures;
    }

    void putCpu(Map<Metric, Double> figures, CpuTime cpu) {
        figures.put(Metric.CLIENT_CPU, perMillion(cpu.client()));
        figures.put(Metric.BROKER_CPU, perMillion(cpu.broker()));
    }

    private double perMillion(Duration cpu) {
        return cpu.toNanos() / NANOS_PER_SECOND * MILLION / records;
    }
}
