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

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value, {@code value.toString()}, in a configurable charset; {@code null} stays {@code null}.
 *
 * <p>A {@code byte[]} has no text form and is refused: its {@code toString} would put an address in place of the data.
 * So is a text that the charset cannot express. Reading is lenient, as it always was: bytes that are not valid in the
 * charset become U+FFFD.
 */
public final class StringConverter implements RecordConverter, Configurable {

    static final String SERIALIZER_ENCODING = "serializer.encoding";
    static final String DESERIALIZER_ENCODING = "deserializer.encoding";

    private static final ConfigDef CONFIG = ConfigDef.of(
            charsetKey(SERIALIZER_ENCODING, "The charset in which texts are written to messages.", Charset::canEncode),
            charsetKey(DESERIALIZER_ENCODING, "The charset in which messages are read.", charset -> true));

    private final Schema stringSchema = SchemaBuilder.string().optional().build();

    private Charset writeCharset = StandardCharsets.UTF_8;
    private Charset readCharset = StandardCharsets.UTF_8;

    private static ConfigKey charsetKey(String name, String doc, Predicate<Charset> fits) {
        return ConfigKey.of(name, ConfigKey.Type.STRING, doc)
                .withDefault("UTF-8")
                .withImportance(ConfigKey.Importance.LOW)
                .withValidator(value -> charset((String) value).filter(fits).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "expected the name of a charset, for example UTF-8 or GBK, but got '" + value + "'"));
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name.trim()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /**
     * @throws ConfigException when a charset is unknown to this JVM
     */
    @Override
    public void configure(Map<String, ?> properties) {
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        Config config = CONFIG.parse(texts);
        writeCharset = Charset.forName(config.getString(SERIALIZER_ENCODING).trim());
        readCharset = Charset.forName(config.getString(DESERIALIZER_ENCODING).trim());
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            throw new ConnectException("Expected a value with a text form, but got a "
                    + value.getClass().getTypeName() + "; use ByteArrayConverter for bytes");
        }
        String text = value.toString();
        // Unicode charsets express every text and String.getBytes is fast; any other would quietly write '?'.
        return writeCharset.name().startsWith("UTF-") ? text.getBytes(writeCharset) : encodeExactly(text);
    }

    private byte[] encodeExactly(String text) {
        try {
            ByteBuffer encoded = writeCharset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new ConnectException(
                    "Expected a text that " + writeCharset.name() + " can express, but got one of " + text.length()
                            + " characters that it cannot; set " + SERIALIZER_ENCODING + " to UTF-8",
                    e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        return new SchemaAndValue(stringSchema, bytes == null ? null : new String(bytes, readCharset));
    }

    @Override
    public ConfigDef configDef() {
        return CONFIG;
    }
}
