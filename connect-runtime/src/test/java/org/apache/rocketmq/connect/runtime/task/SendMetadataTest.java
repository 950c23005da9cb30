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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.junit.jupiter.api.Test;

/** Behaviour §8.5: what {@code SourceTask.commit(record, metadata)} is told. */
class SendMetadataTest {

    @Test
    void aSourceIsToldTheDocumentedKeysAndThoseOfTheAdapter() {
        SendReceipt receipt = new SendReceipt("SEND_OK", "id", "at", new QueueId("t", "b", 3), 42, null, "region");

        assertThat(SendMetadata.of(receipt))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("send.status", "SEND_OK"),
                        Map.entry("msg.id", "id"),
                        Map.entry("topic", "t"),
                        Map.entry("broker.name", "b"),
                        Map.entry("queue.id", "3"),
                        Map.entry("queue.offset", "42"),
                        Map.entry("transaction.id", "null"),
                        Map.entry("offset.msg.id", "at"),
                        Map.entry("region.id", "region"),
                        Map.entry("brokerName", "b"),
                        Map.entry("queueId", "3"),
                        Map.entry("queueOffset", "42")));
    }
}
