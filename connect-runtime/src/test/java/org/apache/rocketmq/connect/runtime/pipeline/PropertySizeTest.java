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

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.junit.jupiter.api.Test;

/** U-56: properties are counted as RocketMQ stores them. */
class PropertySizeTest {

    @Property(tries = 200)
    void theSizeIsWhatRocketMqWrites(@ForAll @Size(max = 5) Map<String, String> properties) {
        Map<String, String> stored = new java.util.HashMap<>();
        properties.forEach((name, value) -> stored.put(valid(name), valid(value)));
        byte[] written =
                MessageDecoder.messageProperties2String(stored).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(PropertySize.of(null, null, stored)).isEqualTo(written.length);
    }

    /** Half a surrogate pair is no text. */
    private static String valid(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void keysAndTagsCountToo() {
        assertThat(PropertySize.of("k", "t", Map.of("a", "b"))).isEqualTo("KEYS1k2".length() + "TAGS1t2".length() + 4);
    }

    @Test
    void whatFitsIsDecidedByBytesAndNotByCharacters() {
        int room = PropertySize.LIMIT - PropertySize.of("n", "");
        assertThat(PropertySize.fits(null, null, Map.of("n", "x".repeat(room)))).isTrue();
        assertThat(PropertySize.fits(null, null, Map.of("n", "x".repeat(room + 1))))
                .isFalse();
        assertThat(PropertySize.fits(null, null, Map.of("n", "\u503c".repeat(room / 3))))
                .isTrue();
        assertThat(PropertySize.fits(null, null, Map.of("n", "\u503c".repeat(room / 3 + 1))))
                .isFalse();
        assertThat(PropertySize.fits("x".repeat(room), "t", Map.of())).isFalse();
    }
}
