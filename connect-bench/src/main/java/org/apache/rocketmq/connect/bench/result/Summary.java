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

import java.util.Collection;
import java.util.List;

/**
 * One figure of all rounds.
 *
 * @param rounds in the order in which they ran
 */
public record Summary(double min, double median, double max, List<Double> rounds) {

    public Summary {
        rounds = List.copyOf(rounds);
    }

    static Summary of(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("Expected at least one round, but there is none");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(sorted[0], median, sorted[sorted.length - 1], rounds);
    }

    /** Of several summaries the one with the largest median. */
    static Summary best(Collection<Summary> summaries) {
        return summaries.stream()
                .max((one, other) -> Double.compare(one.median, other.median))
                .orElseThrow();
    }
}
