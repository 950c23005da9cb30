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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqSettings;

/** Members of one cluster, all in this process, and what each was told. */
final class Members implements AutoCloseable {

    private final RocketMqClients clients;
    private final String cluster;
    private final String topic;
    private final Pace pace;
    private final List<Member> members = new ArrayList<>();

    /** One of them. */
    record Member(RocketMqMembership membership, List<ClusterView> told) {

        List<String> workers() {
            return membership.view().workers();
        }
    }

    Members(String namesrvAddr, String cluster, String topic, Pace pace) {
        this.clients = clients(namesrvAddr);
        this.cluster = cluster;
        this.topic = topic;
        this.pace = pace;
    }

    static RocketMqClients clients(String namesrvAddr) {
        return RocketMqClients.start(
                new RocketMqSettings(
                        namesrvAddr,
                        "membership-test-" + UUID.randomUUID(),
                        Optional.empty(),
                        Optional.empty(),
                        "membership-test-producer",
                        "membership-test-admin",
                        Duration.ofSeconds(3),
                        1 << 20,
                        true,
                        true,
                        OptionalInt.empty()),
                new GroupRoster(),
                Clock.system());
    }

    /** Not started. */
    Member make(String workerId) {
        return make(workerId, pace);
    }

    private Member make(String workerId, Pace own) {
        Member member = new Member(
                RocketMqMembership.of(clients, workerId, cluster, topic, own, Clock.system()),
                new CopyOnWriteArrayList<>());
        members.add(member);
        return member;
    }

    /** Returns when it has joined. */
    Member join(String workerId) {
        return join(workerId, pace);
    }

    /** Returns when it, which has another pace than the others, has joined. */
    Member join(String workerId, Pace own) {
        Member member = make(workerId, own);
        member.membership().start(member.told()::add);
        return member;
    }

    @Override
    public void close() {
        members.forEach(member -> member.membership().close());
        clients.close();
    }
}
