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

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** D-27c: keys of any bytes arrive as they were. */
class KeyTextTest {

    @Property
    void anyBytesArriveAsTheyWere(@ForAll byte[] bytes) {
        assertThat(KeyText.decode(KeyText.encode(bytes))).isEqualTo(bytes);
    }

    @Property
    void anyTextArrivesAsItWas(@ForAll String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(KeyText.decode(KeyText.encode(bytes))).isEqualTo(bytes);
    }

    /** RocketMQ separates properties by control characters. */
    @Property
    void noKeyHoldsAControlCharacter(@ForAll byte[] bytes) {
        assertThat(KeyText.encode(bytes).chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void aTextTravelsAsThatText() {
        assertThat(KeyText.encode("订单-1".getBytes(StandardCharsets.UTF_8))).isEqualTo("订单-1");
    }

    @Test
    void bytesThatAreNoTextTravelBehindAMark() {
        assertThat(KeyText.encode(new byte[] {0, 0, 0, 0, 0, 0, 0, 7})).isEqualTo("base64:AAAAAAAAAAc=");
        assertThat(KeyText.encode(new byte[] {(byte) 0xFF})).isEqualTo("base64:/w==");
    }

    /** Else it would come back as other bytes. */
    @Test
    void aTextThatBeginsLikeTheMarkIsMarkedToo() {
        assertThat(KeyText.encode("base64:AAAA".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("base64:YmFzZTY0OkFBQUE=");
    }

    @Test
    void aKeyOfSomebodyElseThatOnlyLooksMarkedIsItsText() {
        assertThat(KeyText.decode("base64:not base 64!"))
                .isEqualTo("base64:not base 64!".getBytes(StandardCharsets.UTF_8));
    }
}
