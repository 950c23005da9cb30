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
package org.apache.rocketmq.connect.bench.result;

import java.util.List;
import java.util.Optional;

/** A figure of the worker that ought to keep a bound. */
public sealed interface Target {

    String name();

    Bound bound();

    /** Empty if something that it needs was not measured. */
    Optional<Double> figure(Results results);

    /**
     * A ratio of medians.
     *
     * @param measured what is judged
     * @param yardsticks what it is compared with: the best of these
     */
    record Ratio(String name, Metric metric, Results.Row measured, List<Results.Row> yardsticks, Bound bound)
            implements Target {

        public Ratio {
            yardsticks = List.copyOf(yardsticks);
        }

        @Override
        public Optional<Double> figure(Results results) {
            List<Summary> sticks = yardsticks.stream()
                    .flatMap(row -> results.find(row, metric).stream())
                    .toList();
            if (sticks.isEmpty()) {
                return Optional.empty();
            }
            double stick = Summary.best(sticks).median();
            return results.find(measured, metric).map(summary -> summary.median() / stick);
        }
    }

    /** A median that is judged by itself, whatever else was measured. */
    record Median(String name, Metric metric, Results.Row measured, Bound bound) implements Target {

        @Override
        public Optional<Double> figure(Results results) {
            return results.find(measured, metric).map(Summary::median);
        }
    }
}
