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
package org.apache.rocketmq.connect.runtime.config;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;

/**
 * What a sink reads, and how.
 *
 * @param topics each with its filter
 * @param group the consumer group that keeps the offsets
 * @param startFrom where to begin in a queue for which the group has no offset
 * @param outOfRange where to go on when the group's offset is not there
 * @param maxRecords the most records of one put
 * @param pollTimeout how long one poll waits for messages
 * @param prefetchBytes the most bytes of bodies that are fetched ahead by one task
 */
public record ConsumeSettings(
        Map<String, MessageFilter> topics,
        String group,
        StartFrom startFrom,
        OutOfRange outOfRange,
        int maxRecords,
        Duration pollTimeout,
        long prefetchBytes) {

    public ConsumeSettings {
        topics = Map.copyOf(topics);
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(pollTimeout, "pollTimeout");
    }
}
