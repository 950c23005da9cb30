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
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users may say, and what they are told when it does not go together (M-145, M-146, U-43, D-84, D-88, D-91c). */
class SourceConfigTest {

    private static KeyValue given(String... keysAndValues) {
        KeyValue given = new DefaultKeyValue().put("connection.url", "jdbc:h2:mem:");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return given;
    }

    private static List<String> wrongKeys(KeyValue given) {
        try {
            SourceConfig.of(given);
            return List.of();
        } catch (ConfigException e) {
            return e.errors().stream().map(ConfigError::key).distinct().toList();
        }
    }

    /** TIMESTAMP columns are read as UTC shows them, so nothing may move the session's clock elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mariadb"})
    void aUrlThatSetsTheSessionsTimeZoneIsRefused(String database) {
        String url = "jdbc:" + database + "://h/db?connectionTimeZone=Asia/Shanghai";
        KeyValue config = new DefaultKeyValue()
                .put("mode", "bulk")
                .put("connection.url", url + "&forceConnectionTimeZoneToSession=true");

        assertThatThrownBy(() -> SourceConfig.of(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("forceConnectionTimeZoneToSession");
        SourceConfig.of(config.put("connection.url", url));
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        SourceConfig config = SourceConfig.of(given("mode", "bulk"));

        assertThat(config.mode()).isEqualTo(Mode.BULK);
        assertThat(config.pace())
                .isEqualTo(new SourceConfig.Pace(
                        Duration.ofSeconds(5), 100, Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO));
        assertThat(config.tracking())
                .isEqualTo(new SourceConfig.Tracking(Optional.empty(), List.of(), Optional.empty(), true));
        assertThat(config.naming()).isEqualTo(new SourceConfig.Naming("", ""));
        assertThat(config.selection().discovers()).isTrue();
        assertThat(config.dialect().numericMapping()).isEqualTo(NumericMapping.NONE);
        assertThat(config.dialect().timestampFormat()).isEqualTo(TimestampFormat.CONNECT_LOGICAL);
    }

    @Test
    void valuesAreReadInAnyCase() {
        SourceConfig config = SourceConfig.of(given(
                "mode", "TIMESTAMP",
                "timestamp.column.name", " a , b ",
                "timestamp.initial", "-1",
                "numeric.mapping", "best_fit",
                "timestamp.format", "ISO_STRING",
                "query.suffix", "FOR READ ONLY;"));

        assertThat(config.mode()).isEqualTo(Mode.TIMESTAMP);
        assertThat(config.tracking().timestamps()).containsExactly("a", "b");
        assertThat(config.tracking().initial()).contains(-1L);
        assertThat(config.dialect().numericMapping()).isEqualTo(NumericMapping.BEST_FIT);
        assertThat(config.dialect().timestampFormat()).isEqualTo(TimestampFormat.ISO_STRING);
        assertThat(config.selection().suffix()).isEqualTo("FOR READ ONLY");
    }

    @Test
    void theOlderNumericSwitchStillWorksAndTheNewerOneWins() {
        assertThat(SourceConfig.of(given("mode", "bulk", "numeric.precision.mapping", "true"))
                        .dialect()
                        .numericMapping())
                .isEqualTo(NumericMapping.PRECISION_ONLY);
        assertThat(SourceConfig.of(
                                given("mode", "bulk", "numeric.precision.mapping", "true", "numeric.mapping", "NONE"))
                        .dialect()
                        .numericMapping())
                .isEqualTo(NumericMapping.NONE);
    }

    @Test
    void aModeNeedsItsColumns() {
        assertThat(wrongKeys(given("mode", "incrementing"))).containsExactly("incrementing.column.name");
        assertThat(wrongKeys(given("mode", "incrementing", "incrementing.column.name", "")))
                .isEmpty();
        assertThat(wrongKeys(given("mode", "timestamp"))).containsExactly("timestamp.column.name");
        assertThat(wrongKeys(given("mode", "Timestamp+Incrementing")))
                .containsExactly("incrementing.column.name", "timestamp.column.name");
        assertThat(wrongKeys(given("mode", "bulk"))).isEmpty();
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        KeyValue given = new DefaultKeyValue()
                .put("mode", "incrementing")
                .put("batch.max.rows", "0")
                .put("poll.interval.ms", "soon")
                .put("query", "SELECT 1")
                .put("table.whitelist", "t")
                .put("numeric.mapping", "GUESS");

        assertThat(wrongKeys(given))
                .containsExactlyInAnyOrder(
                        "connection.url",
                        "batch.max.rows",
                        "poll.interval.ms",
                        "numeric.mapping",
                        "incrementing.column.name",
                        "query",
                        "topic.prefix");
    }

    @Test
    void aQueryNeedsATopic() {
        assertThat(wrongKeys(given("mode", "bulk", "query", "SELECT 1"))).containsExactly("topic.prefix");
        assertThat(wrongKeys(given("mode", "bulk", "query", "SELECT 1", "connect.topicname", "t")))
                .isEmpty();
        assertThat(wrongKeys(given("mode", "bulk", "query", "SELECT 1", "topic.prefix", "t")))
                .isEmpty();
    }

    @Test
    void aQueryHasNoAutoIncrementColumn() {
        assertThat(wrongKeys(given(
                        "mode",
                        "incrementing",
                        "query",
                        "SELECT 1",
                        "topic.prefix",
                        "t",
                        "incrementing.column.name",
                        "")))
                .containsExactly("incrementing.column.name");
    }

    @Test
    void aLimitInModeTimestampWouldLoseRowsOfEqualTime() {
        assertThat(wrongKeys(given("mode", "timestamp", "timestamp.column.name", "at", "query.suffix", "limit 5")))
                .containsExactly("query.suffix");
        assertThat(wrongKeys(
                        given("mode", "timestamp", "timestamp.column.name", "at", "query.suffix", "FOR READ ONLY")))
                .isEmpty();
    }

    @Test
    void aMissingModeListsTheModesThatThereAre() {
        assertThatThrownBy(() -> SourceConfig.of(given("mode", "cdc")))
                .asInstanceOf(throwable(ConfigException.class))
                .hasMessageContaining("bulk, incrementing, timestamp, timestamp+incrementing");
        assertThat(wrongKeys(given())).containsExactly("mode");
    }

    @Test
    void everyKeyIsDocumented() {
        assertThat(SourceKeys.DEF.keys())
                .allSatisfy(key -> assertThat(key.doc()).as(key.name()).endsWith("."));
    }
}
