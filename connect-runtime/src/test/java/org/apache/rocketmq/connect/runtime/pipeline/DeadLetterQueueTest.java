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
package org.apache.rocketmq.connect.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.junit.jupiter.api.Test;

/** H-03, H-04, D-03, U-56, C-43: what a dead letter holds. */
class DeadLetterQueueTest {

    private static final String PREFIX = "__connect.errors.";
    private static final RecordError ERROR =
            new RecordError(Stage.CONVERTER, "a.Converter", new ConnectException("Expected text, but got none"));
    private static final DeadLetterQueue.Place FILE =
            new DeadLetterQueue.Place("orders", null, "{file=a.txt}", "{line=7}");

    private final DeadLetterQueue plain = queue(false);
    private final DeadLetterQueue telling = queue(true);

    @Test
    void theQueueIsMadeWithTheConfiguredNumbers() {
        assertThat(plain.topic()).isEqualTo(new TopicSpec("dlq", 2, 3));
    }

    /** Body, keys, tags and properties, byte for byte. */
    @Test
    void theLetterOfAMessageIsTheMessage() {
        byte[] body = {0, -1, 1, 2};
        OutboundMessage letter = plain.letter(
                inbound("base64:AAE=", body, Map.of("KEYS", "base64:AAE=", "TAGS", "paid", "colour", "red")), ERROR);
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.queue()).isEqualTo(OutboundMessage.ANY_QUEUE);
        assertThat(letter.keys()).isEqualTo("base64:AAE=");
        assertThat(letter.tags()).isEqualTo("paid");
        assertThat(letter.body()).isSameAs(body);
        assertThat(letter.properties()).isEqualTo(Map.of("colour", "red"));
    }

    /** A copied DELAY would delay the letter, a copied TRAN_MSG hide it, a copied MSG_TYPE send it to somebody else. */
    @Test
    void whatRocketMqItselfWritesIntoAMessageIsNotCopied() {
        Map<String, String> all = new HashMap<>(Map.of("connect.value", "null"));
        MessageProperties.BROKERS_OWN.forEach(name -> all.put(name, "1"));
        assertThat(plain.letter(inbound(null, new byte[1], all), ERROR).properties())
                .isEqualTo(Map.of("connect.value", "null"));
        assertThat(MessageProperties.BROKERS_OWN)
                .contains("DELAY", "TRAN_MSG", "MSG_TYPE", "UNIQ_KEY", "TIMER_DELIVER_MS", "INNER_MULTI_DISPATCH")
                .doesNotContain("KEYS", "TAGS", "__SHARDINGKEY");
    }

    @Test
    void aBodyOfNoBytesIsMarkedAsRocketMqWouldNotTakeIt() {
        OutboundMessage letter = plain.letter(inbound(null, new byte[0], Map.of()), ERROR);
        assertThat(letter.body()).hasSize(1);
        assertThat(letter.properties()).isEqualTo(Map.of("connect.value", "empty"));
    }

    /** The names of the original. */
    @Test
    void theContextTellsWhatWentWrongAndWhere() {
        Map<String, String> told =
                telling.letter(inbound(null, new byte[1], Map.of()), ERROR).properties();
        assertThat(told)
                .containsEntry(PREFIX + "topic", "orders")
                .containsEntry(PREFIX + "broker", "broker-a")
                .containsEntry(PREFIX + "partition", "3")
                .containsEntry(PREFIX + "offset", "42")
                .containsEntry(PREFIX + "connector.name", "sink")
                .containsEntry(PREFIX + "task.id", "1")
                .containsEntry(PREFIX + "cluster.id", "cluster-a")
                .containsEntry(PREFIX + "stage", "CONVERTER")
                .containsEntry(PREFIX + "class.name", "a.Converter")
                .containsEntry(PREFIX + "exception.class.name", ConnectException.class.getName())
                .containsEntry(PREFIX + "exception.message", "Expected text, but got none")
                .hasSize(12);
        assertThat(told.get(PREFIX + "exception.stacktrace"))
                .startsWith(ConnectException.class.getName())
                .contains("at " + DeadLetterQueueTest.class.getName());
    }

    @Test
    void aLetterOfALetterTellsOfItsOwnErrorOnly() {
        Map<String, String> before = Map.of(PREFIX + "stage", "TASK_PUT", PREFIX + "topic", "first");
        assertThat(telling.letter(inbound(null, new byte[1], before), ERROR).properties())
                .containsEntry(PREFIX + "stage", "CONVERTER")
                .containsEntry(PREFIX + "topic", "orders");
        assertThat(plain.letter(inbound(null, new byte[1], before), ERROR).properties())
                .as("without context, it is as it was")
                .isEqualTo(before);
    }

    @Test
    void aLetterWithoutATopicOrAMessageTellsTheRest() {
        OutboundMessage failed = new OutboundMessage("orders", 5, "k", "t", new byte[] {1}, Map.of("a", "b"));
        RecordError silent = new RecordError(Stage.TRANSFORMATION, "a.T", new IllegalStateException());
        DeadLetterQueue.Place nowhere = new DeadLetterQueue.Place(null, null, "unknown", "unknown");
        OutboundMessage letter = telling.letter(failed, nowhere, silent);
        assertThat(letter.queue()).as("a number of another topic's queues").isEqualTo(OutboundMessage.ANY_QUEUE);
        assertThat(letter.properties())
                .containsEntry("a", "b")
                .containsEntry(PREFIX + "stage", "TRANSFORMATION")
                .doesNotContainKeys(PREFIX + "topic", PREFIX + "broker", PREFIX + "exception.message");
        assertThat(failed.properties()).as("the failed message is not changed").isEqualTo(Map.of("a", "b"));
    }

    /** H-04, U-56: whatever was there before and however long the trace, RocketMQ can store it, and no character is cut. */
    @Property(tries = 200)
    void theContextIsCutWhereRocketMqsLimitIs(
            @ForAll @IntRange(max = 32_000) int used, @ForAll @IntRange(max = 40_000) int message) {
        Map<String, String> properties = Map.of("own", "x".repeat(used));
        RecordError error = new RecordError(
                Stage.CONVERTER, "a.Converter", new ConnectException("\u503c\ud83d\ude00".repeat(message / 2)));
        OutboundMessage letter = queue(true).letter(inbound("k", new byte[1], properties), error);

        int size = PropertySize.of(letter.keys(), letter.tags(), letter.properties());
        assertThat(size).isLessThanOrEqualTo(Math.max(PropertySize.LIMIT, PropertySize.of("k", null, properties)));
        assertThat(letter.properties()).containsEntry("own", properties.get("own"));
        letter.properties().values().forEach(value -> assertThat(
                        StandardCharsets.UTF_8.newEncoder().canEncode(value))
                .isTrue());
        if (used < 15_000) {
            assertThat(letter.properties())
                    .containsKey(PREFIX + "exception.stacktrace")
                    .containsEntry(PREFIX + "stage", "CONVERTER");
        }
    }

    @Test
    void anExceptionsMessageCannotBreakTheProperties() {
        RecordError error = new RecordError(Stage.CONVERTER, "a.C", new ConnectException("a\u0001b\u0002c"));
        assertThat(telling.letter(inbound(null, new byte[1], Map.of()), error).properties())
                .containsEntry(PREFIX + "exception.message", "a b c");
    }

    @Test
    void aPointerSaysWhereTheRecordIsAndWhy() {
        OversizeException tooLarge = new OversizeException("a body", "orders", 5_000, 1_000, "cut it");
        RecordError error = new RecordError(Stage.ROCKETMQ_PRODUCE, "a.Encoder", tooLarge);
        OutboundMessage letter = plain.pointer("k", FILE, error);
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.keys()).isEqualTo("k");
        assertThat(letter.properties()).isEqualTo(Map.of(PREFIX + "pointer", "true"));
        assertThat(body(letter))
                .isEqualTo(JSONObject.of("connector", "sink", "task", 1, "topic", "orders", "partition", "{file=a.txt}")
                        .fluentPut("offset", "{line=7}")
                        .fluentPut("size", 5_000)
                        .fluentPut("limit", 1_000)
                        .fluentPut("error", tooLarge.getMessage()));
        assertThat(telling.pointer("k", FILE, error).properties())
                .containsEntry(PREFIX + "pointer", "true")
                .containsEntry(PREFIX + "stage", "ROCKETMQ_PRODUCE");
    }

    @Test
    void aPointerToAMessageNamesItsQueueAndIsSmallWhateverTheMessageIs() {
        String wide = "k".repeat(20_000);
        OutboundMessage letter =
                plain.pointer(inbound(wide, new byte[2_000_000], Map.of("KEYS", wide, "a", "b".repeat(9_000))), ERROR);
        assertThat(body(letter))
                .containsEntry("topic", "orders")
                .containsEntry("broker", "broker-a")
                .containsEntry("partition", "3")
                .containsEntry("offset", "42")
                .doesNotContainKey("size");
        assertThat(letter.keys()).as("half a key would be another key").isNull();
        assertThat(letter.size()).isLessThan(1_000);
    }

    private static JSONObject body(OutboundMessage letter) {
        return JSON.parseObject(new String(letter.body(), StandardCharsets.UTF_8));
    }

    private static DeadLetterQueue queue(boolean context) {
        return new DeadLetterQueue(
                new ErrorSettings.DeadLetters("dlq", 2, 3, context), new TaskId("sink", 1), "cluster-a");
    }

    private static InboundMessage inbound(
            @org.jspecify.annotations.Nullable String keys, byte[] body, Map<String, String> properties) {
        return new InboundMessage(Records.QUEUE, 42, "ID", keys, body, properties, 1, 2);
    }
}
