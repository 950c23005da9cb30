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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.rocketmq.connect.runtime.converter.record.LongConverter;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.junit.jupiter.api.Test;

/** M-016, R-15, R-16, U-50, D-27c, D-69b: what of a message goes where in a record. */
class RecordDecoderTest {

    private final RecordDecoder decoder =
            new RecordDecoder(Records.CONVERTERS, Records.noTransforms(), Records.strict());

    @Test
    void partitionAndOffsetAreWhereTheMessageWasRead() throws Exception {
        ConnectRecord record = decode(message("k", "v", Map.of()));
        assertThat(record.getPosition().getPartition()).isSameAs(Records.PARTITION);
        assertThat(record.getPosition().getOffset().getOffset()).isEqualTo(Map.of("queueOffset", "42"));
    }

    @Test
    void theTimestampIsTheRecordsOwnElseWhenTheMessageWasBorn() throws Exception {
        assertThat(decode(message("k", "v", Map.of("connect.timestamp", "5"))).getTimestamp())
                .isEqualTo(5);
        assertThat(decode(message("k", "v", Map.of())).getTimestamp()).isEqualTo(1_000);
        assertThat(decode(message("k", "v", Map.of("connect.timestamp", "soon")))
                        .getTimestamp())
                .isEqualTo(1_000);
    }

    /** D-69b: only a leading prefix is taken off. */
    @Test
    void propertiesBecomeExtensions() throws Exception {
        Map<String, String> properties = Map.of(
                "connect-ext-colour", "red",
                "connect-ext-connect-ext-size", "7",
                "my-connect-ext-name", "n",
                "TAGS", "tag",
                "UNIQ_KEY", "7F01",
                "WAIT", "true",
                "KEYS", "k",
                "anybody", "else");

        assertThat(extensions(decode(message("k", "v", properties))))
                .isEqualTo(Map.of(
                        "colour", "red",
                        "connect-ext-size", "7",
                        "my-connect-ext-name", "n",
                        "MQ-SYS-TAGS", "tag",
                        "MQ-SYS-UNIQ_KEY", "7F01",
                        "MQ-SYS-WAIT", "true",
                        "KEYS", "k",
                        "anybody", "else",
                        "MQ-SYS-MSG_ID", "ID-1"));
    }

    /** U-50: nothing and emptiness arrive as what they were. */
    @Test
    void aMarkedBodyIsNothingOrEmpty() throws Exception {
        assertThat(decode(message("k", "\0", Map.of("connect.value", "null"))).getData())
                .isNull();
        assertThat(decode(message("k", "\0", Map.of("connect.value", "empty"))).getData())
                .isEqualTo(new byte[0]);
        assertThat(decode(message("k", "\0", Map.of())).getData()).isEqualTo(new byte[1]);
        assertThat(extensions(decode(message("k", "\0", Map.of("connect.value", "null")))))
                .doesNotContainKey("connect.value");
    }

    @Test
    void aMessageWithoutKeysHasNoKey() throws Exception {
        InboundMessage message = new InboundMessage(Records.QUEUE, 42, "ID-1", null, new byte[1], Map.of(), 1, 2);
        assertThat(decode(message).getKey()).isNull();
    }

    /** M-016: convert, then transform; a transform sees the properties, as predicates and header transforms are about them. */
    @Test
    void transformsRunAfterTheConverterAndSeeTheExtensions() throws Exception {
        List<String> seen = new ArrayList<>();
        RecordDecoder transforming = new RecordDecoder(
                Records.CONVERTERS,
                new TransformChain(
                        List.of(new TransformChain.Step(
                                new Seeing(record -> {
                                    seen.add(new String((byte[]) record.getData(), StandardCharsets.UTF_8));
                                    seen.add(String.valueOf(
                                            record.getExtensions() == null ? null : record.getExtension("colour")));
                                }),
                                getClass().getClassLoader())),
                        Records.strict()),
                Records.strict());

        ConnectRecord record = transforming.decode(
                message("k", "v", Map.of("connect-ext-colour", "red")), Records.PARTITION, Records.PLACE);

        assertThat(seen).containsExactly("v", "red");
        assertThat(Objects.requireNonNull(record).getExtension("colour")).isEqualTo("red");
    }

    @Test
    void aMessageThatCannotBeConvertedFailsNamingItsPlaceAndNotItsContent() {
        RecordDecoder longs = new RecordDecoder(
                new Converters(Records.RAW, new LongConverter()), Records.noTransforms(), Records.strict());
        assertThatThrownBy(() -> longs.decode(message("k", "secret", Map.of()), Records.PARTITION, Records.PLACE))
                .isInstanceOfSatisfying(RecordFailure.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.CONVERTER))
                .hasMessageContaining("line 7")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aToleratedFailureSkipsTheMessage() throws Exception {
        ErrorPolicy errors = Records.tolerant();
        RecordDecoder longs =
                new RecordDecoder(new Converters(Records.RAW, new LongConverter()), Records.noTransforms(), errors);
        assertThat(longs.decode(message("k", "text", Map.of()), Records.PARTITION, Records.PLACE))
                .isNull();
        assertThat(errors.givenUp()).isEqualTo(1);
    }

    /** what is copied from topic to topic is not altered. */
    @Property(tries = 200)
    void whatIsSentIsWhatArrives(
            @ForAll byte[] key,
            @ForAll byte[] body,
            @ForAll long timestamp,
            @ForAll @Size(max = 5) Map<@AlphaChars @StringLength(min = 1, max = 9) String, @AlphaChars String> given)
            throws Exception {
        ConnectRecord record = Records.record(key, body, timestamp);
        Map<String, String> extensions = new HashMap<>();
        given.forEach((name, value) -> extensions.put("x-" + name, value)); // KEYS, TAGS and topic mean something
        extensions.forEach(record::addExtension);
        RecordEncoder encoder =
                new RecordEncoder(Records.CONVERTERS, Optional.of("orders"), Records.MAX_BODY, Records.strict());

        ConnectRecord read = decode(Records.stored(Objects.requireNonNull(encoder.encode(record, Records.PLACE))));

        assertThat(read.getData()).isEqualTo(body);
        assertThat(read.getKey()).isEqualTo(key.length == 0 ? null : key);
        assertThat(read.getTimestamp()).isEqualTo(timestamp);
        assertThat(extensions(read)).containsAllEntriesOf(extensions);
    }

    private ConnectRecord decode(InboundMessage message) throws InterruptedException {
        return Objects.requireNonNull(decoder.decode(message, Records.PARTITION, Records.PLACE));
    }

    private static InboundMessage message(String keys, String body, Map<String, String> properties) {
        return new InboundMessage(
                Records.QUEUE, 42, "ID-1", keys, body.getBytes(StandardCharsets.UTF_8), properties, 1_000, 2_000);
    }

    private static Map<String, String> extensions(ConnectRecord record) {
        Map<String, String> extensions = new HashMap<>();
        KeyValue values = record.getExtensions();
        values.keySet().forEach(name -> extensions.put(name, values.getString(name)));
        return extensions;
    }

    /** Shows every record to the test. */
    private record Seeing(java.util.function.Consumer<ConnectRecord> seen) implements Transform<ConnectRecord> {

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            seen.accept(record);
            return record;
        }

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}
    }
}
