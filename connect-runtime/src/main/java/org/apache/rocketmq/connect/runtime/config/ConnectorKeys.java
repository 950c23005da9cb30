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

import java.time.Duration;
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
    public static final String PREDICATES = "predicates";
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
    public static final String ERRORS_RESTART_ENABLE = "errors.restart.enable";
    public static final String ERRORS_RESTART_DELAY_MAX = "errors.restart.delay.max.ms";

    public static final String DLQ_TOPIC = "errors.deadletterqueue.topic.name";
    public static final String DLQ_READ_QUEUES = "errors.deadletterqueue.read.queue.nums";
    public static final String DLQ_WRITE_QUEUES = "errors.deadletterqueue.write.queue.nums";
    public static final String DLQ_CONTEXT = "errors.deadletterqueue.context.properties.enable";
    public static final String ERRORS_OVERSIZE_POLICY = "errors.oversize.policy";
    public static final String CONSUME_TIMESTAMP = "consume.timestamp";
    public static final String CONSUME_OUT_OF_RANGE = "consume.offset.out.of.range";
    public static final String CONSUME_TAGS = "consume.tags";
    public static final String CONSUME_SQL = "consume.sql";
    public static final String CONSUME_MAX_RECORDS = "consume.poll.max.records";
    public static final String CONSUME_POLL_TIMEOUT = "consume.poll.timeout.ms";
    public static final String CONSUME_PREFETCH_BYTES = "consume.prefetch.max.bytes";
    public static final String DIRECT_ENABLE = "connector.direct.enable";
    public static final String SOURCE_TASK_CLASS = "source.task.class";
    public static final String SINK_TASK_CLASS = "sink.task.class";

    /** What comes before a key that only the source of a direct task is to see. */
    public static final String SOURCE_SIDE = "source.task.";

    /** What comes before a key that only the sink of a direct task is to see. */
    public static final String SINK_SIDE = "sink.task.";

    /** Put into a direct task's configuration by the worker. */
    public static final String TASK_TYPE = "task.type";

    /** The {@link #TASK_TYPE} of direct tasks. */
    public static final String DIRECT = "DIRECT";

    /** Put into every task's configuration by the worker: the task's number, from 0. */
    public static final String TASK_ID = "task.id";

    /** Put into every task's configuration by the worker: the task's class. */
    public static final String TASK_CLASS = "task.class";

    static final String ALL = "all";
    static final String FROM_FIRST = "CONSUME_FROM_FIRST_OFFSET";
    static final String FROM_TIMESTAMP = "CONSUME_FROM_TIMESTAMP";
    static final String OVERSIZE_DEADLETTER = "deadletter";
    static final String FROM_LAST = "CONSUME_FROM_LAST_OFFSET";
    static final String OVERSIZE_TRUNCATE = "truncate";

    static final Duration DEFAULT_RESTART_DELAY_MAX = Duration.ofMinutes(5);

    private static final int FOR_EVER = -1;
    private static final int MAX_QUEUES = 1_024;

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
                                    + " is read from there, any other from its end. CONSUME_FROM_TIMESTAMP needs"
                                    + " consume.timestamp.")
                    .withDefault(FROM_LAST)
                    .withAllowed(FROM_LAST, FROM_FIRST, FROM_TIMESTAMP)),
            sink(ConfigKey.of(
                            CONSUME_TIMESTAMP,
                            ConfigKey.Type.STRING,
                            "With consume.from.where=CONSUME_FROM_TIMESTAMP: begin at what was stored at this time or"
                                    + " later; yyyyMMddHHmmss in the worker's time zone, or milliseconds since 1970.")
                    .withValidator(value -> Timestamps.problem((String) value))),
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
                            + " needs transforms.<name>.class; transforms.<name>.<key> is passed to it as <key>. With"
                            + " transforms.<name>.predicate it sees only the records for which that predicate holds, or, if"
                            + " transforms.<name>.negate is true, the others.")),
            both(ConfigKey.of(
                    PREDICATES,
                    ConfigKey.Type.LIST,
                    "The predicates by names of your choice, separated by commas, each of which a transform has to use."
                            + " Each needs predicates.<name>.type, its class; predicates.<name>.<key> is passed to it as"
                            + " <key>.")),
            both(ConfigKey.of(
                            ERRORS_TOLERANCE,
                            ConfigKey.Type.STRING,
                            "What happens to a record that cannot be processed: none fails the task, all gives the record"
                                    + " up, counts it, and sends it to the dead-letter queue where there is one.")
                    .withDefault("none")
                    .withAllowed("none", ALL)),
            both(ConfigKey.of(
                            ERRORS_RETRY_TIMEOUT,
                            ConfigKey.Type.LONG,
                            "For how long an operation that may succeed later is repeated, in milliseconds; 0 means not"
                                    + " at all, -1 for ever. Where it is not set, messages that RocketMQ does not take"
                                    + " now are sent again for ever, and nothing else is repeated.")
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
                    "With errors.log.enable: whether the log line also names the record's topic, queue and offset, or its"
                            + " source position.")),
            both(bool(
                            ERRORS_RESTART_ENABLE,
                            "Whether the worker starts again what has failed: the connector or one of its tasks. A restart"
                                    + " by REST is possible either way.")
                    .withDefault(true)),
            both(ConfigKey.of(
                            ERRORS_RESTART_DELAY_MAX,
                            ConfigKey.Type.LONG,
                            "The longest wait before such a restart, in milliseconds; waits begin at 1000 and double with"
                                    + " every failure, until a minute has passed without one.")
                    .withDefault(DEFAULT_RESTART_DELAY_MAX.toMillis())
                    .between(1_000, Integer.MAX_VALUE)),
            both(ConfigKey.of(
                            DLQ_TOPIC,
                            ConfigKey.Type.STRING,
                            "The dead-letter queue: the topic for records that are given up. Needs errors.tolerance=all,"
                                    + " as otherwise the task fails instead. Made when it is missing and topics may be"
                                    + " made. Empty: none.")
                    .withValidator(value -> topicProblem((String) value))),
            both(ConfigKey.of(DLQ_READ_QUEUES, ConfigKey.Type.INT, "Read queues of a dead-letter queue that is made.")
                    .withDefault(8)
                    .between(1, MAX_QUEUES)),
            both(ConfigKey.of(DLQ_WRITE_QUEUES, ConfigKey.Type.INT, "Write queues of a dead-letter queue that is made.")
                    .withDefault(8)
                    .between(1, MAX_QUEUES)),
            both(bool(
                    DLQ_CONTEXT,
                    "Whether dead letters tell what went wrong and where, by properties that begin with"
                            + " __connect.errors.")),
            source(ConfigKey.of(
                            ERRORS_OVERSIZE_POLICY,
                            ConfigKey.Type.STRING,
                            "What becomes of a record that is larger than RocketMQ takes (the worker's maxMessageSize):"
                                    + " fail treats it like any record that cannot be processed, deadletter sends a"
                                    + " pointer to it to the dead-letter queue and goes on, truncate cuts its body and"
                                    + " notes the full size in the property connect.truncated.")
                    .withDefault("fail")
                    .withAllowed("fail", OVERSIZE_DEADLETTER, OVERSIZE_TRUNCATE)),
            sink(ConfigKey.of(
                            CONSUME_OUT_OF_RANGE,
                            ConfigKey.Type.STRING,
                            "Where to go on in a queue whose messages at the group's offset are not there, because they"
                                    + " were deleted or the topic was made anew: nearest is the oldest message when the"
                                    + " offset is too low and the end when it is too high; earliest; latest; fail fails"
                                    + " the task. Each time is logged.")
                    .withDefault("nearest")
                    .withAllowed("nearest", "earliest", "latest", "fail")),
            sink(ConfigKey.of(
                            CONSUME_TAGS,
                            ConfigKey.Type.STRING,
                            "Only messages with one of these tags, separated by ||; * for all. consume.tags.<topic> for"
                                    + " one topic.")
                    .withDefault("*")),
            sink(ConfigKey.of(
                    CONSUME_SQL,
                    ConfigKey.Type.STRING,
                    "Only messages whose properties meet this SQL92 condition, instead of consume.tags; brokers need"
                            + " enablePropertyFilter=true. consume.sql.<topic> for one topic.")),
            sink(ConfigKey.of(CONSUME_MAX_RECORDS, ConfigKey.Type.INT, "The most records that one put is given.")
                    .withDefault(1_000)
                    .between(1, 100_000)),
            sink(ConfigKey.of(
                            CONSUME_POLL_TIMEOUT,
                            ConfigKey.Type.LONG,
                            "How long an idle sink waits for messages before it looks around, in milliseconds. Messages,"
                                    + " pause and stop end the wait at once.")
                    .withDefault(1_000)
                    .between(10, 60_000)),
            sink(ConfigKey.of(
                            CONSUME_PREFETCH_BYTES,
                            ConfigKey.Type.LONG,
                            "The most bytes of message bodies that a task fetches ahead, over all its queues.")
                    .withDefault(16L << 20)
                    .between(1L << 16, Long.MAX_VALUE)),
            both(bool(
                    DIRECT_ENABLE,
                    "Runs a source and a sink in one task, without a topic between them; needs source.task.class and"
                            + " sink.task.class. Topics are not used, and converters only for dead letters. Both sides"
                            + " see the same configuration, and source.task.<key> or sink.task.<key> as <key> on one"
                            + " side only.")),
            both(ConfigKey.of(
                    SOURCE_TASK_CLASS,
                    ConfigKey.Type.CLASS,
                    "With connector.direct.enable: the class of the source's task, from any plugin.")),
            both(ConfigKey.of(
                    SINK_TASK_CLASS,
                    ConfigKey.Type.CLASS,
                    "With connector.direct.enable: the class of the sink's task, from any plugin.")));

    /** The definition of all these keys. */
    public static final ConfigDef DEF =
            ConfigDef.of(DECLARED.stream().map(ConnectorKey::key).toList());

    private ConnectorKeys() {}

    /** Whether the worker reads the key, or passes it on to a converter or a transform. */
    public static boolean isRuntimeKey(String key) {
        return DEF.key(key).isPresent()
                || key.equals(TASK_ID)
                || key.equals(TASK_CLASS)
                || key.equals(TASK_TYPE)
                || key.startsWith(SOURCE_SIDE)
                || key.startsWith(SINK_SIDE)
                || key.startsWith(KEY_CONVERTER + ".")
                || key.startsWith(VALUE_CONVERTER + ".")
                || key.startsWith(CONSUME_TAGS + ".")
                || key.startsWith(CONSUME_SQL + ".")
                || TransformSettings.isOne(key);
    }

    private static Optional<String> topicProblem(String topic) {
        return topic.isBlank() ? Optional.empty() : RocketMqNames.checkTopic(topic.strip());
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
