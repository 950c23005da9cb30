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
package org.apache.rocketmq.connect.runtime.converter.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M-184: the default converter for keys and values. */
class StringConverterTest {

    private final StringConverter converter = new StringConverter();

    @Test
    void textsAreUtf8WithoutAnyConfiguration() {
        byte[] bytes = converter.fromConnectData("topic", null, "消息 é");

        assertThat(bytes).isEqualTo("消息 é".getBytes(StandardCharsets.UTF_8));
        SchemaAndValue back = converter.toConnectData("topic", bytes);
        assertThat(back.value()).isEqualTo("消息 é");
        assertThat(back.schema().getFieldType()).isEqualTo(FieldType.STRING);
        assertThat(back.schema().isOptional()).isTrue();
    }

    @Test
    void nullStaysNullAndTheEmptyTextStaysEmpty() {
        assertThat(converter.fromConnectData("topic", null, null)).isNull();
        assertThat(converter.toConnectData("topic", null).value()).isNull();
        assertThat(converter.toConnectData("topic", null).schema().getFieldType())
                .isEqualTo(FieldType.STRING);
        assertThat(converter.fromConnectData("topic", null, "")).isEmpty();
        assertThat(converter.toConnectData("topic", new byte[0]).value()).isEqualTo("");
    }

    @Test
    void otherValuesAreWrittenAsTheirText() {
        assertThat(converter.fromConnectData("topic", null, 42)).isEqualTo(new byte[] {'4', '2'});
        assertThat(converter.fromConnectData("topic", null, List.of("a", "b")))
                .isEqualTo("[a, b]".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachDirectionHasItsOwnCharset() {
        converter.configure(Map.of("serializer.encoding", "GBK", "deserializer.encoding", "UTF-16LE", "isKey", true));

        assertThat(converter.fromConnectData("topic", null, "中")).isEqualTo("中".getBytes(Charset.forName("GBK")));
        assertThat(converter
                        .toConnectData("topic", "中".getBytes(StandardCharsets.UTF_16LE))
                        .value())
                .isEqualTo("中");
    }

    @Test
    void theSpellingOfTheOriginalIsKnown() {
        converter.configure(Map.of("serializer.encoding", "UTF8", "deserializer.encoding", "UTF8"));

        assertThat(converter.fromConnectData("topic", null, "é")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-charset", "not a name!", "ISO-2022-CN"})
    void aCharsetThatCannotWriteIsAConfigError(String name) {
        assertThatThrownBy(() -> converter.configure(Map.of("serializer.encoding", name)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("serializer.encoding: expected the name of a charset")
                .hasMessageContaining(name);
    }

    @Test
    void anUnknownCharsetForReadingIsAConfigErrorToo() {
        assertThatThrownBy(() -> converter.configure(Map.of("deserializer.encoding", "utf-99")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("deserializer.encoding");
    }

    @Test
    void aKeyWithoutValueMeansItsDefault() {
        Map<String, String> properties = new HashMap<>();
        properties.put("serializer.encoding", null);
        converter.configure(properties);

        assertThat(converter.fromConnectData("topic", null, "é")).hasSize(2);
    }

    @Test
    void bytesAreRefusedInsteadOfWritingTheirAddress() {
        assertThatThrownBy(() -> converter.fromConnectData("topic", null, new byte[] {1}))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("but got a byte[]")
                .hasMessageContaining("ByteArrayConverter");
    }

    @Test
    void aTextThatTheCharsetCannotExpressIsRefusedInsteadOfWritingQuestionMarks() {
        converter.configure(Map.of("serializer.encoding", "ISO-8859-1"));

        assertThat(converter.fromConnectData("topic", null, "é")).containsExactly(0xE9);
        assertThatThrownBy(() -> converter.fromConnectData("topic", null, "秘密"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("ISO-8859-1")
                .hasMessageNotContaining("秘密");
    }
}
