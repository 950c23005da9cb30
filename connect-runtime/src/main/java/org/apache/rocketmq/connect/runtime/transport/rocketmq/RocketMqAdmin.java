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

import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.RemotingSysResponseCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.body.ClusterInfo;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topics and groups by RocketMQ's own administration client. */
final class RocketMqAdmin implements TopicAdmin, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqAdmin.class);
    private static final String CLEANUP = "cleanup.policy";
    private static final String COMPACTION = "COMPACTION";

    /** RocketMQ's own default. */
    private static final Duration USUAL_RETENTION = Duration.ofDays(3);

    private final DefaultMQAdminExt client;
    private final RocketMqSettings settings;

    /**
     * The queue to use.
     *
     * @param compacted whether its broker keeps the last message of each key for ever
     * @param retention how long its broker keeps other messages at least
     */
    record FoundQueue(MessageQueue queue, boolean compacted, Duration retention) {}

    /** A request that the client library may fail in four checked ways. */
    @FunctionalInterface
    private interface Request<T> {
        T run() throws MQClientException, MQBrokerException, RemotingException, InterruptedException;
    }

    RocketMqAdmin(DefaultMQAdminExt client, RocketMqSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    @Override
    public void ensureTopic(TopicSpec spec) {
        String topic = spec.name();
        if (topicExists(topic)) {
            return;
        }
        if (!settings.createTopics()) {
            throw TransportException.refused(
                    "Expected topic '" + topic
                            + "' to exist, but it does not, and autoCreateTopicEnable=false; create it,"
                            + " for example by: mqadmin updateTopic -t " + topic + " -r " + spec.readQueues() + " -w "
                            + spec.writeQueues(),
                    null);
        }
        TopicConfig config =
                new TopicConfig(topic, spec.readQueues(), spec.writeQueues(), PermName.PERM_READ | PermName.PERM_WRITE);
        for (String broker : masters("create topic '" + topic + "'")) {
            ask("create topic '" + topic + "' on broker " + broker, () -> {
                client.createAndUpdateTopicConfig(broker, config);
                return config;
            });
        }
    }

    /**
     * Makes sure that a topic exists of which one queue is used, and finds that queue: the first one of the first broker.
     * A missing topic is made with one queue on the first broker alone, so that while this broker is away nobody takes
     * another one's queue for it. An existing one is never altered.
     *
     * @param compaction whether a topic that is made should keep the last message of each key, if the broker can
     * @throws TransportException when it does not exist and could not be created
     */
    FoundQueue ensureQueue(String topic, boolean compaction) {
        if (!topicExists(topic)) {
            if (!settings.createTopics()) {
                throw TransportException.refused(
                        "Expected topic '" + topic
                                + "' to exist, but it does not, and autoCreateTopicEnable=false; create it on one broker,"
                                + " for example by: mqadmin updateTopic -b <broker> -t " + topic + " -r 1 -w 1"
                                + (compaction ? " -a +" + CLEANUP + "=" + COMPACTION : ""),
                        null);
            }
            createSingleQueue(topic, compaction);
        }
        return inspect(topic);
    }

    private void createSingleQueue(String topic, boolean compaction) {
        String broker = masters("create topic '" + topic + "'").get(0);
        TopicConfig config = new TopicConfig(topic, 1, 1, PermName.PERM_READ | PermName.PERM_WRITE);
        if (compaction) {
            config.getAttributes().put("+" + CLEANUP, COMPACTION);
        }
        try {
            ask("create topic '" + topic + "' on broker " + broker, () -> {
                client.createAndUpdateTopicConfig(broker, config);
                return config;
            });
        } catch (TransportException e) {
            if (answered(e) && topicExists(topic)) {
                return; // another worker was faster
            }
            if (!compaction || !answered(e)) {
                throw e;
            }
            LOG.warn(
                    "Broker {} does not make topic {} with compaction, trying without: {}",
                    broker,
                    topic,
                    e.getMessage());
            createSingleQueue(topic, false);
        }
    }

    /** Whether it was the broker that said no: the client library tells that by the same exception as an absent broker. */
    private static boolean answered(TransportException e) {
        return !e.retriable() || (e.getCause() instanceof MQClientException answer && answer.getResponseCode() > 0);
    }

    private FoundQueue inspect(String topic) {
        TopicRouteData route = ask("look up topic '" + topic + "'", () -> client.examineTopicRouteInfo(topic));
        MessageQueue queue = RouteWatcher.firstQueue(topic, route)
                .orElseThrow(() -> TransportException.unavailable(
                        "Expected topic '" + topic + "' to have a queue that can be read and written, but it has none",
                        null));
        String broker = route.getBrokerDatas().stream()
                .filter(data -> data.getBrokerName().equals(queue.getBrokerName()))
                .map(data -> data.getBrokerAddrs().get(MixAll.MASTER_ID))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> TransportException.unavailable(
                        "Expected broker " + queue.getBrokerName() + " to have a master, but it has none", null));
        Properties settingsOfBroker = brokerConfig(broker);
        boolean compacted =
                markedForCompaction(topic, broker) && !"false".equals(settingsOfBroker.getProperty("enableCompaction"));
        return new FoundQueue(queue, compacted, retention(settingsOfBroker));
    }

    /** No, when the broker does not tell: then nobody relies on it. */
    private boolean markedForCompaction(String topic, String broker) {
        try {
            TopicConfig config = ask(
                    "look up topic '" + topic + "' on broker " + broker,
                    () -> client.examineTopicConfig(broker, topic));
            return COMPACTION.equals(config.getAttributes().get(CLEANUP));
        } catch (TransportException e) {
            if (e.retriable()) {
                throw e;
            }
            LOG.info("Broker {} does not tell whether topic {} has compaction: {}", broker, topic, e.getMessage());
            return false;
        }
    }

    /** Nothing, when the broker does not tell: that may need more rights than a worker should have. */
    private Properties brokerConfig(String broker) {
        try {
            return ask("tell the settings of broker " + broker, () -> {
                try {
                    return client.getBrokerConfig(broker);
                } catch (UnsupportedEncodingException e) {
                    throw new MQClientException("the settings of broker " + broker + " cannot be read", e);
                }
            });
        } catch (TransportException e) {
            if (e.retriable()) {
                throw e;
            }
            LOG.info("Broker {} does not tell its settings, taking RocketMQ's own: {}", broker, e.getMessage());
            return new Properties();
        }
    }

    private static Duration retention(Properties brokerConfig) {
        try {
            return Duration.ofHours(Long.parseLong(brokerConfig.getProperty("fileReservedTime", "")));
        } catch (NumberFormatException e) {
            return USUAL_RETENTION;
        }
    }

    private boolean topicExists(String topic) {
        try {
            return !client.examineTopicRouteInfo(topic).getQueueDatas().isEmpty();
        } catch (MQClientException e) {
            if (e.getResponseCode() == ResponseCode.TOPIC_NOT_EXIST) {
                return false;
            }
            throw unavailable("look up topic '" + topic + "'", e);
        } catch (RemotingException e) {
            throw unavailable("look up topic '" + topic + "'", e);
        } catch (InterruptedException e) {
            throw interrupted("look up topic '" + topic + "'", e);
        }
    }

    @Override
    public void ensureGroup(String group) {
        if (!settings.createGroups()) {
            return; // the brokers' own rules decide
        }
        for (String broker : masters("look for group '" + group + "'")) {
            if (findGroup(broker, group).isEmpty()) {
                SubscriptionGroupConfig config = new SubscriptionGroupConfig();
                config.setGroupName(group);
                settings.groupMaxRetries().ifPresent(config::setRetryMaxTimes);
                ask("create group '" + group + "' on broker " + broker, () -> {
                    client.createAndUpdateSubscriptionGroupConfig(broker, config);
                    return config;
                });
            }
        }
    }

    private Optional<SubscriptionGroupConfig> findGroup(String broker, String group) {
        String what = "look for group '" + group + "' on broker " + broker;
        try {
            return Optional.ofNullable(client.examineSubscriptionGroupConfig(broker, group));
        } catch (MQBrokerException e) {
            return e.getResponseCode() == RemotingSysResponseCode.REQUEST_CODE_NOT_SUPPORTED
                    ? findAmongAll(broker, group) // RocketMQ 4.x
                    : Optional.empty(); // a broker answers an unknown group with an error
        } catch (MQClientException | RemotingException e) {
            throw unavailable(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private Optional<SubscriptionGroupConfig> findAmongAll(String broker, String group) {
        return Optional.ofNullable(ask(
                        "list the groups of broker " + broker,
                        () -> client.getAllSubscriptionGroup(
                                broker, settings.operationTimeout().toMillis()))
                .getSubscriptionGroupTable()
                .get(group));
    }

    @Override
    public void ping() {
        masters("ask who is there");
    }

    /** Addresses of the masters on which topics and groups are made; in the same order whoever asks. */
    private List<String> masters(String what) {
        ClusterInfo info = ask(what, client::examineBrokerClusterInfo);
        Map<String, Set<String>> clusters = info.getClusterAddrTable();
        List<String> addresses = new ArrayList<>();
        new TreeMap<>(clusters).forEach((cluster, brokers) -> {
            if (settings.clusterName().isEmpty() || settings.clusterName().get().equals(cluster)) {
                for (String broker : brokers.stream().sorted().toList()) {
                    BrokerData data = info.getBrokerAddrTable().get(broker);
                    String master = data == null ? null : data.getBrokerAddrs().get(MixAll.MASTER_ID);
                    if (master != null) {
                        addresses.add(master);
                    }
                }
            }
        });
        if (addresses.isEmpty()) {
            throw TransportException.unavailable(
                    "Expected name server " + settings.nameServers() + " to know a broker"
                            + settings.clusterName()
                                    .map(name -> " of cluster '" + name + "'")
                                    .orElse("")
                            + " in order to " + what + ", but it knows " + clusters.keySet(),
                    null);
        }
        return addresses;
    }

    private <T> T ask(String what, Request<T> request) {
        try {
            return request.run();
        } catch (MQBrokerException e) {
            throw TransportException.refused(
                    "Expected RocketMQ to " + what + ", but it answered " + SendFailures.describe(e), e);
        } catch (MQClientException | RemotingException e) {
            throw unavailable(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private TransportException unavailable(String what, Exception cause) {
        return TransportException.unavailable(
                "Expected RocketMQ at name server " + settings.nameServers() + " to " + what + ", but "
                        + SendFailures.describe(cause),
                cause);
    }

    private static TransportException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return TransportException.unavailable("Interrupted while asking RocketMQ to " + what, cause);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
