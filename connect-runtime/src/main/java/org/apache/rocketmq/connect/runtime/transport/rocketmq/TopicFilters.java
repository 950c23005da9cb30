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

import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.filter.ExpressionType;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.filter.FilterAPI;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;

/** {@link MessageFilter}s as RocketMQ wants them, made once: not for every pull, as the client does. */
final class TopicFilters {

    private TopicFilters() {}

    /**
     * @throws TransportException when a condition cannot be one
     */
    static Map<String, SubscriptionData> of(Map<String, MessageFilter> topics) {
        Map<String, SubscriptionData> filters = new HashMap<>();
        topics.forEach((topic, filter) -> filters.put(topic, subscription(topic, filter)));
        return Map.copyOf(filters);
    }

    private static SubscriptionData subscription(String topic, MessageFilter filter) {
        String type =
                switch (filter.kind()) {
                    case TAG -> ExpressionType.TAG;
                    case SQL92 -> ExpressionType.SQL92;
                };
        try {
            return FilterAPI.build(topic, filter.expression(), type);
        } catch (Exception e) { // declared that wide
            throw TransportException.refused(
                    "Expected a " + filter.kind() + " filter for topic '" + topic + "', but '" + filter.expression()
                            + "' is none: " + e.getMessage(),
                    e);
        }
    }

    /** A condition on properties, which not every broker understands. */
    static boolean isCondition(SubscriptionData filter) {
        return !ExpressionType.isTagType(filter.getExpressionType());
    }

    /** Whether a broker said that it cannot or will not filter as it was asked. */
    static boolean refused(MQClientException answer) {
        return answer.getResponseCode() == ResponseCode.SUBSCRIPTION_PARSE_FAILED
                || answer.getResponseCode() == ResponseCode.SYSTEM_ERROR;
    }
}
