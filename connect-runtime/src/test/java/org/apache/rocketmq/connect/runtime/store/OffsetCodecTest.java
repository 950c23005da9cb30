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
package org.apache.rocketmq.connect.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.data.RecordOffset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** D-50, R-18: what a plugin gave as its offset is what it gets, types included. */
class OffsetCodecTest {

    private final OffsetCodec codec = new OffsetCodec();

    @Property(tries = 300)
    void anyOffsetComesBackAsItWas(@ForAll("maps") Map<String, Object> values) {
        assertThat(throughText(values)).isEqualTo(values);
    }

    /** Beyond these scales the JDK does not read its own texts. */
    @Property(tries = 300)
    void anyDecimalIsShortAndComesBack(
            @ForAll BigInteger unscaled, @ForAll @IntRange(min = -2_000_000_000, max = 2_000_000_000) int scale) {
        BigDecimal decimal = new BigDecimal(unscaled, scale);
        assertThat(throughText(Map.of("at", decimal))).isEqualTo(Map.of("at", decimal));
    }

    @Example
    void bytesComeBack() {
        Map<String, ?> read = throughText(Map.of("token", new byte[] {0, -1, 127}));
        assertThat(read.get("token")).isEqualTo(new byte[] {0, -1, 127});
    }

    @Example
    void aTypeOfALaterVersionLeavesThePlainValue() {
        RecordOffset read = OffsetCodec.toOffset(
                JSON.parseObject("{\"offset\":{\"a\":\"x\",\"b\":3},\"types\":{\"a\":\"Moment\",\"b\":\"Count\"}}"));
        assertThat((Map<?, ?>) read.getOffset()).isEqualTo(Map.of("a", "x", "b", 3L));
    }

    @Example
    void whatJsonSaysByItselfHasNoTypes() {
        assertThat(codec.encode(OffsetCodec.toJson(new RecordOffset(Map.of("line", 7L)))))
                .isEqualTo("{\"offset\":{\"line\":7}}");
    }

    private Map<String, ?> throughText(Map<String, ?> values) {
        String text = codec.encode(OffsetCodec.toJson(new RecordOffset(values)));
        return OffsetCodec.toOffset(codec.decode(text)).getOffset();
    }

    @Provide
    Arbitrary<Map<String, Object>> maps() {
        return maps(2);
    }

    private static Arbitrary<Map<String, Object>> maps(int depth) {
        return Arbitraries.maps(names(), values(depth)).ofMaxSize(6);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> scalar = Arbitraries.oneOf(
                Arbitraries.integers().map(v -> (Object) v),
                Arbitraries.longs().map(v -> (Object) v),
                Arbitraries.shorts().map(v -> (Object) v),
                Arbitraries.bytes().map(v -> (Object) v),
                Arbitraries.doubles().map(v -> (Object) v),
                Arbitraries.floats().map(v -> (Object) v),
                Arbitraries.bigIntegers().map(v -> (Object) v),
                Combinators.combine(
                                Arbitraries.bigIntegers(),
                                Arbitraries.integers().between(-400, 400))
                        .as((unscaled, scale) -> (Object) new BigDecimal(unscaled, scale)),
                Arbitraries.of(true, false).map(v -> (Object) v),
                names().map(v -> (Object) v));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<Object> lists = values(depth - 1).list().ofMaxSize(4).map((List<Object> v) -> (Object) v);
        return Arbitraries.frequencyOf(
                Tuple.of(6, scalar),
                Tuple.of(1, lists),
                Tuple.of(1, maps(depth - 1).map(v -> (Object) v)));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\u00ff')
                .withCharRange('一', '龥')
                .withChars('$', '@', '"', '\\', '\u2028')
                .ofMaxLength(12);
    }
}
