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
package org.apache.rocketmq.connect.runtime.pipeline;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;

/** Where a source record goes: its {@code topic} extension, else the configured topic, else its partition's. */
final class TopicRouter {

    private static final String TOPIC = "topic";
    private static final String QUEUE = "queueId";

    private final Optional<String> configured;

    TopicRouter(Optional<String> configured) {
        this.configured = configured;
    }

    /**
     * The queue that the record asks for by its extension {@code queueId}: for copies that keep queues apart as they were.
     *
     * @throws ConnectException when that is not a number
     */
    static int queue(ConnectRecord record) {
        String wanted = record.getExtensions() == null ? null : record.getExtension(QUEUE);
        if (wanted == null || wanted.isBlank()) {
            return OutboundMessage.ANY_QUEUE;
        }
        try {
            int queue = Integer.parseInt(wanted.strip());
            if (queue >= 0) {
                return queue;
            }
        } catch (NumberFormatException e) {
            // Told below: the text is the record's content.
        }
        throw new ConnectException("Expected the record's extension 'queueId' to be a queue's number, but it is none");
    }

    /**
     * @throws ConnectException when nothing names a topic
     */
    String route(ConnectRecord record) {
        String wanted = record.getExtensions() == null ? null : record.getExtension(TOPIC);
        if (wanted != null && !wanted.isBlank()) {
            return wanted;
        }
        if (configured.isPresent()) {
            return configured.get();
        }
        RecordPosition position = record.getPosition();
        Object fromPartition = position == null || position.getPartition() == null
                ? null
                : position.getPartition().getPartition().get(TOPIC);
        if (fromPartition instanceof String topic && !topic.isBlank()) {
            return topic;
        }
        throw new ConnectException("Expected a topic for the record, but neither its extension 'topic', nor the"
                + " connector's connect.topicname, nor its partition's 'topic' names one; set connect.topicname");
    }
}
