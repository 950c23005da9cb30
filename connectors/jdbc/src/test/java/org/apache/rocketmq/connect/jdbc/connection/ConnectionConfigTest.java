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
package org.apache.rocketmq.connect.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.junit.jupiter.api.Test;

/** The keys that source and sink have in common (M-142, M-143, M-148, M-149, D-88). */
class ConnectionConfigTest {

    private static final String URL = "jdbc:mysql://127.0.0.1:3306";

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        ConnectionConfig config = config();

        assertThat(config.settings().url()).isEqualTo(URL);
        assertThat(config.settings().user()).isEmpty();
        assertThat(config.settings().password()).isEmpty();
        assertThat(config.settings().attempts()).isEqualTo(3);
        assertThat(config.settings().backoff()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.quoteIdentifiers()).isTrue();
        assertThat(config.timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config.tableTypes()).containsExactly("TABLE");
        assertThat(config.dialectName()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        ConnectionConfig config = config(
                "connection.user", "scott",
                "connection.password", "tiger",
                "connection.attempts", "7",
                "connection.backoff.ms", "5",
                "quote.sql.identifiers", "never",
                "db.timezone", "Asia/Shanghai",
                "table.types", "view, table",
                "dialect.name", "generic");

        assertThat(config.settings().user()).contains("scott");
        assertThat(config.settings().password()).contains("tiger");
        assertThat(config.settings().attempts()).isEqualTo(7);
        assertThat(config.settings().backoff()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.quoteIdentifiers()).isFalse();
        assertThat(config.timeZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(config.tableTypes()).containsExactlyInAnyOrder("TABLE", "VIEW");
        assertThat(config.dialectName()).isEqualTo("generic");
    }

    @Test
    void zonesMayBeWrittenInAnyCase() {
        assertThat(config("db.timezone", "utc").timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config("db.timezone", "asia/shanghai").timeZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(config("db.timezone", "+08:00").timeZone()).isEqualTo(ZoneId.of("+08:00"));
    }

    @Test
    void wrongValuesAreNamedWithTheirKeys() {
        assertThat(ConnectionConfig.KEYS.validate(Map.of(
                        "connection.attempts", "0",
                        "connection.backoff.ms", "-1",
                        "quote.sql.identifiers", "sometimes",
                        "db.timezone", "Mars/Olympus",
                        "table.types", "TABLE,INDEX")))
                .extracting(ConfigError::key)
                .containsExactly(
                        "connection.url",
                        "connection.attempts",
                        "connection.backoff.ms",
                        "quote.sql.identifiers",
                        "db.timezone",
                        "table.types");
        assertThat(ConnectionConfig.KEYS.validate(Map.of("connection.url", URL, "table.types", ",")))
                .extracting(ConfigError::key)
                .containsExactly("table.types");
    }

    @Test
    void thePasswordIsASecret() {
        assertThat(ConnectionConfig.KEYS.keys())
                .filteredOn(ConfigKey::secret)
                .extracting(ConfigKey::name)
                .containsExactly("connection.password");
        assertThat(config("connection.url", URL + "?password=in-the-url", "connection.password", "tiger-tiger"))
                .asString()
                .doesNotContain("in-the-url", "tiger-tiger", "127.0.0.1");
    }

    @Test
    void anotherTextThanAUrlIsRefusedWithoutShowingIt() {
        assertThat(config("connection.url", "mysql://root:secret@127.0.0.1").problems())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.key()).isEqualTo("connection.url");
                    assertThat(error.message())
                            .startsWith("expected a JDBC URL")
                            .doesNotContain("secret", "root");
                });
    }

    private static ConnectionConfig config(String... keysAndValues) {
        Map<String, String> given = new HashMap<>(Map.of("connection.url", URL));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConnectionConfig.of(ConnectionConfig.KEYS.parse(given));
    }
}
