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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.body.Connection;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of a group, as the first broker by name sees them of those that carry a topic: the same broker for every
 * worker, although all of them call all brokers.
 *
 * <p>It asks for the group's connections, not only for its client ids: they tell in one answer, at one moment, who is
 * there and whether the broker is still the one that we called before.
 */
@SuppressWarnings("deprecation") // the one client of RocketMQ that leaves queues and offsets to its caller
final class BrokerRollCall implements RollCall {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRollCall.class);

    private final DefaultMQPullConsumer client;
    private final TopicAdmin admin;
    private final String topic;
    private final Set<String> strangers = new HashSet<>();

    private boolean started;

    /** @param client not started; it shares its client instance with nobody */
    BrokerRollCall(DefaultMQPullConsumer client, TopicAdmin admin, String topic, Duration heartbeat) {
        this.client = client;
        this.admin = admin;
        this.topic = topic;
        client.setRegisterTopics(Set.of(topic));
        client.setHeartbeatBrokerInterval((int) heartbeat.toMillis());
    }

    @Override
    public void join() {
        admin.ensureTopic(new TopicSpec(topic, 1, 1));
        admin.ensureGroup(client.getConsumerGroup());
        if (!started) {
            try {
                client.start();
            } catch (MQClientException e) {
                throw TransportException.refused(
                        "Expected to become a member of group '" + client.getConsumerGroup() + "', but "
                                + e.getMessage(),
                        e);
            }
            started = true;
        }
    }

    @Override
    public void heartbeat() {
        try {
            instance().updateTopicRouteInfoFromNameServer(topic);
        } catch (IllegalStateException e) {
            LOG.debug("No name server answers; the brokers that one has named before may be there all the same", e);
        }
        instance().sendHeartbeatToAllBrokerWithLock();
    }

    @Override
    public Roll ask() {
        String broker = broker();
        try {
            return roll(
                    broker,
                    instance()
                            .getMQClientAPIImpl()
                            .getConsumerConnectionList(
                                    broker, client.getConsumerGroup(), client.getMqClientApiTimeout())
                            .getConnectionSet());
        } catch (MQBrokerException e) {
            if (e.getResponseCode() == ResponseCode.CONSUMER_NOT_ONLINE) {
                return roll(broker, Set.of());
            }
            throw unavailable(broker, e.getErrorMessage(), e);
        } catch (RemotingException e) {
            throw unavailable(broker, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(broker, "the wait was interrupted", e);
        }
    }

    /** Its master, or while there is none the replica that stands in for it. */
    private String broker() {
        TopicRouteData route = instance().getTopicRouteTable().get(topic);
        return Optional.ofNullable(route).map(TopicRouteData::getBrokerDatas).orElse(List.of()).stream()
                .filter(data -> !data.getBrokerAddrs().isEmpty())
                .min(Comparator.comparing(BrokerData::getBrokerName))
                .map(BrokerRollCall::address)
                .orElseThrow(() -> TransportException.unavailable(
                        "Expected name server " + client.getNamesrvAddr() + " to know a broker with topic '" + topic
                                + "', but it does not, or does not answer",
                        null));
    }

    private static String address(BrokerData data) {
        String master = data.getBrokerAddrs().get(MixAll.MASTER_ID);
        return master != null
                ? master
                : data.getBrokerAddrs().entrySet().stream()
                        .min(Map.Entry.comparingByKey())
                        .orElseThrow()
                        .getValue();
    }

    private Roll roll(String broker, Set<Connection> connections) {
        Set<String> workers = new HashSet<>();
        List<String> others = new ArrayList<>();
        for (Connection each : connections) {
            MemberName.worker(each.getClientId()).ifPresentOrElse(workers::add, () -> others.add(each.getClientId()));
        }
        others.stream()
                .filter(strangers::add)
                .forEach(stranger -> LOG.warn(
                        "Expected only workers of this version in group '{}', but client '{}' is in it too; it gets no"
                                + " work: use another connectClusterId for what is not of this cluster",
                        client.getConsumerGroup(),
                        stranger));
        String us = instance().getClientId();
        return new Roll(
                workers,
                connections.stream()
                        .filter(each -> each.getClientId().equals(us))
                        .map(each -> broker + " " + each.getClientAddr())
                        .collect(Collectors.toSet()));
    }

    private TransportException unavailable(String broker, String problem, Exception cause) {
        return TransportException.unavailable(
                "Expected broker " + broker + " to tell who is in group '" + client.getConsumerGroup() + "', but "
                        + problem,
                cause);
    }

    private MQClientInstance instance() {
        return client.getDefaultMQPullConsumerImpl().getRebalanceImpl().getmQClientFactory();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
