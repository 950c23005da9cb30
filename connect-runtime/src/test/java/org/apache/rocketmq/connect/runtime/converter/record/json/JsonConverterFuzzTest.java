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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** M-183: no message, however damaged, ends in anything but a value or a data error. */
class JsonConverterFuzzTest {

    private static final long SEED = 20_240_601;
    private static final String SPICE = "{}[]\",:0123456789.eE-+ntfu\\/ '";

    private final Random random = new Random(SEED);
    private final JsonConverter enveloped = new JsonConverter();
    private final JsonConverter bare = new JsonConverter();

    JsonConverterFuzzTest() {
        bare.configure(Map.of("schemas.enable", "false"));
    }

    @Test
    void randomBytesAreDataErrorsAtMost() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            read(bare, bytes);
            read(enveloped, bytes);
        }
    }

    @Test
    void damagedMessagesAreDataErrorsAtMost() {
        List<JsonGolden> golden = JsonGolden.all();
        int readable = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] message = golden.get(random.nextInt(golden.size())).bytes();
            byte[] damaged = damaged(message);
            read(bare, damaged);
            readable += read(enveloped, damaged) ? 1 : 0;
        }
        assertThat(readable).as("messages that survive the damage").isBetween(1, 49_999);
    }

    /** What is read without schema is JSON for another reader, too. */
    @Test
    void whatIsAcceptedIsJson() {
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged =
                    damaged("{\"a\":[1,-2.5e3,null,true],\"b\":{\"c\":\"x\\u00e9\"}}".getBytes(StandardCharsets.UTF_8));
            if (read(bare, damaged)) {
                SchemaAndValue value = bare.toConnectData("topic", damaged);
                byte[] again = bare.fromConnectData("topic", null, value.value());
                assertThat(again == null || JSON.isValid(again)).isTrue();
            }
        }
    }

    private byte[] damaged(byte[] message) {
        byte[] bytes = message.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), (bytes.length - at) / 2);
                default -> bytes[at] = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
            }
        }
        return bytes;
    }

    private static boolean read(JsonConverter converter, byte[] bytes) {
        try {
            converter.toConnectData("topic", bytes);
            return true;
        } catch (ConnectException e) {
            assertThat(e.getMessage()).contains("Expected");
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("not a data error: " + HexFormat.of().formatHex(bytes), e);
        }
    }
}
