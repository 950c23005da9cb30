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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.junit.jupiter.api.Test;

/** Every worker that uses one queue of a topic chooses the same. */
class FirstQueueTest {

    private final TopicRouteData route = new TopicRouteData();

    FirstQueueTest() {
        route.setQueueDatas(new ArrayList<>());
        route.setBrokerDatas(new ArrayList<>());
    }

    private void broker(String name, int queues, int perm) {
        QueueData data = new QueueData();
        data.setBrokerName(name);
        data.setReadQueueNums(queues);
        data.setWriteQueueNums(queues);
        data.setPerm(perm);
        route.getQueueDatas().add(data);
        HashMap<Long, String> addresses = new HashMap<>();
        addresses.put(MixAll.MASTER_ID, "127.0.0.1:1");
        route.getBrokerDatas().add(new BrokerData("cluster", name, addresses));
    }

    @Test
    void itIsTheFirstQueueOfTheFirstBrokerByName() {
        broker("broker-b", 1, PermName.PERM_READ | PermName.PERM_WRITE);
        broker("broker-a", 4, PermName.PERM_READ | PermName.PERM_WRITE);

        assertThat(RouteWatcher.firstQueue("t", route)).contains(new MessageQueue("t", "broker-a", 0));
    }

    @Test
    void brokerThatDoesNotTakeMessagesIsLeftOut() {
        broker("broker-b", 1, PermName.PERM_READ | PermName.PERM_WRITE);
        broker("broker-a", 4, PermName.PERM_READ);

        assertThat(RouteWatcher.firstQueue("t", route)).contains(new MessageQueue("t", "broker-b", 0));
    }

    @Test
    void withoutAQueueThereIsNone() {
        assertThat(RouteWatcher.firstQueue("t", route)).isEmpty();
    }
}
