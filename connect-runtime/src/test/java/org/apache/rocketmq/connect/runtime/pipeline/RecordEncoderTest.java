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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.apache.rocketmq.connect.runtime.converter.record.LongConverter;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M-119, U-09, U-50, U-56, D-10, D-27b, D-27c: what of a record goes where in a message. */
class RecordEncoderTest {

    private final RecordEncoder encoder = encoder(Optional.of("orders"));

    @Test
    void theBodyIsTheConvertedValueByteForByte() throws Exception {
        byte[] body = {0, 1, 2, (byte) 0xFF};
        assertThat(encode(encoder, Records.record(null, body, null)).body()).isEqualTo(body);
    }

    @Test
    void keysAndTagsKeepTheirNamesAndAllOtherExtensionsGetThePrefix() throws Exception {
        ConnectRecord record = Records.record("key", "value", 5L);
        record.addExtension("KEYS", "other key");
        record.addExtension("TAGS", "tag");
        record.addExtension("colour", "red");
        record.addExtension("connect-ext-colour", "blue");

        OutboundMessage message = encode(encoder, record);

        assertThat(message.keys()).isEqualTo("other key");
        assertThat(message.tags()).isEqualTo("tag");
        assertThat(message.properties())
                .isEqualTo(Map.of(
                        "connect-ext-colour", "red",
                        "connect-ext-connect-ext-colour", "blue",
                        "connect.timestamp", "5"));
    }

    /** D-27b: the original lost the timestamp of a record without extensions. */
    @Test
    void theTimestampTravelsWithoutExtensionsToo() throws Exception {
        assertThat(encode(encoder, Records.record(null, "v", 1_700_000_000_000L))
                        .properties())
                .isEqualTo(Map.of("connect.timestamp", "1700000000000"));
        assertThat(encode(encoder, Records.record(null, "v", null)).properties())
                .isEmpty();
    }

    /** D-27c: the bytes of a Long are no text. */
    @Test
    void aBinaryKeyIsNotCorrupted() throws Exception {
        RecordEncoder longKeys = new RecordEncoder(
                new Converters(new LongConverter(), Records.RAW),
                Optional.of("orders"),
                Records.MAX_BODY,
                Records.strict());
        assertThat(encode(longKeys, Records.record(7L, "v", null)).keys()).isEqualTo("base64:AAAAAAAAAAc=");
    }

    @Test
    void aRecordWithoutAKeyHasNoKeys() throws Exception {
        assertThat(encode(encoder, Records.record(null, "v", null)).keys()).isNull();
        assertThat(encode(encoder, Records.record("", "v", null)).keys()).isNull();
    }

    /** U-50: RocketMQ refuses a body of no bytes, so a mark says what the one byte stands for. */
    @Test
    void noValueAndAnEmptyValueTravelAsOneMarkedByte() throws Exception {
        OutboundMessage none = encode(encoder, Records.record("k", null, null));
        OutboundMessage empty = encode(encoder, Records.record("k", "", null));

        assertThat(none.body()).isEqualTo(new byte[1]);
        assertThat(none.properties()).isEqualTo(Map.of("connect.value", "null"));
        assertThat(empty.body()).isEqualTo(new byte[1]);
        assertThat(empty.properties()).isEqualTo(Map.of("connect.value", "empty"));
    }

    /** R-19, M-119: the record's own topic first, then the connector's, then the partition's. */
    @ParameterizedTest
    @CsvSource({
        "own, configured, partition, own",
        "' ', configured, partition, configured",
        ", configured, partition, configured",
        "own, , partition, own",
        ", , partition, partition"
    })
    void theTopicIsTheFirstThatIsNamed(String own, String configured, String partition, String expected)
            throws Exception {
        ConnectRecord record = Records.record(null, "v", null);
        record.setPosition(
                new RecordPosition(new RecordPartition(Map.of("topic", partition)), new RecordOffset(Map.of())));
        if (own != null) {
            record.addExtension("topic", own);
        }
        assertThat(encode(encoder(Optional.ofNullable(configured)), record).topic())
                .isEqualTo(expected);
    }

    /** M-119: and the failure is one of routing, not of a converter. */
    @Test
    void aRecordThatNothingGivesATopicFailsSayingWhatToSet() {
        assertThatThrownBy(() -> encoder(Optional.empty()).encode(Records.record(null, "secret", null), Records.PLACE))
                .isInstanceOfSatisfying(RecordFailure.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.ROUTING))
                .hasMessageContaining("set connect.topicname")
                .hasMessageContaining("line 7")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aToleratedFailureToRouteOrConvertSkipsTheRecord() throws Exception {
        ErrorPolicy errors = Records.tolerant();
        RecordEncoder nowhere = new RecordEncoder(Records.CONVERTERS, Optional.empty(), Records.MAX_BODY, errors);
        RecordEncoder longs = new RecordEncoder(
                new Converters(Records.RAW, new LongConverter()), Optional.of("orders"), Records.MAX_BODY, errors);

        assertThat(nowhere.encode(Records.record(null, "v", null), Records.PLACE))
                .isNull();
        assertThat(longs.encode(Records.record(null, "not a long", null), Records.PLACE))
                .isNull();
        assertThat(errors.givenUp()).isEqualTo(2);
    }

    /** Either would be cut in two where RocketMQ separates properties. */
    @Test
    void anExtensionThatRocketMqCannotStoreFailsInsteadOfArrivingBroken() {
        for (List<String> extension : List.of(List.of("colour", "r\u0001ed"), List.of("col\u0002our", "red"))) {
            ConnectRecord record = Records.record(null, "v", null);
            record.addExtension(extension.get(0), extension.get(1));
            assertThatThrownBy(() -> encoder.encode(record, Records.PLACE))
                    .isInstanceOf(RecordFailure.class)
                    .hasCauseInstanceOf(ConnectException.class)
                    .hasMessageContaining("one of the characters 1 and 2")
                    .hasMessageNotContaining("red");
        }
    }

    /** U-09. */
    @Test
    void aRecordMayAskForItsQueue() throws Exception {
        assertThat(encode(encoder, withQueue("3")).queue()).isEqualTo(3);
        assertThat(encode(encoder, withQueue(" 0 ")).queue()).isZero();
        assertThat(encode(encoder, withQueue("")).queue()).isEqualTo(OutboundMessage.ANY_QUEUE);
        assertThat(encode(encoder, Records.record(null, "v", null)).queue()).isEqualTo(OutboundMessage.ANY_QUEUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4294967295", "secret"})
    void aQueueThatIsNoNumberFailsAtRouting(String queue) {
        assertThatThrownBy(() -> encoder.encode(withQueue(queue), Records.PLACE))
                .isInstanceOfSatisfying(RecordFailure.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.ROUTING))
                .hasMessageContaining("queueId")
                .hasMessageNotContaining("secret");
    }

    private static ConnectRecord withQueue(String queue) {
        ConnectRecord record = Records.record(null, "v", null);
        record.addExtension("queueId", queue);
        return record;
    }

    /** D-10, H-07, U-56: the original logged it and sent it all the same. */
    @Test
    void anOversizeBodyFailsNamingSizeAndLimit() throws Exception {
        assertThat(encode(encoder, Records.record(null, "x".repeat(Records.MAX_BODY), null))
                        .body())
                .hasSize(Records.MAX_BODY);
        assertThatThrownBy(() -> encoder.encode(Records.record(null, "x".repeat(1_001), null), Records.PLACE))
                .isInstanceOfSatisfying(RecordFailure.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.ROCKETMQ_PRODUCE))
                .hasCauseInstanceOf(OversizeException.class)
                .hasMessageContainingAll("1001", "1000", "orders", "errors.oversize.policy", "line 7");
    }

    /** U-56: RocketMQ counts properties apart from the body. */
    @Test
    void keysAndExtensionsThatAreTooLargeTogetherFailUnderEveryPolicy() {
        for (ErrorSettings.Oversize policy : ErrorSettings.Oversize.values()) {
            RecordEncoder strict = encoder(policy);
            for (String value : List.of("v", "x".repeat(1_001))) {
                ConnectRecord record = Records.record("k".repeat(20_000), value, null);
                record.addExtension("wide", "w".repeat(20_000));
                if (policy == ErrorSettings.Oversize.DEADLETTER) {
                    List<Throwable> letters = new ArrayList<>();
                    assertThat(encodeOrGiveUp(strict, record, letters)).isNull();
                    assertThat(letters).hasOnlyElementsOfType(OversizeException.class);
                } else {
                    assertThatThrownBy(() -> strict.encode(record, Records.PLACE))
                            .hasCauseInstanceOf(OversizeException.class);
                }
            }
        }
    }

    private static @Nullable OutboundMessage encodeOrGiveUp(
            RecordEncoder encoder, ConnectRecord record, List<Throwable> letters) {
        try {
            return encoder.encode(record, new Origin() {
                @Override
                public String describe() {
                    return "line 7";
                }

                @Override
                public void deadLetter(RecordError error) {
                    letters.add(error.cause());
                }
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** U-56. */
    @Test
    void aTruncatedBodyEndsAtACharacterAndTellsItsFullSize() throws Exception {
        RecordEncoder truncating = encoder(ErrorSettings.Oversize.TRUNCATE);
        String text = "\u503c".repeat(400);
        OutboundMessage message = encode(truncating, Records.record("k", text, 5L));
        assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo("\u503c".repeat(333));
        assertThat(message.properties()).isEqualTo(Map.of("connect.truncated", "1200", "connect.timestamp", "5"));
        assertThat(message.keys()).isEqualTo("k");
        byte[] noText = new byte[1_200];
        Arrays.fill(noText, (byte) 0x80);
        assertThat(encode(truncating, Records.record("k", noText, null)).body()).hasSizeBetween(996, 1_000);
        assertThat(encode(truncating, Records.record("k", "small", null)).properties())
                .isEmpty();
    }

    /** A letter must exist whatever made the record fail. */
    @Test
    void aRecordThatWasGivenUpIsWrittenWithoutWhatCannotBeStored() {
        RecordEncoder longs = new RecordEncoder(
                new Converters(new LongConverter(), new LongConverter()),
                Optional.empty(),
                Records.MAX_BODY,
                Records.strict());
        ConnectRecord record = Records.record("no long", "no long either", 5L);
        record.addExtension("col\u0002our", "r\u0001ed");
        record.addExtension("queueId", "nonsense");

        OutboundMessage letter = longs.encodeGivenUp("dlq", record);

        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.keys()).isEqualTo("no long");
        assertThat(new String(letter.body(), StandardCharsets.UTF_8)).isEqualTo("no long either");
        assertThat(letter.properties())
                .isEqualTo(Map.of(
                        "connect-ext-col our", "r ed",
                        "connect-ext-queueId", "nonsense",
                        "connect.timestamp", "5"));
        assertThat(longs.encodeGivenUp("dlq", Records.record(7L, 8L, null)).body())
                .as("as the converter writes it, where it can")
                .hasSize(8);
        assertThat(longs.encodeGivenUp("dlq", Records.record(null, null, null)).properties())
                .isEqualTo(Map.of("connect.value", "null"));
        assertThatThrownBy(() -> longs.encodeGivenUp("dlq", Records.record(null, "x".repeat(1_001), null)))
                .isInstanceOf(OversizeException.class);
    }

    private static RecordEncoder encoder(ErrorSettings.Oversize policy) {
        ErrorSettings settings = ErrorSettingsForTests.strict()
                .oversize(policy)
                .deadLetters("dlq", false)
                .get();
        return new RecordEncoder(Records.CONVERTERS, Optional.of("orders"), Records.MAX_BODY, Records.policy(settings));
    }

    private static RecordEncoder encoder(Optional<String> topic) {
        return new RecordEncoder(Records.CONVERTERS, topic, Records.MAX_BODY, Records.strict());
    }

    private static OutboundMessage encode(RecordEncoder encoder, ConnectRecord record) throws InterruptedException {
        return Objects.requireNonNull(encoder.encode(record, Records.PLACE));
    }

    @Test
    void textIsUtf8WhateverThePlatformSays() throws Exception {
        assertThat(encode(encoder, Records.record("键", "值", null)).body())
                .isEqualTo("值".getBytes(StandardCharsets.UTF_8));
    }
}
