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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.jspecify.annotations.Nullable;

/** The broker's answer for one batch: the ids of its messages come joined by commas, and are taken apart when needed. */
final class StoredBatch implements Receipts {

    private final SendResult result;
    private final QueueId queue;

    // Guarded by this: the tasks whose messages shared the batch ask from threads of their own.
    private String @Nullable [] messageIds;
    private String @Nullable [] offsetIds;

    StoredBatch(SendResult result, QueueId queue) {
        this.result = result;
        this.queue = queue;
    }

    @Override
    public synchronized SendReceipt of(int index) {
        messageIds = messageIds == null ? split(result.getMsgId()) : messageIds;
        offsetIds = offsetIds == null ? split(result.getOffsetMsgId()) : offsetIds;
        return new SendReceipt(
                result.getSendStatus().name(),
                part(messageIds, index),
                part(offsetIds, index),
                queue,
                result.getQueueOffset() + index,
                result.getTransactionId(),
                result.getRegionId());
    }

    private static String[] split(@Nullable String ids) {
        return ids == null ? new String[0] : ids.split(",", -1);
    }

    private static @Nullable String part(String[] ids, int index) {
        return index < ids.length ? ids[index] : null;
    }
}
