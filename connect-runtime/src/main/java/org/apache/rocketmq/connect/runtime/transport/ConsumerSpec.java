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
package org.apache.rocketmq.connect.runtime.transport;

import java.util.Objects;
import java.util.Set;

/**
 * What a sink task reads.
 *
 * @param group the consumer group that keeps the offsets
 * @param topics at least one
 * @param share which of {@code shares} equal parts of the queues, from 0
 * @param shares among how many tasks the queues are dealt out
 * @param startFrom where to begin in a queue for which the group has no offset
 */
public record ConsumerSpec(String group, Set<String> topics, int share, int shares, StartFrom startFrom) {

    /** Where a new group begins. */
    public enum StartFrom {
        /**
         * As RocketMQ does for a new group: a queue that still has its very first message is read from there, any other
         * one from its end.
         */
        LAST_OFFSET,
        FIRST_OFFSET
    }

    public ConsumerSpec {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(startFrom, "startFrom");
        topics = Set.copyOf(topics);
    }
}
