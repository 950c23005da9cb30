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

/**
 * How a source task works, beyond its pipeline.
 *
 * @param commitInterval how often positions are stored
 * @param commitTimeout how long the end of a task waits for open sends, and then for its last positions to be stored
 * @param windowRecords no poll while this many records are open
 * @param windowBytes no poll while this many bytes are open
 * @param newTopicQueues queues of a topic that the task creates
 */
public record SourceSettings(
        Duration commitInterval, Duration commitTimeout, int windowRecords, long windowBytes, int newTopicQueues) {

    public static final int DEFAULT_WINDOW_RECORDS = 20_000;
    public static final long DEFAULT_WINDOW_BYTES = 16L << 20;
    public static final int DEFAULT_NEW_TOPIC_QUEUES = 8;

    public SourceSettings {
        Objects.requireNonNull(commitInterval, "commitInterval");
        Objects.requireNonNull(commitTimeout, "commitTimeout");
    }
}
