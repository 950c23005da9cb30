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
package org.apache.rocketmq.connect.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Positions as the worker stores them, and as earlier releases did. */
class PositionTest {

    private static Position of(Map<String, ?> entries) {
        return Position.of(new RecordOffset(entries), "table t");
    }

    @Property
    void aStoredPositionComesBack(@ForAll("moments") Instant moment, @ForAll BigInteger number) {
        Position position = new Position(new BigDecimal(number), moment);
        assertThat(Position.of(position.toOffset(), "table t")).isEqualTo(position);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L).flatMap(second -> Arbitraries.integers()
                .between(0, 999_999_999)
                .map(nanos -> Instant.ofEpochSecond(second, nanos)));
    }

    @Test
    void nothingStoredMeansBeforeEveryRow() {
        assertThat(Position.of(null, "table t")).isEqualTo(Position.START);
        assertThat(of(Map.of())).isEqualTo(Position.START);
    }

    @Test
    void numbersAreUnderstoodInEveryForm() {
        Position seven = new Position(new BigDecimal(7), null);
        for (Object form : new Object[] {7, 7L, "7", BigInteger.valueOf(7), new BigDecimal(7)}) {
            assertThat(of(Map.of("incrementing", form))).isEqualTo(seven);
        }
    }

    @Test
    void theNanosecondsAreThoseOfTheSecondAsEarlierReleasesStoredThem() {
        assertThat(of(Map.of("timestamp", 1_714_989_600_123L, "timestamp_nanos", 123_456_000))
                        .timestamp())
                .isEqualTo(Instant.parse("2024-05-06T10:00:00.123456Z"));
        assertThat(of(Map.of("timestamp", 1_714_989_600_123L)).timestamp())
                .isEqualTo(Instant.parse("2024-05-06T10:00:00.123Z"));
    }

    @Test
    void whatIsNotUnderstoodIsNotGuessed() {
        assertThatThrownBy(() -> of(Map.of("incrementing", "seven")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("table t")
                .hasMessageContaining("seven");
        assertThatThrownBy(() -> of(Map.of("timestamp", 1, "timestamp_nanos", -1)))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> of(Map.of("timestamp", "1.5"))).isInstanceOf(ConnectException.class);
    }
}
