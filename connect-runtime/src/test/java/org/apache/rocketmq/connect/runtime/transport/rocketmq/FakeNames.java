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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.jspecify.annotations.Nullable;

/** A name server that knows one topic at most. */
final class FakeNames extends DefaultMQAdminExt {

    private final String topic;
    private @Nullable TopicRouteData route;
    private boolean down;

    FakeNames(String topic) {
        this.topic = topic;
    }

    void set(int queues) {
        set(Map.of("b", queues));
    }

    void set(Map<String, Integer> queuesByBroker) {
        TopicRouteData made = new TopicRouteData();
        made.setQueueDatas(new ArrayList<>());
        made.setBrokerDatas(new ArrayList<>());
        queuesByBroker.forEach((broker, queues) -> {
            QueueData data = new QueueData();
            data.setBrokerName(broker);
            data.setPerm(PermName.PERM_READ | PermName.PERM_WRITE);
            data.setReadQueueNums(queues);
            data.setWriteQueueNums(queues);
            made.getQueueDatas().add(data);
            made.getBrokerDatas().add(new BrokerData("c", broker, new HashMap<>(Map.of(0L, "address"))));
        });
        route = made;
    }

    void remove() {
        route = null;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public TopicRouteData examineTopicRouteInfo(String asked) throws MQClientException {
        if (down) {
            throw new MQClientException("nobody answers", null);
        }
        if (route == null || !asked.equals(topic)) {
            throw new MQClientException(ResponseCode.TOPIC_NOT_EXIST, "no such topic");
        }
        return route;
    }
}
