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

import io.openmessaging.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;

/**
 * What a user sent for one connector, as the worker reads it.
 *
 * <p>Old spellings are rewritten on the way in, so {@link #effective()} is what is stored and what plugins see.
 * Building one never fails: {@link #validate()} tells every error, and the getters of typed values throw
 * {@link ConfigException} while there is one among the worker's own keys.
 */
public final class ConnectorConfig {

    private static final String GROUP_PREFIX = "connect-";
    private static final String CLASS = "class";
    private static final String IS_KEY = "isKey";

    private final String name;
    private final ConnectorType type;
    private final Map<String, String> effective;
    private final List<String> deprecations;

    private ConnectorConfig(String name, ConnectorType type, OldSpellings.Normalised normalised) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.effective = normalised.config();
        this.deprecations = normalised.warnings();
    }

    /**
     * @param raw what was sent, in any spelling
     * @param type what the connector's class is; {@code UNKNOWN} leaves out the checks that depend on it
     */
    public static ConnectorConfig of(String name, Map<String, String> raw, ConnectorType type) {
        return new ConnectorConfig(name, type, OldSpellings.normalise(raw, type));
    }

    /** What was sent, in current spellings, as far as that is possible before the connector's type is known. */
    public static Map<String, String> normalise(Map<String, String> raw) {
        return OldSpellings.normalise(raw, ConnectorType.UNKNOWN).config();
    }

    public String name() {
        return name;
    }

    public ConnectorType type() {
        return type;
    }

    /** The configuration in current spellings, secrets in clear text; unmodifiable. */
    public Map<String, String> effective() {
        return effective;
    }

    /** One sentence for each old spelling that the user sent. */
    public List<String> deprecations() {
        return deprecations;
    }

    /** Every error among the worker's own keys; empty when the configuration can be used. */
    public List<ConfigError> validate() {
        List<ConfigError> errors = new ArrayList<>();
        ConnectorName.check(name).ifPresent(errors::add);
        errors.addAll(ConnectorKeys.DEF.validate(withoutBlanks()));
        if (type == ConnectorType.SINK && !isTrue(ConnectorKeys.DIRECT_ENABLE)) {
            errors.addAll(sinkErrors());
        }
        if (type == ConnectorType.SINK
                && text(ConnectorKeys.CONSUME_FROM_WHERE).strip().equalsIgnoreCase(ConnectorKeys.FROM_TIMESTAMP)
                && text(ConnectorKeys.CONSUME_TIMESTAMP).isBlank()) {
            errors.add(new ConfigError(
                    ConnectorKeys.CONSUME_TIMESTAMP,
                    "is required, as " + ConnectorKeys.CONSUME_FROM_WHERE + " is " + ConnectorKeys.FROM_TIMESTAMP
                            + ", but was not given"));
        }
        errors.addAll(deadLetterErrors());
        errors.addAll(directErrors());
        errors.addAll(transformErrors());
        for (String key : Secrets.leftMasked(effective)) {
            errors.add(new ConfigError(key, "expected the secret, but got its mask, and no secret is stored to keep"));
        }
        return List.copyOf(errors);
    }

    private List<ConfigError> sinkErrors() {
        List<ConfigError> errors = new ArrayList<>();
        List<String> topics = ConnectorKeys.topicsIn(text(ConnectorKeys.CONNECT_TOPICNAMES));
        if (topics.isEmpty()) {
            errors.add(new ConfigError(
                    ConnectorKeys.CONNECT_TOPICNAMES, "expected at least one topic for a sink, but got none"));
        }
        for (String topic : topics) {
            RocketMqNames.checkTopic(topic)
                    .ifPresent(problem -> errors.add(new ConfigError(ConnectorKeys.CONNECT_TOPICNAMES, problem)));
        }
        String advice = text(ConnectorKeys.TASK_GROUP_ID).isBlank()
                ? "; the connector's name is too long to derive a group from it, so choose one here"
                : "";
        RocketMqNames.checkGroup(group())
                .ifPresent(problem -> errors.add(new ConfigError(ConnectorKeys.TASK_GROUP_ID, problem + advice)));
        return errors;
    }

    private List<ConfigError> deadLetterErrors() {
        String topic = text(ConnectorKeys.DLQ_TOPIC).strip();
        List<ConfigError> errors = new ArrayList<>();
        if (topic.isEmpty() && oversizeIsDeadLettered()) {
            errors.add(new ConfigError(
                    ConnectorKeys.DLQ_TOPIC,
                    "is required, as " + ConnectorKeys.ERRORS_OVERSIZE_POLICY + " is deadletter, but was not given"));
        }
        boolean itsOwn = type == ConnectorType.SINK
                ? topics().contains(topic)
                : topic.equals(text(ConnectorKeys.CONNECT_TOPICNAME).strip());
        if (!topic.isEmpty() && itsOwn) {
            errors.add(new ConfigError(
                    ConnectorKeys.DLQ_TOPIC,
                    "expected a topic of its own, but " + topic + " is one of the connector's own topics"));
        }
        return errors;
    }

    private boolean oversizeIsDeadLettered() {
        return text(ConnectorKeys.ERRORS_OVERSIZE_POLICY).strip().equalsIgnoreCase(ConnectorKeys.OVERSIZE_DEADLETTER);
    }

    private List<ConfigError> directErrors() {
        List<ConfigError> errors = new ArrayList<>();
        if (isTrue(ConnectorKeys.DIRECT_ENABLE)) {
            for (String key : List.of(ConnectorKeys.SOURCE_TASK_CLASS, ConnectorKeys.SINK_TASK_CLASS)) {
                if (text(key).isBlank()) {
                    errors.add(new ConfigError(
                            key, "is required, as " + ConnectorKeys.DIRECT_ENABLE + " is true, but was not given"));
                }
            }
        }
        return errors;
    }

    private boolean isTrue(String key) {
        return text(key).strip().equalsIgnoreCase("true");
    }

    /**
     * What is probably a typing error; each is one sentence, meant for the log.
     *
     * @param pluginKeys the keys that the plugin says it reads; empty when it does not say, and then only keys that
     *     resemble one of the worker's own are told
     */
    public List<String> doubts(Set<String> pluginKeys) {
        List<String> doubts = new ArrayList<>(unknownKeys(pluginKeys));
        if (!text(ConnectorKeys.DLQ_TOPIC).isBlank()
                && !oversizeIsDeadLettered()
                && !text(ConnectorKeys.ERRORS_TOLERANCE).strip().equalsIgnoreCase(ConnectorKeys.ALL)) {
            doubts.add(ConnectorKeys.DLQ_TOPIC + " gets nothing, as " + ConnectorKeys.ERRORS_TOLERANCE
                    + " is not all: a record that cannot be processed fails the task");
        }
        return doubts;
    }

    private List<String> unknownKeys(Set<String> pluginKeys) {
        Set<String> known = new LinkedHashSet<>(pluginKeys);
        ConnectorKeys.DEF.keys().stream().map(ConfigKey::name).forEach(known::add);
        TransformSettings chain = new TransformSettings(effective);
        List<String> warnings = new ArrayList<>();
        for (String key : effective.keySet()) {
            if (known.contains(key)) {
                continue;
            }
            if (TransformSettings.isOne(key)) {
                chain.ignored(key).ifPresent(warnings::add);
            } else if (!ConnectorKeys.isRuntimeKey(key)) {
                String hint = DidYouMean.hint(key, known);
                if (!hint.isEmpty() || !pluginKeys.isEmpty()) {
                    warnings.add((pluginKeys.isEmpty()
                                    ? "The worker does not know "
                                    : "Neither the worker nor the connector knows ")
                            + key
                            + hint);
                }
            }
        }
        return warnings;
    }

    /** The class as the user wrote it: a full name or an alias. */
    public String connectorClass() {
        return values().getString(ConnectorKeys.CONNECTOR_CLASS);
    }

    public int maxTasks() {
        return values().getInt(ConnectorKeys.MAX_TASKS);
    }

    /**
     * @param workerDefault the class for connectors that name none
     */
    public ConverterSpec keyConverter(String workerDefault) {
        return converter(ConnectorKeys.KEY_CONVERTER, true, workerDefault);
    }

    /**
     * @param workerDefault the class for connectors that name none
     */
    public ConverterSpec valueConverter(String workerDefault) {
        return converter(ConnectorKeys.VALUE_CONVERTER, false, workerDefault);
    }

    private ConverterSpec converter(String key, boolean isKey, String workerDefault) {
        Map<String, String> config = withoutPrefix(key + ".");
        config.put(IS_KEY, String.valueOf(isKey));
        String className = text(key).strip();
        return new ConverterSpec(className.isEmpty() ? workerDefault : className, config);
    }

    /** Every error among the keys of the transform chain; with one of them there are no {@link #transforms}. */
    public List<ConfigError> transformErrors() {
        return new TransformSettings(effective).errors();
    }

    /** The transform chain, in the order in which it runs. */
    public List<TransformSpec> transforms() {
        return new TransformSettings(effective).specs();
    }

    /** The key at which the class of a transform or predicate of this connector stands. */
    public String classKey(ChainPart part) {
        return new TransformSettings(effective).classKey(part);
    }

    /** A source's topic for records that name none themselves. */
    public Optional<String> topic() {
        return values().findString(ConnectorKeys.CONNECT_TOPICNAME).map(String::strip);
    }

    /** Whether a source's records of equal keys must arrive in order. */
    public boolean ordered() {
        return values().getBoolean(ConnectorKeys.ORDERING_MSG_ENABLE);
    }

    /** The topics that a sink reads. */
    public Set<String> topics() {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(ConnectorKeys.topicsIn(text(ConnectorKeys.CONNECT_TOPICNAMES))));
    }

    /** A sink's consumer group. */
    public String group() {
        String given = text(ConnectorKeys.TASK_GROUP_ID).strip();
        return given.isEmpty() ? GROUP_PREFIX + RocketMqNames.encoded(name) : given;
    }

    /** What a sink reads, and how. */
    public ConsumeSettings consume() {
        Config values = values();
        Map<String, MessageFilter> filters = new LinkedHashMap<>();
        topics().forEach(topic -> filters.put(topic, filter(topic)));
        return new ConsumeSettings(
                filters,
                group(),
                startFrom(values),
                outOfRange(values),
                values.getInt(ConnectorKeys.CONSUME_MAX_RECORDS),
                values.getMillis(ConnectorKeys.CONSUME_POLL_TIMEOUT),
                values.getLong(ConnectorKeys.CONSUME_PREFETCH_BYTES));
    }

    private static StartFrom startFrom(Config values) {
        String where =
                values.getString(ConnectorKeys.CONSUME_FROM_WHERE).strip().toUpperCase(Locale.ROOT);
        return switch (where) {
            case ConnectorKeys.FROM_FIRST -> new StartFrom.FirstOffset();
            case ConnectorKeys.FROM_TIMESTAMP ->
                new StartFrom.Timestamp(Timestamps.parse(
                        values.findString(ConnectorKeys.CONSUME_TIMESTAMP).orElse("")));
            default -> new StartFrom.LastOffset();
        };
    }

    private static OutOfRange outOfRange(Config values) {
        String policy =
                values.getString(ConnectorKeys.CONSUME_OUT_OF_RANGE).strip().toLowerCase(Locale.ROOT);
        return switch (policy) {
            case "earliest" -> OutOfRange.FIRST_OFFSET;
            case "latest" -> OutOfRange.LAST_OFFSET;
            case "fail" -> OutOfRange.FAIL;
            default -> OutOfRange.NEAREST;
        };
    }

    /** A topic's own filter, else the one for all topics; a condition goes before tags. */
    private MessageFilter filter(String topic) {
        for (String suffix : List.of("." + topic, "")) {
            String sql = text(ConnectorKeys.CONSUME_SQL + suffix).strip();
            if (!sql.isEmpty()) {
                return new MessageFilter(MessageFilter.Kind.SQL92, sql);
            }
            String tags = text(ConnectorKeys.CONSUME_TAGS + suffix).strip();
            if (!tags.isEmpty()) {
                return new MessageFilter(MessageFilter.Kind.TAG, tags);
            }
        }
        return MessageFilter.ALL;
    }

    /** Whether source and sink run in one task, without a topic. */
    public boolean direct() {
        return isTrue(ConnectorKeys.DIRECT_ENABLE);
    }

    /** The class of a direct task's source. */
    public String sourceTaskClass() {
        return text(ConnectorKeys.SOURCE_TASK_CLASS).strip();
    }

    /** The class of a direct task's sink. */
    public String sinkTaskClass() {
        return text(ConnectorKeys.SINK_TASK_CLASS).strip();
    }

    /**
     * What one side of a direct task sees: all of the task's configuration, and keys with its prefix without it as well.
     *
     * @param prefix {@link ConnectorKeys#SOURCE_SIDE} or {@link ConnectorKeys#SINK_SIDE}
     */
    public static Map<String, String> sideOf(Map<String, String> task, String prefix) {
        Map<String, String> side = new LinkedHashMap<>(task);
        task.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length() && !key.equals(prefix + CLASS)) {
                side.put(key.substring(prefix.length()), value);
            }
        });
        return side;
    }

    public ErrorSettings errors() {
        Config values = values();
        Duration limit = Duration.ofMillis(values.getLong(ConnectorKeys.ERRORS_RETRY_TIMEOUT));
        boolean limited = !text(ConnectorKeys.ERRORS_RETRY_TIMEOUT).isBlank();
        return new ErrorSettings(
                values.getString(ConnectorKeys.ERRORS_TOLERANCE).strip().equalsIgnoreCase(ConnectorKeys.ALL),
                limit,
                limited ? limit : ErrorSettings.FOR_EVER,
                values.getMillis(ConnectorKeys.ERRORS_RETRY_DELAY_MAX),
                values.getBoolean(ConnectorKeys.ERRORS_LOG_ENABLE),
                values.getBoolean(ConnectorKeys.ERRORS_LOG_INCLUDE_MESSAGES),
                deadLetters(values),
                oversize(values));
    }

    private static Optional<ErrorSettings.DeadLetters> deadLetters(Config values) {
        return values.findString(ConnectorKeys.DLQ_TOPIC)
                .map(topic -> new ErrorSettings.DeadLetters(
                        topic.strip(),
                        values.getInt(ConnectorKeys.DLQ_READ_QUEUES),
                        values.getInt(ConnectorKeys.DLQ_WRITE_QUEUES),
                        values.getBoolean(ConnectorKeys.DLQ_CONTEXT)));
    }

    private static ErrorSettings.Oversize oversize(Config values) {
        String policy =
                values.getString(ConnectorKeys.ERRORS_OVERSIZE_POLICY).strip().toLowerCase(Locale.ROOT);
        return switch (policy) {
            case ConnectorKeys.OVERSIZE_DEADLETTER -> ErrorSettings.Oversize.DEADLETTER;
            case ConnectorKeys.OVERSIZE_TRUNCATE -> ErrorSettings.Oversize.TRUNCATE;
            default -> ErrorSettings.Oversize.FAIL;
        };
    }

    public RestartSettings restarts() {
        Config values = values();
        return new RestartSettings(
                values.getBoolean(ConnectorKeys.ERRORS_RESTART_ENABLE),
                values.getMillis(ConnectorKeys.ERRORS_RESTART_DELAY_MAX));
    }

    /**
     * The configuration of one task: what the plugin made for it, and the worker's keys.
     *
     * <p>The plugin decides over its own keys. A worker's key that it did not copy is taken from the connector, so that
     * converters, error handling and groups hold for plugins that build small task configurations, too. Class, number,
     * topics, order, transforms and the classes of a direct task always come from here.
     *
     * @param connectorClass the real name of the connector's class, never an alias
     * @param taskClass the name of the task's class
     * @param index the task's number, from 0
     * @param fromPlugin one element of what {@code taskConfigs} answered
     */
    public Map<String, String> taskConfig(String connectorClass, String taskClass, int index, KeyValue fromPlugin) {
        Map<String, String> task = new LinkedHashMap<>();
        for (String key : fromPlugin.keySet()) {
            task.put(key, String.valueOf(fromPlugin.getString(key)));
        }
        effective.forEach((key, value) -> {
            if (alwaysFromConnector(key)) {
                task.put(key, value);
            } else if (ConnectorKeys.isRuntimeKey(key)) {
                task.putIfAbsent(key, value);
            }
        });
        task.put(ConnectorKeys.ORDERING_MSG_ENABLE, String.valueOf(ordered()));
        if (direct()) {
            task.put(ConnectorKeys.TASK_TYPE, ConnectorKeys.DIRECT);
        }
        task.put(ConnectorKeys.CONNECTOR_CLASS, connectorClass);
        task.put(ConnectorKeys.TASK_CLASS, taskClass);
        task.put(ConnectorKeys.TASK_ID, String.valueOf(index));
        return task;
    }

    private static boolean alwaysFromConnector(String key) {
        return key.equals(ConnectorKeys.DIRECT_ENABLE)
                || key.equals(ConnectorKeys.SOURCE_TASK_CLASS)
                || key.equals(ConnectorKeys.SINK_TASK_CLASS)
                || key.equals(ConnectorKeys.CONNECT_TOPICNAME)
                || key.equals(ConnectorKeys.CONNECT_TOPICNAMES)
                || TransformSettings.isOne(key);
    }

    private Config values() {
        return ConnectorKeys.DEF.parse(withoutBlanks());
    }

    /** A form sends empty texts for what its user left out. */
    private Map<String, String> withoutBlanks() {
        Map<String, String> given = new LinkedHashMap<>(effective);
        given.values().removeIf(String::isBlank);
        return given;
    }

    private Map<String, String> withoutPrefix(String prefix) {
        Map<String, String> part = new LinkedHashMap<>();
        effective.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                part.put(key.substring(prefix.length()), value);
            }
        });
        return part;
    }

    private String text(String key) {
        return effective.getOrDefault(key, "");
    }

    /** Never shows the configuration: it may hold secrets. */
    @Override
    public String toString() {
        return "ConnectorConfig[" + name + ", " + type + ", " + effective.size() + " keys]";
    }
}
