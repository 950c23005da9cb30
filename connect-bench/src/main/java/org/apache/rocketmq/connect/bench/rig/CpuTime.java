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
package org.apache.rocketmq.connect.bench.rig;

import java.time.Duration;

/**
 * CPU time that two processes have used, as the operating system counts it, in steps of 10 ms.
 *
 * @param client of the raw client or of the worker
 * @param broker of RocketMQ
 */
public record CpuTime(Duration client, Duration broker) {

    /** Of nobody. */
    public static final CpuTime NONE = new CpuTime(Duration.ZERO, Duration.ZERO);

    static CpuTime of(long client, long broker) {
        return new CpuTime(used(client), used(broker));
    }

    public CpuTime since(CpuTime earlier) {
        return new CpuTime(client.minus(earlier.client), broker.minus(earlier.broker));
    }

    private static Duration used(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(
                        "Expected to be told the CPU time of process " + pid + ", but it is gone"));
    }
}
