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
package org.apache.rocketmq.connect.testkit.rocketmq;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/** The settings of a broker that is small, local, and otherwise as RocketMQ ships it. */
record BrokerBeans(BrokerConfig broker, NettyServerConfig network, MessageStoreConfig store, AuthConfig auth) {

    static final String CLUSTER = "DefaultCluster";
    static final String BROKER = "broker-a";

    private static final int MIB = 1024 * 1024;

    static BrokerBeans small(Path dataDirectory, Ports ports) {
        return new BrokerBeans(
                smallBroker(dataDirectory, ports),
                smallNetwork(ports.broker()),
                smallStore(dataDirectory, ports.broker()),
                noAuth(dataDirectory));
    }

    static NettyServerConfig smallNetwork(int port) {
        NettyServerConfig network = new NettyServerConfig();
        network.setBindAddress("127.0.0.1");
        network.setListenPort(port);
        network.setServerWorkerThreads(2);
        network.setServerSelectorThreads(1);
        return network;
    }

    /** Sets fields by name, in every bean that has one of that name; a name that none has is an error. */
    void override(Map<String, String> values) {
        List<Object> beans = List.of(broker, network, store, auth);
        for (String key : values.keySet()) {
            if (beans.stream().noneMatch(bean -> hasField(bean, key))) {
                throw new IllegalArgumentException(
                        "Expected the name of a broker setting, but no config bean of RocketMQ has a field '" + key
                                + "'");
            }
        }
        Properties properties = new Properties();
        properties.putAll(values);
        beans.forEach(bean -> MixAll.properties2Object(properties, bean));
    }

    private static BrokerConfig smallBroker(Path dataDirectory, Ports ports) {
        BrokerConfig broker = new BrokerConfig();
        broker.setRocketmqHome(dataDirectory.toString());
        broker.setBrokerClusterName(CLUSTER);
        broker.setBrokerName(BROKER);
        // Left alone, RocketMQ announces the first address that is not loopback.
        broker.setBrokerIP1("127.0.0.1");
        broker.setBrokerIP2("127.0.0.1");
        broker.setListenPort(ports.broker());
        broker.setNamesrvAddr(Ports.address(ports.namesrv()));
        broker.setDefaultTopicQueueNums(4);
        broker.setRegisterNameServerPeriod(10_000);
        broker.setReviveQueueNum(1);
        broker.setSendMessageThreadPoolNums(2);
        broker.setPullMessageThreadPoolNums(2);
        broker.setLitePullMessageThreadPoolNums(2);
        broker.setAckMessageThreadPoolNums(1);
        broker.setProcessReplyMessageThreadPoolNums(1);
        broker.setQueryMessageThreadPoolNums(1);
        broker.setAdminBrokerThreadPoolNums(2);
        broker.setClientManageThreadPoolNums(1);
        broker.setConsumerManageThreadPoolNums(2);
        broker.setLoadBalanceProcessorThreadPoolNums(1);
        broker.setHeartbeatThreadPoolNums(1);
        broker.setEndTransactionThreadPoolNums(1);
        broker.setRecoverThreadPoolNums(2);
        return broker;
    }

    private static MessageStoreConfig smallStore(Path dataDirectory, int brokerPort) {
        Path root = dataDirectory.resolve("store");
        MessageStoreConfig store = new MessageStoreConfig();
        store.setStorePathRootDir(root.toString());
        store.setStorePathCommitLog(root.resolve("commitlog").toString());
        store.setHaListenPort(brokerPort + 1);
        store.setMappedFileSizeCommitLog(64 * MIB);
        store.setMappedFileSizeConsumeQueue(20_000 * 20);
        store.setMessageIndexEnable(false);
        // The timer wheel stays on: without it brokers of 5.5.0 fail to delete topics.
        store.setMappedFileSizeTimerLog(MIB);
        store.setCompactionThreadNum(1);
        store.setCompactionMappedFileSize(10 * MIB);
        store.setCompactionCqMappedFileSize(MIB);
        store.setMaxOffsetMapSize(4 * MIB);
        store.setDiskMaxUsedSpaceRatio(98);
        return store;
    }

    private static AuthConfig noAuth(Path dataDirectory) {
        AuthConfig auth = new AuthConfig();
        auth.setConfigName(BROKER);
        auth.setClusterName(CLUSTER);
        auth.setAuthConfigPath(dataDirectory.resolve("store").resolve("config").toString());
        return auth;
    }

    private static boolean hasField(Object bean, String key) {
        return !key.isEmpty()
                && Arrays.stream(bean.getClass().getMethods()).anyMatch(method -> {
                    return method.getName().equals("set" + Character.toUpperCase(key.charAt(0)) + key.substring(1));
                });
    }
}
