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
package org.apache.rocketmq.connect.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.alibaba.fastjson2.JSON;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour §18.1; acceptance M-151, U-44; defects D-33, H-32. */
class SubmittedConfigTest {

    @Test
    void everyValueBecomesItsText() {
        SubmittedConfig config = SubmittedConfig.parse(
                "{\"max.tasks\":2,\"flag\":true,\"ratio\":1.10,\"text\":\"a b\",\"nested\":{\"b\": [1, null, \"x\"]}}");

        assertThat(config.texts())
                .containsExactly(
                        entry("max.tasks", "2"),
                        entry("flag", "true"),
                        entry("ratio", "1.10"),
                        entry("text", "a b"),
                        entry("nested", "{\"b\":[1,null,\"x\"]}"));
    }

    @Test
    void bodyOfTheOpenMldbArticleIsAccepted() {
        SubmittedConfig config = SubmittedConfig.parse("""
                {
                    "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSourceConnector",
                    "max-task":"1",
                    "connection.url":"jdbc:mysql://127.0.0.1:3306",\s
                    "connection.user":"*****",  \s
                    "connection.password":"*****",\s
                    "table.whitelist":"test_database.employee_test",
                    "mode": "incrementing",     // 增量拉取方式
                    "incrementing.column.name":"id",   // 指定增量拉取的字段
                    "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
                }""");

        assertThat(config.texts())
                .hasSize(9)
                .containsEntry("connection.url", "jdbc:mysql://127.0.0.1:3306")
                .containsEntry("incrementing.column.name", "id");
    }

    @Test
    void everyNullMemberIsNamed() {
        assertThatThrownBy(() -> SubmittedConfig.parse("{\"a\":null,\"b\":\"x\",\"c\":null}"))
                .isInstanceOfSatisfying(RequestException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(RequestException.Kind.INVALID);
                    assertThat(refused.errors()).extracting(ConfigError::key).containsExactly("a", "c");
                });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n"})
    void absentConfigIsRefusedInTheWordsOfTheOriginal(String json) {
        assertThatThrownBy(() -> SubmittedConfig.parse(json))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("Failed! query param 'config' is required ");
    }

    @Test
    void malformedConfigIsRefusedInTheWordsOfTheOriginalWithThePlace() {
        assertThatThrownBy(() -> SubmittedConfig.parse("{\"password\":\"canary\"} st"))
                .hasMessageStartingWith("Failed! query param 'config' is malformed")
                .hasMessageContaining("line 1, column 23")
                .hasMessageNotContaining("canary");
    }

    @Test
    void answerHasTheSubmittedMembersInTheirOrderAndTypes() {
        SubmittedConfig config = SubmittedConfig.parse("{\"z\":\"1\",\"max.tasks\":2,\"a\":{\"b\":1}}");

        Map<String, Object> shown =
                config.shown(Map.of("a", "{\"b\":1}", "max.tasks", "2", "z", "1", "value.converter", "default"));

        assertThat(JSON.toJSONString(shown)).isEqualTo("{\"z\":\"1\",\"max.tasks\":2,\"a\":{\"b\":1}}");
    }

    @Test
    void whatTheControllerMasksIsNeverAnswered() {
        SubmittedConfig config =
                SubmittedConfig.parse("{\"user\":\"u\",\"password\":\"canary\",\"deep\":{\"p\":\"canary\"}}");

        assertThat(config.shown(Map.of("user", "u", "password", "******", "deep", "******")))
                .containsExactly(entry("user", "u"), entry("password", "******"), entry("deep", "******"));
    }

    @Test
    void secretUnderAnOlderSpellingIsMaskedToo() {
        SubmittedConfig config =
                SubmittedConfig.parse("{\"connector-class\":\"X\",\"db-password\":\"canary\",\"topicNames\":\"t\"}");

        assertThat(config.shown(Map.of("connector.class", "X", "db.password", "******", "connect.topicnames", "t")))
                .containsExactly(
                        entry("connector-class", "X"), entry("db-password", "******"), entry("topicNames", "t"));
    }

    @Test
    void secretInsideAValueUnderAnOlderSpellingIsMaskedToo() {
        SubmittedConfig config = SubmittedConfig.parse("{\"connection-url\":\"jdbc:x://h?password=canary\"}");

        assertThat(config.shown(Map.of("connection.url", "jdbc:x://h?password=******")))
                .containsExactly(entry("connection-url", "******"));
    }

    @Test
    void olderSpellingsAreShownWhereNothingIsMasked() {
        SubmittedConfig config = SubmittedConfig.parse("{\"source-record-converter\":\"old.JsonConverter\"}");

        assertThat(config.shown(Map.of("value.converter", "new.JsonConverter")))
                .containsExactly(entry("source-record-converter", "old.JsonConverter"));
    }

    @Test
    void textFormShowsNoValue() {
        assertThat(SubmittedConfig.parse("{\"password\":\"canary\"}")).hasToString("SubmittedConfig[password]");
    }
}
