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

import java.util.Set;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;

/** Which failures of a send are the message's own fault. All others are somebody's who may come back. */
final class SendFailures {

    /** The topic was deleted or its permissions changed: what is known of its queues is no longer true. */
    private static final Set<Integer> OUTDATED_ROUTE = Set.of(ResponseCode.NO_PERMISSION, ResponseCode.TOPIC_NOT_EXIST);

    private SendFailures() {}

    /** Whether the same message would be refused again. */
    static boolean refused(Throwable failure) {
        if (code(failure) == ResponseCode.MESSAGE_ILLEGAL) {
            return true;
        }
        if (failure instanceof MQClientException client && client.getErrorMessage() != null) {
            return client.getErrorMessage().contains("MessageBatch") // one of its messages may not be batched or sent
                    || client.getErrorMessage().contains("is forbidden"); // RocketMQ's own topics
        }
        return failure instanceof UnsupportedOperationException; // a batch of messages that may not be batched
    }

    /** Whether the topic's queues should be looked up again. */
    static boolean outdatedRoute(Throwable failure) {
        return OUTDATED_ROUTE.contains(code(failure));
    }

    /** Whether the broker does not have the topic. */
    static boolean topicGone(Throwable failure) {
        return code(failure) == ResponseCode.TOPIC_NOT_EXIST;
    }

    private static int code(Throwable failure) {
        if (failure instanceof MQBrokerException broker) {
            return broker.getResponseCode();
        }
        return failure instanceof MQClientException client ? client.getResponseCode() : -1;
    }

    /** One line, without the client's links. */
    static String describe(Throwable failure) {
        if (failure instanceof TransportException) {
            return String.valueOf(failure.getMessage()); // a sentence already
        }
        String text = failure instanceof MQBrokerException broker
                ? "code " + broker.getResponseCode() + " " + broker.getErrorMessage()
                : String.valueOf(failure.getMessage());
        String line = text.lines().findFirst().orElse("");
        return failure.getClass().getSimpleName() + ": " + line;
    }
}
