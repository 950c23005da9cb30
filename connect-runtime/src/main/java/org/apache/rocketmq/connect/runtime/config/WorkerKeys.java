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
package org.apache.rocketmq.connect.runtime.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.ConfigKey.Importance;

/** Every key of a worker's conf file, every JVM property and every environment variable that a worker reads. */
final class WorkerKeys {

    /** In which kind of worker a key has an effect. */
    enum Mode {
        BOTH,
        STANDALONE,
        DISTRIBUTED,
        /** Nowhere: the key is accepted and checked, so that existing conf files keep working. */
        NONE
    }

    /** One key and where it matters. */
    record WorkerKey(ConfigKey key, Mode mode) {}

    static final String WORKER_ID = "workerId";
    static final String NAMESRV_ADDR = "namesrvAddr";
    static final String CLUSTER_NAME = "clusterName";
    static final String HTTP_HOST = "httpHost";
    static final String HTTP_PORT = "httpPort";
    static final String HTTP_ALLOWED_HOSTS = "httpAllowedHosts";
    static final String HTTP_CHANGES_BY_GET = "httpChangesByGet";
    static final String PLUGIN_PATHS = "pluginPaths";
    static final String STORE_PATH_ROOT_DIR = "storePathRootDir";
    static final String CONNECT_HOME = "connectHome";
    static final String ACL_ENABLE = "aclEnable";
    static final String ACCESS_KEY = "accessKey";
    static final String SECRET_KEY = "secretKey";
    static final String AUTO_CREATE_TOPIC_ENABLE = "autoCreateTopicEnable";
    static final String AUTO_CREATE_GROUP_ENABLE = "autoCreateGroupEnable";
    static final String KEY_CONVERTER = "keyConverter";
    static final String VALUE_CONVERTER = "valueConverter";
    static final String OFFSET_COMMIT_INTERVAL = "offsetCommitIntervalMsConfig";
    static final String OFFSET_COMMIT_TIMEOUT = "offsetCommitTimeoutMsConfig";
    static final String MAX_START_TIMEOUT = "maxStartTimeoutMills";
    static final String MAX_STOP_TIMEOUT = "maxStopTimeoutMills";
    static final String MAX_MESSAGE_SIZE = "maxMessageSize";
    static final String OPERATION_TIMEOUT = "operationTimeout";
    static final String RMQ_PRODUCER_GROUP = "rmqProducerGroup";
    static final String ADMIN_EXT_GROUP = "adminExtGroup";
    static final String RMQ_MAX_REDELIVERY_TIMES = "rmqMaxRedeliveryTimes";
    static final String CONFIG_PERSIST_INTERVAL = "configPersistInterval";
    static final String POSITION_PERSIST_INTERVAL = "positionPersistInterval";
    static final String OFFSET_PERSIST_INTERVAL = "offsetPersistInterval";
    static final String STATE_PERSIST_INTERVAL = "statePersistInterval";
    static final String ALLOC_TASK_STRATEGY = "allocTaskStrategy";
    static final String CONNECT_CLUSTER_ID = "connectClusterId";
    static final String CLUSTER_STORE_TOPIC = "clusterStoreTopic";
    static final String CONFIG_STORE_TOPIC = "configStoreTopic";
    static final String POSITION_STORE_TOPIC = "positionStoreTopic";
    static final String OFFSET_STORE_TOPIC = "offsetStoreTopic";
    static final String CONNECT_STATUS_TOPIC = "connectStatusTopic";
    static final String CLUSTER_POLL_INTERVAL = "clusterPollIntervalMs";
    static final String HANDOVER_TIMEOUT = "handoverTimeoutMs";
    static final String CLUSTER_MANAGEMENT_SERVICE = "clusterManagementService";
    static final String CONFIG_MANAGEMENT_SERVICE = "configManagementService";
    static final String POSITION_MANAGEMENT_SERVICE = "positionManagementService";
    static final String STATE_MANAGEMENT_SERVICE = "stateManagementService";

    static final String NAMESRV_ADDR_PROPERTY = "rocketmq.namesrv.addr";
    static final String CONNECT_HOME_PROPERTY = "connect.home.dir";
    static final String REBALANCE_INTERVAL_PROPERTY = "rocketmq.runtime.cluster.rebalance.waitInterval";
    static final String MAX_MESSAGE_SIZE_PROPERTY = "rocketmq.runtime.max.message.size";
    static final String VIRTUAL_NODE_PROPERTY = "virtualNode";
    static final String HASH_FUNCTION_PROPERTY = "consistentHashFunc";
    static final String NAMESRV_ADDR_VARIABLE = "NAMESRV_ADDR";
    static final String CONNECT_HOME_VARIABLE = "CONNECT_HOME";

    private static final String STRING_CONVERTER =
            "org.apache.rocketmq.connect.runtime.converter.record.StringConverter";
    private static final String DEFAULT_STRATEGY =
            "org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy";
    private static final int DEFAULT_MAX_MESSAGE_SIZE = 4 * 1024 * 1024;
    private static final int DEFAULT_PERSIST_INTERVAL = 20_000;

    static final List<WorkerKey> ALL = List.of(
            // Who this worker is, and what it talks to
            both(string(WORKER_ID, "The worker's name in statuses, logs and client ids; unique in a cluster.")
                    .withDefault("DefaultWorker")
                    .withImportance(Importance.HIGH)),
            both(string(
                            NAMESRV_ADDR,
                            "RocketMQ's name servers as host:port, several separated by ;. When absent: the JVM property"
                                    + " -Drocketmq.namesrv.addr, then the environment variable NAMESRV_ADDR.")
                    .asRequired()
                    .withValidator(text(WorkerKeys::checkNameServers))),
            both(string(
                    CLUSTER_NAME,
                    "The RocketMQ cluster on which missing topics and groups are created; empty means on every"
                            + " cluster that the name servers know.")),
            both(string(
                            HTTP_HOST,
                            "The address that the REST interface listens on; 0.0.0.0 means every interface of this"
                                    + " machine. Whoever reaches it can change connectors.")
                    .withDefault("127.0.0.1")
                    .withImportance(Importance.HIGH)),
            both(ConfigKey.of(
                    HTTP_ALLOWED_HOSTS,
                    ConfigKey.Type.LIST,
                    "Host names, besides addresses and localhost, by which browsers may address the REST interface: for a"
                            + " reverse proxy. All others are refused, against pages that point their own name at this"
                            + " machine.")),
            both(ConfigKey.of(
                            HTTP_CHANGES_BY_GET,
                            ConfigKey.Type.BOOLEAN,
                            "Whether the documents' GET requests that change something (create, stop, pause, resume) are"
                                    + " carried out; false leaves POST and DELETE.")
                    .withDefault(true)),
            both(integer(HTTP_PORT, "The port of the REST interface; 0 takes any free one.")
                    .withDefault(8082)
                    .withImportance(Importance.HIGH)
                    .between(0, 65_535)),
            both(ConfigKey.of(
                            PLUGIN_PATHS,
                            ConfigKey.Type.LIST,
                            "Where plugins are found: jar files, directories or dir/*, separated by commas.")
                    .withImportance(Importance.HIGH)),
            both(string(
                            STORE_PATH_ROOT_DIR,
                            "The directory for what the worker must remember; created when it is missing. ~ is the home"
                                    + " directory.")
                    .withDefault("~/connectorStore")
                    .withImportance(Importance.HIGH)
                    .withValidator(text(UserPath::check))),
            both(string(
                            CONNECT_HOME,
                            "The directory of the installation. When absent: the JVM property -Dconnect.home.dir, then"
                                    + " the environment variable CONNECT_HOME, which the scripts set.")
                    .withImportance(Importance.LOW)
                    .withValidator(text(UserPath::check))),
            both(bool(ACL_ENABLE, "Whether to sign requests to RocketMQ with accessKey and secretKey.")
                    .withDefault(false)),
            both(ConfigKey.of(ACCESS_KEY, ConfigKey.Type.PASSWORD, "The ACL user; used with aclEnable=true only.")),
            both(ConfigKey.of(SECRET_KEY, ConfigKey.Type.PASSWORD, "The ACL password; used with aclEnable=true only.")),
            both(bool(
                            AUTO_CREATE_TOPIC_ENABLE,
                            "Whether topics that connectors need are created when they are missing. An existing topic is"
                                    + " never altered.")
                    .withDefault(true)),
            both(bool(
                            AUTO_CREATE_GROUP_ENABLE,
                            "Whether consumer groups of sinks are created when they are missing. An existing group is"
                                    + " never altered.")
                    .withDefault(true)),

            // What connectors get when they say nothing else
            both(ConfigKey.of(
                            KEY_CONVERTER,
                            ConfigKey.Type.CLASS,
                            "The key converter of connectors without key.converter.")
                    .withDefault(STRING_CONVERTER)),
            both(ConfigKey.of(
                            VALUE_CONVERTER,
                            ConfigKey.Type.CLASS,
                            "The value converter of connectors without value.converter.")
                    .withDefault(STRING_CONVERTER)),
            both(millis(
                            OFFSET_COMMIT_INTERVAL,
                            "How often positions of sources and offsets of sinks are stored, in milliseconds; after a"
                                    + " crash at most this much is repeated.")
                    .withDefault(30_000)),
            both(millis(
                            OFFSET_COMMIT_TIMEOUT,
                            "How long one such commit may take, in milliseconds; after that it is given up, and the next"
                                    + " one covers it.")
                    .withDefault(5_000)),
            both(millis(
                            MAX_START_TIMEOUT,
                            "How long a connector or task may take to start, in milliseconds; after that it is FAILED.")
                    .withDefault(180_000)),
            both(millis(
                            MAX_STOP_TIMEOUT,
                            "How long a connector or task may take to stop, in milliseconds; after that its thread is"
                                    + " interrupted and abandoned.")
                    .withDefault(60_000)),

            // How RocketMQ is used
            both(integer(
                            MAX_MESSAGE_SIZE,
                            "The largest message that may be sent, in bytes. The JVM property"
                                    + " -Drocketmq.runtime.max.message.size wins over it.")
                    .withDefault(DEFAULT_MAX_MESSAGE_SIZE)
                    .between(1, Integer.MAX_VALUE)),
            both(integer(OPERATION_TIMEOUT, "How long one attempt to send may take, in milliseconds.")
                    .withDefault(3_000)
                    .between(1, Integer.MAX_VALUE)),
            both(group(RMQ_PRODUCER_GROUP, "The producer group of source tasks.", "connector-producer-group")),
            both(group(ADMIN_EXT_GROUP, "The group of the client that creates topics.", "connector-admin-group")
                    .withImportance(Importance.LOW)),
            both(integer(
                            RMQ_MAX_REDELIVERY_TIMES,
                            "The retryMaxTimes of consumer groups that the worker creates; absent means the broker's"
                                    + " own default.")
                    .withImportance(Importance.LOW)
                    .between(0, Integer.MAX_VALUE)),

            // Files under storePathRootDir
            both(persistInterval(
                    CONFIG_PERSIST_INTERVAL, "connectorConfig.json and taskConfig.json", "configurations")),
            both(persistInterval(POSITION_PERSIST_INTERVAL, "position.json", "positions of sources")),
            both(persistInterval(OFFSET_PERSIST_INTERVAL, "offset.json", "offsets of sinks")),
            both(persistInterval(STATE_PERSIST_INTERVAL, "connectorStatus.json and taskStatus.json", "statuses")),

            // A cluster of workers
            both(ConfigKey.of(
                            ALLOC_TASK_STRATEGY,
                            ConfigKey.Type.CLASS,
                            "The class that decides which worker runs what; must be the same on every worker. A worker alone"
                                    + " runs everything, and only checks that the class can be used.")
                    .withDefault(DEFAULT_STRATEGY)),
            distributed(group(
                    CONNECT_CLUSTER_ID,
                    "The consumer group whose members are the workers of one cluster.",
                    "DefaultConnectCluster")),
            distributed(topic(
                    CLUSTER_STORE_TOPIC,
                    "The topic by which the workers of a cluster see one another; it stays empty.",
                    "connector-cluster-topic")),
            distributed(topic(
                    CONFIG_STORE_TOPIC,
                    "The topic that holds the connectors' configurations.",
                    "connector-config-topic")),
            distributed(topic(
                    POSITION_STORE_TOPIC,
                    "The topic that holds the positions of sources.",
                    "connector-position-topic")),
            distributed(topic(
                    OFFSET_STORE_TOPIC,
                    "The topic that holds offsets of sinks which the broker does not keep.",
                    "connector-offset-topic")),
            distributed(topic(
                    CONNECT_STATUS_TOPIC,
                    "The topic that holds the statuses of connectors and tasks, and who runs them. Older documents call it"
                            + " connect-status-topic: a cluster that uses that name goes on with it when it is set here.",
                    "connector-status-topic")),
            distributed(millis(
                            CLUSTER_POLL_INTERVAL,
                            "How often a worker asks the broker who is in the cluster, and looks at who runs what, also when"
                                    + " nothing told it to, in milliseconds. The JVM property"
                                    + " -Drocketmq.runtime.cluster.rebalance.waitInterval wins over it.")
                    .withDefault(5_000)
                    .withImportance(Importance.LOW)),
            distributed(millis(
                            HANDOVER_TIMEOUT,
                            "How long a worker that is to run a task waits for the living one that still has it to let go,"
                                    + " in milliseconds; after that it takes the task over, and nothing that the other one"
                                    + " still stores counts. Absent means maxStopTimeoutMills and 10 seconds.")
                    .withImportance(Importance.LOW)),
            distributed(service(CLUSTER_MANAGEMENT_SERVICE, "how workers find one another")),
            distributed(service(CONFIG_MANAGEMENT_SERVICE, "how configurations are kept")),
            distributed(service(POSITION_MANAGEMENT_SERVICE, "how positions are kept")),
            distributed(service(STATE_MANAGEMENT_SERVICE, "how statuses are kept")),

            // Accepted so that existing conf files keep working
            without(group(
                    "rmqConsumerGroup",
                    "Accepted for compatibility, no effect: a sink reads in its own group, task.group.id.",
                    "connector-consumer-group")),
            without(integer(
                            "rmqMessageConsumeTimeout",
                            "Accepted for compatibility, no effect: nothing here blocks on a pull.")
                    .withDefault(3_000)),
            without(integer(
                            "rmqMaxConsumeThreadNums",
                            "Accepted for compatibility, no effect: each task has one thread of its own.")
                    .withDefault(32)),
            without(integer(
                            "rmqMinConsumeThreadNums",
                            "Accepted for compatibility, no effect: each task has one thread of its own.")
                    .withDefault(1)),
            without(integer(
                            "brokerSuspendMaxTimeMillis",
                            "Accepted for compatibility, no effect: nothing here blocks on a pull.")
                    .withDefault(300)),
            without(bool("openLogMetricReporter", "Accepted for compatibility, no effect: metrics are not logged.")
                    .withDefault(false)),
            without(string("metricsConfigPath", "Accepted for compatibility, no effect: there are no reporters.")));

    static final ConfigDef DEF = ConfigDef.of(ALL.stream().map(WorkerKey::key).toList());

    /** The JVM properties, as {@code -Dname=value}. */
    static final ConfigDef JVM = ConfigDef.of(
            string(NAMESRV_ADDR_PROPERTY, "The name servers when the conf file has no namesrvAddr."),
            string(CONNECT_HOME_PROPERTY, "The installation's directory when the conf file has no connectHome."),
            integer(
                            MAX_MESSAGE_SIZE_PROPERTY,
                            "The largest message that may be sent, in bytes; wins over maxMessageSize.")
                    .between(1, Integer.MAX_VALUE),
            millis(
                    REBALANCE_INTERVAL_PROPERTY,
                    "How often a distributed worker checks who runs what even when it noticed no change, in"
                            + " milliseconds; wins over clusterPollIntervalMs."),
            integer(
                            VIRTUAL_NODE_PROPERTY,
                            "With AllocateConnAndTaskStrategyByConsistentHash: how many points a worker has on the ring; 0"
                                    + " means 128. More are more even; must be the same on every worker.")
                    .withDefault(0)
                    .between(0, 100_000),
            ConfigKey.of(
                    HASH_FUNCTION_PROPERTY,
                    ConfigKey.Type.CLASS,
                    "With AllocateConnAndTaskStrategyByConsistentHash: a class that implements"
                            + " org.apache.rocketmq.common.consistenthash.HashFunction; absent means MD5, of which the first"
                            + " four bytes count. Must be the same on every worker."));

    /** The environment variables; the last two are read by the scripts in {@code bin}. */
    static final ConfigDef VARIABLES = ConfigDef.of(
            string(
                    NAMESRV_ADDR_VARIABLE,
                    "The name servers when neither the conf file nor -Drocketmq.namesrv.addr names them."),
            string(
                    CONNECT_HOME_VARIABLE,
                    "The installation's directory when neither the conf file nor -Dconnect.home.dir names it."),
            string("JAVA_HOME", "The Java that the scripts use; when absent, the java on the PATH."),
            string("JAVA_OPT", "JVM options that the scripts pass on, for example -Xmx2g."));

    private WorkerKeys() {}

    private static Optional<String> checkNameServers(String addresses) {
        return Arrays.stream(addresses.split(";", -1))
                .map(String::strip)
                .filter(address -> !address.matches("https?://\\S+") && !address.matches("[^\\s,;/]+:\\d{1,5}"))
                .findFirst()
                .map(address -> "expected host:port, several separated by ;, but got '" + address + "'");
    }

    private static ConfigKey.Validator text(Check check) {
        return value -> check.check((String) value);
    }

    @FunctionalInterface
    private interface Check {
        Optional<String> check(String text);
    }

    private static WorkerKey both(ConfigKey key) {
        return new WorkerKey(key, Mode.BOTH);
    }

    private static WorkerKey distributed(ConfigKey key) {
        return new WorkerKey(key, Mode.DISTRIBUTED);
    }

    private static WorkerKey without(ConfigKey key) {
        return new WorkerKey(key.withImportance(Importance.LOW), Mode.NONE);
    }

    private static ConfigKey string(String name, String doc) {
        return ConfigKey.of(name, ConfigKey.Type.STRING, doc);
    }

    private static ConfigKey integer(String name, String doc) {
        return ConfigKey.of(name, ConfigKey.Type.INT, doc);
    }

    private static ConfigKey bool(String name, String doc) {
        return ConfigKey.of(name, ConfigKey.Type.BOOLEAN, doc);
    }

    private static ConfigKey millis(String name, String doc) {
        return ConfigKey.of(name, ConfigKey.Type.LONG, doc).between(1, Long.MAX_VALUE);
    }

    private static ConfigKey persistInterval(String name, String files, String what) {
        return ConfigKey.of(
                        name,
                        ConfigKey.Type.INT,
                        "How often the worker rewrites " + files + " while " + what
                                + " change, in milliseconds; each change is durable before that.")
                .withDefault(DEFAULT_PERSIST_INTERVAL)
                .withImportance(Importance.LOW)
                .between(1, Integer.MAX_VALUE);
    }

    private static ConfigKey group(String name, String doc, String defaultName) {
        return string(name, doc).withDefault(defaultName).withValidator(text(RocketMqNames::checkGroup));
    }

    private static ConfigKey topic(String name, String doc, String defaultName) {
        return string(name, doc).withDefault(defaultName).withValidator(text(RocketMqNames::checkTopic));
    }

    private static ConfigKey service(String name, String what) {
        return ConfigKey.of(name, ConfigKey.Type.CLASS, "The class that says " + what + "; absent means the default.")
                .withImportance(Importance.LOW);
    }
}
