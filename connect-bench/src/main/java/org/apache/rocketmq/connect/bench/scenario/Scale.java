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

/**
 * How much of everything.
 *
 * @param records of 1 KB in one measurement; of smaller ones there are more, of larger ones fewer
 * @param batch messages of a batch of the raw client that a worker is compared with
 * @param connectors most of them that idle in one worker
 * @param settling before it is looked at what those occupy
 */
public record Scale(long records, int batch, int connectors, Duration settling) {

    /** So long that threads have ended which a worker keeps for some seconds after it needed them. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final int MOST_CONNECTORS = 100;
    private static final int RECORDS = 400_000;
    private static final int BATCH = 500;
    private static final int FEW = 2000;
    private static final int FEW_CONNECTORS = 3;

    /** What is worth measuring. */
    public static final Scale FULL = new Scale(RECORDS, BATCH, MOST_CONNECTORS, LONG);

    /** Just enough to see that everything works. */
    public static final Scale QUICK = new Scale(FEW, BATCH, FEW_CONNECTORS, Duration.ZERO);
}
