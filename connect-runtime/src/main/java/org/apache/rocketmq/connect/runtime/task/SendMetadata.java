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

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;

/** The map that {@code SourceTask.commit(record, metadata)} is told, with the original's names and the adapter's. */
final class SendMetadata {

    private SendMetadata() {}

    static Map<String, String> of(SendReceipt receipt) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("send.status", receipt.status());
        metadata.put("msg.id", String.valueOf(receipt.messageId()));
        metadata.put("topic", receipt.queue().topic());
        metadata.put("broker.name", receipt.queue().brokerName());
        metadata.put("queue.id", Integer.toString(receipt.queue().queueId()));
        metadata.put("queue.offset", Long.toString(receipt.queueOffset()));
        metadata.put("transaction.id", String.valueOf(receipt.transactionId()));
        metadata.put("offset.msg.id", String.valueOf(receipt.offsetMessageId()));
        metadata.put("region.id", String.valueOf(receipt.regionId()));
        // The names under which the Kafka connector adapter looks.
        metadata.put("brokerName", receipt.queue().brokerName());
        metadata.put("queueId", Integer.toString(receipt.queue().queueId()));
        metadata.put("queueOffset", Long.toString(receipt.queueOffset()));
        return metadata;
    }
}
