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
package org.apache.rocketmq.connect.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.time.Duration;
import java.util.List;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig;
import org.apache.rocketmq.connect.jdbc.sink.SinkConfig.PrimaryKeyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may say, and what is refused before anything is opened (M-066, M-147, M-150, U-60, D-90). */
class SinkConfigTest {

    private static final TargetDatabase H2 = new TargetDatabase("jdbc:h2:mem:never_opened", null, null);
    private static final TargetDatabase OPEN_MLDB =
            new TargetDatabase("jdbc:openmldb:///test_db?zk=127.0.0.1:6181&zkPath=/onebox", null, null);

    private static List<String> refusedKeys(KeyValue config) {
        return refusals(config).stream().map(ConfigError::key).toList();
    }

    private static List<ConfigError> refusals(KeyValue config) {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> new JdbcSinkConnector().validate(config));
        return failure == null ? List.of() : failure.errors();
    }

    @Test
    void onlyTheUrlIsRequired() {
        KeyValue given = new DefaultKeyValue().put("connection.url", H2.url());

        SinkConfig config = SinkSetup.of(given).config();

        assertThat(config)
                .isEqualTo(new SinkConfig(
                        RowShape.Kind.INSERT,
                        PrimaryKeyMode.NONE,
                        List.of(),
                        false,
                        false,
                        false,
                        new TableNames.Rule("${topic}", false),
                        List.of(),
                        List.of(),
                        100,
                        10,
                        Duration.ofSeconds(3),
                        false,
                        "rocketmq_connect_offsets"));
        assertThat(SinkSetup.of(given).connection().backoff()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void connectionsHaveTheirOwnPatienceIfTheUserSaysSo() {
        KeyValue given = H2.config(ConnectionConfig.BACKOFF, "77", "retry.backoff.ms", "5");

        assertThat(SinkSetup.of(given).connection().backoff()).isEqualTo(Duration.ofMillis(77));
        assertThat(SinkSetup.of(given).config().retryBackoff()).isEqualTo(Duration.ofMillis(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "UPSERT", "UpSert"})
    void modesAreReadWhateverTheirCase(String mode) {
        KeyValue given = H2.config("insert.mode", mode, "pk.mode", "Record_Key");

        assertThat(SinkSetup.of(given).config().insertMode()).isEqualTo(RowShape.Kind.UPSERT);
        assertThat(SinkSetup.of(given).config().primaryKeyMode()).isEqualTo(PrimaryKeyMode.RECORD_KEY);
    }

    @Test
    void everyValueThatIsWrongIsNamedAtOnce() {
        assertThat(refusedKeys(H2.config(
                        "insert.mode",
                        "merge",
                        "pk.mode",
                        "key",
                        "batch.size",
                        "0",
                        "max.retries",
                        "-1",
                        "retry.backoff.ms",
                        "soon",
                        "auto.create",
                        "maybe",
                        "offset.store",
                        "kafka",
                        "offset.table",
                        " ",
                        "table.name.format",
                        "x_${partition}")))
                .containsExactlyInAnyOrder(
                        "insert.mode",
                        "pk.mode",
                        "batch.size",
                        "max.retries",
                        "retry.backoff.ms",
                        "auto.create",
                        "offset.store",
                        "offset.table",
                        "table.name.format");
    }

    @Test
    void tableOfOffsetsThatCannotBeNamedIsRefused() {
        assertThat(refusals(H2.config("offset.store", "target", "offset.table", "a.b.c.d")))
                .singleElement()
                .satisfies(error -> assertThat(error.toString())
                        .startsWith("offset.table: ")
                        .contains("a.b.c.d"));
        assertThat(refusedKeys(H2.config("offset.table", "a.b.c.d"))).isEmpty();
    }

    @Test
    void modesThatLookForARowNeedItsKey() {
        assertThat(refusedKeys(H2.config("insert.mode", "upsert"))).containsExactly("pk.mode");
        assertThat(refusedKeys(H2.config("insert.mode", "update"))).containsExactly("pk.mode");
        assertThat(refusedKeys(H2.config("insert.mode", "upsert", "pk.mode", "record_value")))
                .containsExactly("pk.fields");
        assertThat(refusedKeys(H2.config("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "id")))
                .isEmpty();
        assertThat(refusedKeys(H2.config("insert.mode", "upsert", "pk.mode", "record_key", "pk.fields", "id,id")))
                .containsExactly("pk.fields");
    }

    @Test
    void deletesNeedTheRecordsKey() {
        assertThat(refusedKeys(H2.config("delete.enabled", "true", "pk.mode", "record_value", "pk.fields", "id")))
                .containsExactly("delete.enabled");
        assertThat(refusedKeys(H2.config("delete.enabled", "true", "pk.mode", "record_key")))
                .isEmpty();
    }

    @Test
    void openMldbOnlyInserts() {
        assertThat(refusals(OPEN_MLDB.config("insert.mode", "INSERT", "auto.create", "true")))
                .isEmpty();

        assertThat(refusals(OPEN_MLDB.config(
                        "insert.mode",
                        "UPSERT",
                        "pk.mode",
                        "record_key",
                        "delete.enabled",
                        "true",
                        "auto.evolve",
                        "true",
                        "offset.store",
                        "target")))
                .allSatisfy(error -> assertThat(error.message()).contains("OpenMLDB"))
                .extracting(ConfigError::key)
                .containsExactly("insert.mode", "delete.enabled", "auto.evolve", "offset.store");
        assertThat(refusedKeys(OPEN_MLDB.config("insert.mode", "UPDATE", "pk.mode", "record_key")))
                .containsExactly("insert.mode");
    }

    @Test
    void dangerousUrlIsRefusedTogetherWithWhatElseIsWrong() {
        TargetDatabase dangerous = new TargetDatabase("jdbc:mysql://127.0.0.1/x?autoDeserialize=true", null, null);

        assertThat(refusedKeys(dangerous.config("insert.mode", "upsert"))).containsExactly("pk.mode", "connection.url");
    }

    @Test
    void allTasksGetTheSameConfiguration() {
        JdbcSinkConnector connector = new JdbcSinkConnector();
        KeyValue given = H2.config();
        connector.start(given);

        List<KeyValue> configs = connector.taskConfigs(3);
        assertThat(configs).hasSize(3).doesNotHaveDuplicates().allSatisfy(config -> {
            assertThat(config.keySet()).isEqualTo(given.keySet());
            assertThat(config.getString("connection.url")).isEqualTo(H2.url());
        });
        assertThat(connector.taskClass()).isEqualTo(JdbcSinkTask.class);
        assertThat(connector.configDef().keys())
                .allSatisfy(key -> assertThat(key.doc()).isNotBlank());
    }
}
