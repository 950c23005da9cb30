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
import org.jspecify.annotations.Nullable;

/**
 * What the broker answered for one stored message.
 *
 * @param status the broker's status, {@code SEND_OK} in most cases
 * @param messageId the id that the client gave
 * @param offsetMessageId the id by which the broker finds it; null when it told none
 * @param queue where it is
 * @param queueOffset its offset in that queue
 * @param transactionId null unless transactional
 * @param regionId null when the broker told none
 */
public record SendReceipt(
        String status,
        @Nullable String messageId,
        @Nullable String offsetMessageId,
        QueueId queue,
        long queueOffset,
        @Nullable String transactionId,
        @Nullable String regionId) {

    public SendReceipt {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(queue, "queue");
    }
}
