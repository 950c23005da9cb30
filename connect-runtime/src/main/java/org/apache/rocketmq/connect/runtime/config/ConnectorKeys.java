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

/** Every connector key that the worker itself reads; all other keys belong to the connector's plugin. */
public final class ConnectorKeys {

    public static final String CONNECTOR_CLASS = "connector.class";
    public static final String MAX_TASKS = "max.tasks";
    public static final String KEY_CONVERTER = "key.converter";
    public static final String VALUE_CONVERTER = "value.converter";
    public static final String TRANSFORMS = "transforms";
    public static final String CONNECT_TOPICNAME = "connect.topicname";
    public static final String ORDERING_MSG_ENABLE = "ordering.msg.enable";
    public static final String CONNECT_TOPICNAMES = "connect.topicnames";
    public static final String TASK_GROUP_ID = "task.group.id";
    public static final String CONSUME_FROM_WHERE = "consume.from.where";
    public static final String ERRORS_TOLERANCE = "errors.tolerance";
    public static final String ERRORS_RETRY_TIMEOUT = "errors.retry.timeout";
    public static final String ERRORS_RETRY_DELAY_MAX = "errors.retry.delay.max.ms";
    public static final String ERRORS_LOG_ENABLE = "errors.log.enable";
    public static final String ERRORS_LOG_INCLUDE_MESSAGES = "errors.log.include.messages";

    /** Put into every task's configuration by the worker: the task's number, from 0. */
    public static final String TASK_ID = "task.id";

    /** Put into every task's configuration by the worker: the task's class. */
    public static final String TASK_CLASS = "task.class";

    static final String ALL = "all";
    static final String FROM_FIRST = "CONSUME_FROM_FIRST_OFFSET";
    static final String FROM_LAST = "CONSUME_FROM_LAST_OFFSET";

    private static final int FOR_EVER = -1;

    /** Which connectors a key is for. */
    enum Side {
        BOTH,
        SOURCE,
        SINK
    }

    /** One key and the connectors that it is for. */
    record ConnectorKey(ConfigKey key, Side side) {}

    static final List<ConnectorKey> DECLARED = List.of(
            both(ConfigKey.of(
                            CONNECTOR_CLASS,
                            ConfigKey.Type.CLASS,
                            "The connector's class, or its simple name where that is unique.")
                    .asRequired()),
            both(ConfigKey.of(MAX_TASKS, ConfigKey.Type.INT, "At most how many tasks the connector may be split into.")
                    .withDefault(1)
                    .withImportance(Importance.HIGH)
                    .between(1, Integer.MAX_VALUE)),
            source(ConfigKey.of(
                            CONNECT_TOPICNAME,
                            ConfigKey.Type.STRING,
                            "The topic for records that do not name one themselves, by their extension topic. Without it:"
                                    + " the entry topic of the record's partition.")
                    .withImportance(Importance.HIGH)
                    .withValidator(value -> topicProblem((String) value))),
            source(bool(
                    ORDERING_MSG_ENABLE,
                    "Whether records of equal keys must arrive in order even while sends fail and are repeated.")),
            sink(ConfigKey.of(
                            CONNECT_TOPICNAMES,
                            ConfigKey.Type.LIST,
                            "The topics to read, separated by , or ;. Required for a sink.")
                    .withImportance(Importance.HIGH)),
            sink(ConfigKey.of(
                    TASK_GROUP_ID,
                    ConfigKey.Type.STRING,
                    "The consumer group that keeps the offsets. Default: connect- and the connector's name, with what"
                            + " RocketMQ does not accept in a group written as %XX.")),
            sink(ConfigKey.of(
                            CONSUME_FROM_WHERE,
                            ConfigKey.Type.STRING,
                            "Where to begin in a queue for which the group has no offset. CONSUME_FROM_LAST_OFFSET is"
                                    + " what RocketMQ does for new groups: a queue that still has its very first message"
                                    + " is read from there, any other from its end.")
                    .withDefault(FROM_LAST)
                    .withAllowed(FROM_LAST, FROM_FIRST)),
            both(ConfigKey.of(
                    KEY_CONVERTER,
                    ConfigKey.Type.CLASS,
                    "The converter of record keys; default: the worker's keyConverter. key.converter.<key> is passed to"
                            + " it as <key>.")),
            both(ConfigKey.of(
                    VALUE_CONVERTER,
                    ConfigKey.Type.CLASS,
                    "The converter of record values; default: the worker's valueConverter. value.converter.<key> is"
                            + " passed to it as <key>.")),
            both(ConfigKey.of(
                    TRANSFORMS,
                    ConfigKey.Type.LIST,
                    "The transforms by names of your choice, separated by commas, in the order in which they run. Each"
                            + " needs transforms.<name>.class; transforms.<name>.<key> is passed to it as <key>.")),
            both(ConfigKey.of(
                            ERRORS_TOLERANCE,
                            ConfigKey.Type.STRING,
                            "What happens to a record that cannot be processed: none fails the task, all skips the record"
                                    + " and counts it.")
                    .withDefault("none")
                    .withAllowed("none", ALL)),
            both(ConfigKey.of(
                            ERRORS_RETRY_TIMEOUT,
                            ConfigKey.Type.LONG,
                            "For how long an operation that may succeed later is repeated, in milliseconds; 0 means not"
                                    + " at all, -1 for ever.")
                    .withDefault(0)
                    .between(FOR_EVER, Long.MAX_VALUE)),
            both(ConfigKey.of(
                            ERRORS_RETRY_DELAY_MAX,
                            ConfigKey.Type.LONG,
                            "The longest pause between two attempts, in milliseconds; pauses begin at 300 and double.")
                    .withDefault(60_000)
                    .between(1, Long.MAX_VALUE)),
            both(bool(ERRORS_LOG_ENABLE, "Whether each tolerated error is logged.")),
            both(bool(
                    ERRORS_LOG_INCLUDE_MESSAGES,
                    "With errors.log.enable: whether the log line also shows the record. Records may be"
                            + " confidential.")),

            // Known so that using them is an error that says why, and not a silent loss of records
            both(ConfigKey.of(
                            "errors.deadletterqueue.topic.name",
                            ConfigKey.Type.STRING,
                            "Must be absent or empty: dead-letter queues are not available in this version.")
                    .withImportance(Importance.LOW)
                    .withValidator(value -> unavailable("dead-letter queues", !((String) value).isBlank()))),
            both(ConfigKey.of(
                            "errors.deadletterqueue.read.queue.nums",
                            ConfigKey.Type.INT,
                            "Ignored without errors.deadletterqueue.topic.name.")
                    .withImportance(Importance.LOW)),
            both(ConfigKey.of(
                            "errors.deadletterqueue.write.queue.nums",
                            ConfigKey.Type.INT,
                            "Ignored without errors.deadletterqueue.topic.name.")
                    .withImportance(Importance.LOW)),
            both(ConfigKey.of(
                            "errors.deadletterqueue.context.properties.enable",
                            ConfigKey.Type.BOOLEAN,
                            "Ignored without errors.deadletterqueue.topic.name.")
                    .withImportance(Importance.LOW)),
            both(bool(
                            "connector.direct.enable",
                            "Must be absent or false: direct tasks, from a source to a sink without a topic, are not"
                                    + " available in this version.")
                    .withImportance(Importance.LOW)
                    .withValidator(value -> unavailable("direct tasks", (Boolean) value))),
            both(ConfigKey.of("source.task.class", ConfigKey.Type.CLASS, "Ignored without connector.direct.enable.")
                    .withImportance(Importance.LOW)),
            both(ConfigKey.of("sink.task.class", ConfigKey.Type.CLASS, "Ignored without connector.direct.enable.")
                    .withImportance(Importance.LOW)));

    /** The definition of all these keys. */
    public static final ConfigDef DEF =
            ConfigDef.of(DECLARED.stream().map(ConnectorKey::key).toList());

    private ConnectorKeys() {}

    /** Whether the worker reads the key, or passes it on to a converter or a transform. */
    public static boolean isRuntimeKey(String key) {
        return DEF.key(key).isPresent()
                || key.equals(TASK_ID)
                || key.equals(TASK_CLASS)
                || key.startsWith(KEY_CONVERTER + ".")
                || key.startsWith(VALUE_CONVERTER + ".")
                || key.startsWith(TRANSFORMS + ".");
    }

    private static Optional<String> topicProblem(String topic) {
        return topic.isBlank() ? Optional.empty() : RocketMqNames.checkTopic(topic.strip());
    }

    private static Optional<String> unavailable(String what, boolean wanted) {
        return wanted
                ? Optional.of("expected it to be absent, as " + what + " are not available in this version")
                : Optional.empty();
    }

    /** The topics in a text that separates them by commas, semicolons or both. */
    static List<String> topicsIn(String text) {
        return Arrays.stream(text.split("[,;]"))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .distinct()
                .toList();
    }

    private static ConfigKey bool(String name, String doc) {
        return ConfigKey.of(name, ConfigKey.Type.BOOLEAN, doc).withDefault(false);
    }

    private static ConnectorKey both(ConfigKey key) {
        return new ConnectorKey(key, Side.BOTH);
    }

    private static ConnectorKey source(ConfigKey key) {
        return new ConnectorKey(key, Side.SOURCE);
    }

    private static ConnectorKey sink(ConfigKey key) {
        return new ConnectorKey(key, Side.SINK);
    }
}
