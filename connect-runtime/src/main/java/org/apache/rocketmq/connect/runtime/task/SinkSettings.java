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
package org.apache.rocketmq.connect.runtime.task;

import java.time.Duration;
import java.util.Objects;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;

/**
 * How a sink task works, beyond its pipeline.
 *
 * @param consumer what it reads
 * @param pollTimeout how long it waits for messages before it looks around
 * @param commitInterval how often offsets are committed
 * @param commitTimeout how long the end of a task waits for dead letters that are on their way
 */
public record SinkSettings(
        ConsumerSpec consumer, Duration pollTimeout, Duration commitInterval, Duration commitTimeout) {

    public SinkSettings {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(pollTimeout, "pollTimeout");
        Objects.requireNonNull(commitInterval, "commitInterval");
        Objects.requireNonNull(commitTimeout, "commitTimeout");
    }
}
