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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/**
 * The settings of one worker, checked and typed.
 *
 * <p>Values come from the conf file, then from JVM properties, then from environment variables, then from the
 * defaults; only {@code -Drocketmq.runtime.max.message.size} and
 * {@code -Drocketmq.runtime.cluster.rebalance.waitInterval} go before the file. Blanks around values are dropped and
 * a blank value counts as absent. A key that nobody knows is a warning, because old conf files must keep working; a
 * value that cannot be used is an error, and all errors are reported together.
 */
public final class WorkerConfig {

    private static final String HOME = "user.home";
    private static final String LOOPBACK = "localhost|127(\\.\\d{1,3}){3}|\\[?::1\\]?";
    private static final Duration AFTER_THE_LONGEST_STOP = Duration.ofSeconds(10);

    private final Config values;
    private final Map<String, String> effective;
    private final List<String> warnings;
    private final String home;

    private WorkerConfig(Config values, Map<String, String> effective, List<String> warnings, String home) {
        this.values = values;
        this.effective = effective;
        this.warnings = List.copyOf(warnings);
        this.home = home;
    }

    /**
     * Reads a conf file, with this process's JVM properties and environment.
     *
     * @throws ConfigException with every error
     */
    public static WorkerConfig load(Path file) {
        return of(PropertiesFile.read(file));
    }

    /**
     * Takes the contents of a conf file, with this process's JVM properties and environment.
     *
     * @throws ConfigException with every error
     */
    public static WorkerConfig of(Map<String, String> properties) {
        return of(properties, ProcessEnvironment.current());
    }

    /**
     * Takes the contents of a conf file, with the given surroundings.
     *
     * @throws ConfigException with every error
     */
    public static WorkerConfig of(Map<String, String> properties, ProcessEnvironment environment) {
        Map<String, String> given = withoutBlanks(properties);
        given.computeIfPresent(WorkerKeys.CLUSTER_NAME, (key, name) -> unquoted(name));
        Map<String, String> jvmProperties = withoutBlanks(environment.systemProperties());
        fallBack(given, WorkerKeys.NAMESRV_ADDR, jvmProperties, WorkerKeys.NAMESRV_ADDR_PROPERTY);
        fallBack(given, WorkerKeys.NAMESRV_ADDR, environment.variables(), WorkerKeys.NAMESRV_ADDR_VARIABLE);
        fallBack(given, WorkerKeys.CONNECT_HOME, jvmProperties, WorkerKeys.CONNECT_HOME_PROPERTY);
        fallBack(given, WorkerKeys.CONNECT_HOME, environment.variables(), WorkerKeys.CONNECT_HOME_VARIABLE);
        List<ConfigError> errors = new ArrayList<>(WorkerKeys.JVM.validate(jvmProperties));
        String size = jvmProperties.get(WorkerKeys.MAX_MESSAGE_SIZE_PROPERTY);
        if (size != null && errors.isEmpty()) {
            given.put(WorkerKeys.MAX_MESSAGE_SIZE, size);
        }
        String interval = jvmProperties.get(WorkerKeys.REBALANCE_INTERVAL_PROPERTY);
        if (interval != null && errors.isEmpty()) {
            given.put(WorkerKeys.CLUSTER_POLL_INTERVAL, interval);
        }
        errors.addAll(WorkerKeys.DEF.validate(given));
        errors.addAll(credentialErrors(given));
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        String home = jvmProperties.getOrDefault(HOME, "");
        return new WorkerConfig(WorkerKeys.DEF.parse(given), withDefaults(given), warnings(given, home), home);
    }

    private static Map<String, String> withoutBlanks(Map<String, String> properties) {
        Map<String, String> given = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!value.isBlank()) {
                given.put(key.strip(), value.strip());
            }
        });
        return given;
    }

    /** Shipped conf files used to say {@code clusterName="DefaultCluster"}, quotes included. */
    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static void fallBack(Map<String, String> given, String key, Map<String, String> from, String name) {
        String value = from.get(name);
        if (value != null && !value.isBlank()) {
            given.putIfAbsent(key, value.strip());
        }
    }

    private static List<ConfigError> credentialErrors(Map<String, String> given) {
        List<ConfigError> errors = new ArrayList<>();
        if (Boolean.parseBoolean(given.get(WorkerKeys.ACL_ENABLE))) {
            for (String key : List.of(WorkerKeys.ACCESS_KEY, WorkerKeys.SECRET_KEY)) {
                if (!given.containsKey(key)) {
                    errors.add(new ConfigError(key, "expected a value, as aclEnable is true, but it was not given"));
                }
            }
        }
        return errors;
    }

    private static Map<String, String> withDefaults(Map<String, String> given) {
        Map<String, String> effective = new LinkedHashMap<>();
        for (WorkerKeys.WorkerKey each : WorkerKeys.ALL) {
            ConfigKey key = each.key();
            String value = given.get(key.name());
            if (value == null && each.mode() != WorkerKeys.Mode.NONE) {
                value = key.defaultText();
            }
            if (value != null) {
                effective.put(key.name(), value);
            }
        }
        return effective;
    }

    private static List<String> warnings(Map<String, String> given, String home) {
        List<String> known = WorkerKeys.DEF.keys().stream().map(ConfigKey::name).toList();
        List<String> warnings = new ArrayList<>();
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                warnings.add("Unknown worker setting " + key + " is ignored" + DidYouMean.hint(key, known));
            }
        }
        String host = given.get(WorkerKeys.HTTP_HOST);
        if (host != null && !host.matches(LOOPBACK)) {
            warnings.add(
                    WorkerKeys.HTTP_HOST + " is " + host + ", and the REST interface asks nobody who they are: WHOEVER"
                            + " REACHES PORT " + given.getOrDefault(WorkerKeys.HTTP_PORT, "8082")
                            + " CAN READ, CHANGE AND DELETE EVERY CONNECTOR. Let only hosts that you trust reach it");
        }
        String store = given.get(WorkerKeys.STORE_PATH_ROOT_DIR);
        if (store != null && Path.of(UserPath.expanded(store, home)).normalize().startsWith("/tmp")) {
            warnings.add(WorkerKeys.STORE_PATH_ROOT_DIR + " is " + store
                    + ": connectors and positions are lost when the system cleans /tmp");
        }
        return warnings;
    }

    /** What is strange but no error; each is one sentence, meant for the log. */
    public List<String> warnings() {
        return warnings;
    }

    /** Every setting in force, one {@code key=value} per line, secrets masked; meant for the log. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        Secrets.mask(effective, WorkerKeys.DEF.keys())
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    public String workerId() {
        return values.getString(WorkerKeys.WORKER_ID);
    }

    /** Name servers as the RocketMQ client takes them: {@code host:port}, separated by {@code ;}. */
    public String namesrvAddr() {
        return values.getString(WorkerKeys.NAMESRV_ADDR).replaceAll("\\s", "");
    }

    /** The RocketMQ cluster on which missing topics and groups are created; empty means every one. */
    public Optional<String> clusterName() {
        return values.findString(WorkerKeys.CLUSTER_NAME);
    }

    public String httpHost() {
        return values.getString(WorkerKeys.HTTP_HOST);
    }

    /** Host names by which browsers may address REST, besides addresses and localhost. */
    public List<String> httpAllowedHosts() {
        return values.getList(WorkerKeys.HTTP_ALLOWED_HOSTS);
    }

    /** Whether GET requests may change something. */
    public boolean httpChangesByGet() {
        return values.getBoolean(WorkerKeys.HTTP_CHANGES_BY_GET);
    }

    /** 0 means any free port. */
    public int httpPort() {
        return values.getInt(WorkerKeys.HTTP_PORT);
    }

    /** As the user wrote them, but with {@code ~} replaced by the home directory. */
    public List<String> pluginPaths() {
        return values.getList(WorkerKeys.PLUGIN_PATHS).stream()
                .map(path -> UserPath.expanded(path, home))
                .toList();
    }

    /** An absolute path. */
    public Path storePathRootDir() {
        return path(values.getString(WorkerKeys.STORE_PATH_ROOT_DIR));
    }

    /** The installation; empty when nobody said where it is. */
    public Optional<Path> connectHome() {
        return values.findString(WorkerKeys.CONNECT_HOME).map(this::path);
    }

    public boolean aclEnable() {
        return values.getBoolean(WorkerKeys.ACL_ENABLE);
    }

    /** Present whenever {@link #aclEnable()}. */
    public Optional<String> accessKey() {
        return values.findString(WorkerKeys.ACCESS_KEY);
    }

    /** Present whenever {@link #aclEnable()}. */
    public Optional<String> secretKey() {
        return values.findString(WorkerKeys.SECRET_KEY);
    }

    public boolean autoCreateTopicEnable() {
        return values.getBoolean(WorkerKeys.AUTO_CREATE_TOPIC_ENABLE);
    }

    public boolean autoCreateGroupEnable() {
        return values.getBoolean(WorkerKeys.AUTO_CREATE_GROUP_ENABLE);
    }

    /** The class name of the key converter of connectors that name none. */
    public String keyConverter() {
        return values.getString(WorkerKeys.KEY_CONVERTER);
    }

    /** The class name of the value converter of connectors that name none. */
    public String valueConverter() {
        return values.getString(WorkerKeys.VALUE_CONVERTER);
    }

    public Duration offsetCommitInterval() {
        return values.getMillis(WorkerKeys.OFFSET_COMMIT_INTERVAL);
    }

    public Duration offsetCommitTimeout() {
        return values.getMillis(WorkerKeys.OFFSET_COMMIT_TIMEOUT);
    }

    public Duration maxStartTimeout() {
        return values.getMillis(WorkerKeys.MAX_START_TIMEOUT);
    }

    public Duration maxStopTimeout() {
        return values.getMillis(WorkerKeys.MAX_STOP_TIMEOUT);
    }

    /** Bytes. */
    public int maxMessageSize() {
        return values.getInt(WorkerKeys.MAX_MESSAGE_SIZE);
    }

    /** The time-out of one attempt to send. */
    public Duration operationTimeout() {
        return values.getMillis(WorkerKeys.OPERATION_TIMEOUT);
    }

    public String producerGroup() {
        return values.getString(WorkerKeys.RMQ_PRODUCER_GROUP);
    }

    public String adminGroup() {
        return values.getString(WorkerKeys.ADMIN_EXT_GROUP);
    }

    /** For consumer groups that the worker creates; empty leaves it to the broker. */
    public OptionalInt maxRedeliveryTimes() {
        return effective.containsKey(WorkerKeys.RMQ_MAX_REDELIVERY_TIMES)
                ? OptionalInt.of(values.getInt(WorkerKeys.RMQ_MAX_REDELIVERY_TIMES))
                : OptionalInt.empty();
    }

    public Duration configPersistInterval() {
        return values.getMillis(WorkerKeys.CONFIG_PERSIST_INTERVAL);
    }

    public Duration positionPersistInterval() {
        return values.getMillis(WorkerKeys.POSITION_PERSIST_INTERVAL);
    }

    public Duration offsetPersistInterval() {
        return values.getMillis(WorkerKeys.OFFSET_PERSIST_INTERVAL);
    }

    public Duration statePersistInterval() {
        return values.getMillis(WorkerKeys.STATE_PERSIST_INTERVAL);
    }

    /** The class name of the allocation strategy. */
    public String allocTaskStrategy() {
        return values.getString(WorkerKeys.ALLOC_TASK_STRATEGY);
    }

    public String connectClusterId() {
        return values.getString(WorkerKeys.CONNECT_CLUSTER_ID);
    }

    public String clusterStoreTopic() {
        return values.getString(WorkerKeys.CLUSTER_STORE_TOPIC);
    }

    public String configStoreTopic() {
        return values.getString(WorkerKeys.CONFIG_STORE_TOPIC);
    }

    public String positionStoreTopic() {
        return values.getString(WorkerKeys.POSITION_STORE_TOPIC);
    }

    public String offsetStoreTopic() {
        return values.getString(WorkerKeys.OFFSET_STORE_TOPIC);
    }

    public String connectStatusTopic() {
        return values.getString(WorkerKeys.CONNECT_STATUS_TOPIC);
    }

    public Optional<String> clusterManagementService() {
        return values.findString(WorkerKeys.CLUSTER_MANAGEMENT_SERVICE);
    }

    public Optional<String> configManagementService() {
        return values.findString(WorkerKeys.CONFIG_MANAGEMENT_SERVICE);
    }

    public Optional<String> positionManagementService() {
        return values.findString(WorkerKeys.POSITION_MANAGEMENT_SERVICE);
    }

    public Optional<String> stateManagementService() {
        return values.findString(WorkerKeys.STATE_MANAGEMENT_SERVICE);
    }

    /** How often a worker of a cluster asks who is there, and looks at who runs what, even when nothing told it to. */
    public Duration clusterPollInterval() {
        return values.getMillis(WorkerKeys.CLUSTER_POLL_INTERVAL);
    }

    /** How long to wait for a living owner to let go of what is to run here. */
    public Duration handoverTimeout() {
        return effective.containsKey(WorkerKeys.HANDOVER_TIMEOUT)
                ? values.getMillis(WorkerKeys.HANDOVER_TIMEOUT)
                : maxStopTimeout().plus(AFTER_THE_LONGEST_STOP);
    }

    private Path path(String text) {
        return Path.of(UserPath.expanded(text, home)).toAbsolutePath().normalize();
    }

    /** Never shows settings; {@link #describe()} does, masked. */
    @Override
    public String toString() {
        return "WorkerConfig[" + workerId() + "]";
    }
}
