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

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.model.TaskId;

/**
 * What a sink task reads.
 *
 * @param member the task; which queues are its own follows from {@link GroupRoster}
 * @param group the consumer group that keeps the offsets
 * @param topics at least one, each with its filter
 * @param startFrom where to begin in a queue for which the group has no offset
 * @param outOfRange where to go on when the group's offset is not there
 * @param maxRecords at most so many messages are handed out by one poll
 * @param prefetchBytes bodies fetched ahead of the task, over all its queues
 */
public record ConsumerSpec(
        TaskId member,
        String group,
        Map<String, MessageFilter> topics,
        StartFrom startFrom,
        OutOfRange outOfRange,
        int maxRecords,
        long prefetchBytes) {

    public ConsumerSpec {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(startFrom, "startFrom");
        Objects.requireNonNull(outOfRange, "outOfRange");
        topics = Map.copyOf(topics);
    }

    /** The names of the topics. */
    public Set<String> topicNames() {
        return topics.keySet();
    }
}
