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
package org.apache.rocketmq.connect.runtime.config;

import static org.apache.rocketmq.connect.runtime.config.Secrets.MASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M-143, M-172, H-21, D-74 and KAFKA-15377: secrets are never shown, and survive an edit of what was shown. */
class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection.password",
                "redisPassword",
                "mongoPassWord",
                "doris.password",
                "passwd",
                "db.pass",
                "userPwd",
                "secretKey",
                "secret-key",
                "src.secret.key",
                "oAuthClientSecret",
                "token",
                "accessToken",
                "auth_token",
                "accessKeyId",
                "mqttAccessKey",
                "database.history.access.key",
                "apiKey",
                "x-api-key",
                "privatekey",
                "ssl.keystore.key",
                "sasl.jaas.config",
                "producer.sasl.jaas.config",
                "gcp.credentials",
                "basic.auth.user.info",
                "transforms.Mask.password",
                "value.converter.api.key",
                "KEYSTORE_PASSPHRASE"
            })
    void keysThatAreNamedLikeASecretAreMasked(String key) {
        assertThat(mask(key, "hunter2")).isEqualTo(MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key.converter",
                "pk.fields",
                "tokenizer",
                "token.endpoint.url",
                "max.tokens",
                "topic",
                "filename",
                "incrementing.column.name",
                "connection.user",
                "ordering.msg.enable",
                "bypass",
                "compass",
                "primary.key",
                "partition.key",
                "transforms.maskPassword.class",
                "passive.mode",
                "username"
            })
    void otherKeysAreShown(String key) {
        assertThat(mask(key, "value")).isEqualTo("value");
    }

    @Test
    void whatIsDeclaredAsPasswordIsMaskedWhateverItsName() {
        List<ConfigKey> declared = List.of(
                ConfigKey.of("pin", ConfigKey.Type.PASSWORD, "").withAliases("nip"),
                ConfigKey.of("a", ConfigKey.Type.STRING, ""));

        assertThat(Secrets.mask(Map.of("pin", "1", "nip", "2", "a", "3"), declared))
                .isEqualTo(Map.of("pin", MASK, "nip", MASK, "a", "3"));
    }

    @Test
    void aSecretForOneSideOfADirectTaskIsOneToo() {
        List<ConfigKey> declared = List.of(ConfigKey.of("pin", ConfigKey.Type.PASSWORD, ""));

        assertThat(Secrets.mask(Map.of("source.task.pin", "1", "sink.task.pin", "2"), declared))
                .isEqualTo(Map.of("source.task.pin", MASK, "sink.task.pin", MASK));
        assertThat(mask("sink.task.connection.password", "hunter2")).isEqualTo(MASK);
    }

    @Test
    void switchesAndEmptyTextsAreNoSecrets() {
        assertThat(mask("password.encryption.enable", "true")).isEqualTo("true");
        assertThat(mask("connection.password", "")).isEmpty();
        assertThat(Secrets.mask(Map.of("pin", ""), List.of(ConfigKey.of("pin", ConfigKey.Type.PASSWORD, ""))))
                .isEqualTo(Map.of("pin", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jdbc:mysql://h:3306/db?user=u&password=hunter2&ssl=true | jdbc:mysql://h:3306/db?user=u&password=*&ssl=true",
                "jdbc:mysql://h/db?password=h;u,n(t)er2 | jdbc:mysql://h/db?password=*",
                "jdbc:sqlserver://h;user=u;password={hun;ter2};x=y | jdbc:sqlserver://h;user=u;password=*;x=y",
                "jdbc:db2://h:50000/db:user=u;password=hunter2; | jdbc:db2://h:50000/db:user=u;password=*;",
                "jdbc:db2://h:50000/db:password=hunter2;user=u; | jdbc:db2://h:50000/db:password=*;user=u;",
                "jdbc:oracle:thin:scott/ti@ger@//h:1521/x | jdbc:oracle:thin:scott/*@//h:1521/x",
                "jdbc:mysql://address=(host=h)(user=u)(password=hunter2)/db | jdbc:mysql://address=(host=h)(user=u)(password=*)/db",
                "mongodb://u:hun@ter2@h1:1,h2:2/db | mongodb://u:*@h1:1,h2:2/db",
                "redis://:hunter2@h:6379 | redis://:*@h:6379",
                "http://a:one@h1,http://b:two@h2 | http://a:*@h1,http://b:*@h2",
                "https://oapi/robot/send?access_token=hunter2 | https://oapi/robot/send?access_token=*",
                "user=u,password=hunter2,ssl=true | user=u,password=*,ssl=true",
                "password=hun ter2 | password=*",
                "x required username=`u` password=\"hunter2\"; | x required username=`u` password=\"*\";",
                "{password: \"hunter2\", user: \"u\" | {password: \"*\", user: \"u\"",
                "{user:u,password:hunter2} | {user:u,password:*}",
                "{\"a\":1} password=hunter2 | {\"a\":1} password=*",
            })
    void secretsInsideAValueAreMaskedWhereTheyStand(String value, String shown) {
        assertThat(mask("some.value", value)).isEqualTo(shown.replace("*", MASK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:openmldb:///rocketmq_test?zk=127.0.0.1:2181&zkPath=/openmldb_cluster",
                "http://h:80/path?mail=a@b.c",
                "localhost:9876;other:9876",
                "[a-z]+=\\d{3}",
                "{not json",
                "{\"a\": 1.0,  \"b\": [1, null]}",
                "SELECT * FROM t WHERE a = 'b@c'",
            })
    void everythingElseStaysAsItIs(String value) {
        assertThat(mask("some.value", value)).isEqualTo(value);
    }

    @Test
    void aPrivateKeyIsMaskedUnderAnyName() {
        assertThat(mask("x", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"))
                .isEqualTo(MASK);
    }

    @Test
    void secretsInNestedJsonAreMasked() {
        String shown = mask(
                "kafka.connector.configs",
                "{\"database.password\":\"hunter2\",\"pin.secret\":1234,\"port\":3306,\"n\":null,\"flag\":{\"token\":true},"
                        + "\"list\":[{\"apiKey\":\"hunter2\"},\"jdbc:x://h?password=hunter2\"]}");

        JSONObject json = JSON.parseObject(shown);
        assertThat(shown).doesNotContain("hunter2", "1234").contains("\"n\":null");
        assertThat(json.getIntValue("port")).isEqualTo(3306);
        assertThat(json.getJSONObject("flag").getBoolean("token")).isTrue();
        assertThat(json.getJSONArray("list").getJSONObject(0).getString("apiKey"))
                .isEqualTo(MASK);
        assertThat(json.getJSONArray("list").getString(1)).isEqualTo("jdbc:x://h?password=" + MASK);
    }

    @Test
    void aMaskThatComesBackKeepsTheStoredSecret() {
        Map<String, String> stored = Map.of("connection.password", "hunter2", "mode", "bulk");

        assertThat(Secrets.restore(Map.of("connection.password", MASK, "mode", "incrementing"), stored))
                .isEqualTo(Map.of("connection.password", "hunter2", "mode", "incrementing"));
        assertThat(Secrets.restore(Map.of("connection.password", "new"), stored))
                .isEqualTo(Map.of("connection.password", "new"));
        assertThat(Secrets.restore(Map.of("other.password", MASK), stored)).isEqualTo(Map.of("other.password", MASK));
    }

    @Test
    void aMaskInsideAnEditedUrlKeepsTheStoredSecret() {
        assertThat(restore("jdbc:mysql://new/db?password=" + MASK + "&x=y", "jdbc:mysql://old/db?password=hunter2"))
                .isEqualTo("jdbc:mysql://new/db?password=hunter2&x=y");
        assertThat(restore("mongodb://u:" + MASK + "@new", "mongodb://u:hun$ter\\2@old"))
                .isEqualTo("mongodb://u:hun$ter\\2@new");
    }

    @Test
    void aMaskInsideEditedJsonKeepsTheStoredSecret() {
        String meant = restore(
                "{\"a\":{\"password\":\"" + MASK + "\"},\"port\":2,\"new.password\":\"" + MASK + "\"}",
                "{\"a\":{\"password\":\"hunter2\"},\"port\":1}");

        JSONObject json = JSON.parseObject(meant);
        assertThat(json.getJSONObject("a").getString("password")).isEqualTo("hunter2");
        assertThat(json.getIntValue("port")).isEqualTo(2);
        assertThat(json.getString("new.password")).isEqualTo(MASK);
    }

    @Test
    void secretsThatCannotBeToldApartAreNotMixedUp() {
        String stored = "user=a,password=one;user=b,password=two";

        assertThat(restore("user=A,password=******;user=B,password=******", stored))
                .isEqualTo("user=A,password=one;user=B,password=two");
        assertThat(restore("user=b,password=" + MASK, stored)).isEqualTo("user=b,password=" + MASK);
    }

    @Property(tries = 500)
    void whatIsShownHoldsNoSecretAndComesBackComplete(@ForAll("configurations") Map<String, String> config) {
        Map<String, String> shown = Secrets.mask(config, List.of());

        assertThat(shown.keySet()).isEqualTo(config.keySet());
        assertThat(shown.values()).noneMatch(value -> value.contains("S3CR"));
        assertThat(Secrets.mask(shown, List.of())).isEqualTo(shown);
        assertThat(Secrets.restore(shown, config)).isEqualTo(config);
        assertThat(Secrets.restore(config, config)).isEqualTo(config);
    }

    @Property(tries = 500)
    void anyTextAtAllComesBackAndItsMaskIsStable(
            @ForAll @StringLength(max = 12) @AlphaChars String key, @ForAll("noise") String value) {
        Map<String, String> config = Map.of(key, value);
        Map<String, String> shown = Secrets.mask(config, List.of());

        assertThat(Secrets.mask(shown, List.of())).isEqualTo(shown);
        assertThat(Secrets.restore(shown, config)).isEqualTo(config);
    }

    @Property(tries = 100)
    void plainTextIsNeverTouched(@ForAll @AlphaChars @NumericChars @StringLength(max = 30) String value) {
        assertThat(mask("some.value", value)).isEqualTo(value);
    }

    /** Configurations come from the network; none may stall the worker. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "a= ", ";a=b", "(", "\"", "://", "jdbc:oracle:x:/", "&a", ", ", "a:", "[{"})
    void longValuesAreMaskedInReasonableTime(String piece) {
        String value = piece.repeat(200_000 / piece.length());

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> mask("some.value", value));
    }

    @Provide
    Arbitrary<Map<String, String>> configurations() {
        Arbitrary<String> secret = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("$\\!%+~^*.")
                .ofMaxLength(8)
                .map(text -> "S3CR" + text);
        List<Arbitrary<String>> shapes = new ArrayList<>();
        for (String shape : List.of(
                "jdbc:mysql://h/db?password=%s&a=b",
                "jdbc:x://h;password=%s;a=b",
                "mongodb://u:%s@h/db",
                "a=b,password=%s,c=d",
                "a password=\"%s\" b",
                "plain")) {
            shapes.add(secret.map(text -> shape.replace("%s", text)));
        }
        shapes.add(secret.map(text -> new JSONObject(Map.of("password", text, "n", 1.50)).toString()));
        shapes.add(secret.map(text -> new JSONObject(Map.of("list", List.of(Map.of("token", text)))).toString()));
        Arbitrary<Map<String, String>> plain =
                Arbitraries.maps(Arbitraries.of("a", "b.c", "d-e"), Arbitraries.oneOf(shapes));
        Arbitrary<Map<String, String>> named =
                Arbitraries.maps(Arbitraries.of("password", "x.secret", "apiKey"), secret);
        return plain.flatMap(one -> named.map(other -> {
            Map<String, String> both = new LinkedHashMap<>(one);
            both.putAll(other);
            return both;
        }));
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "password",
                        "=",
                        ":",
                        "//",
                        "@",
                        "\"",
                        "'",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ";",
                        "&",
                        "?",
                        "(",
                        ")",
                        " ",
                        "\n",
                        "\\",
                        "$1",
                        "x",
                        "token",
                        MASK,
                        "user",
                        "jdbc:oracle:thin:")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    private static String mask(String key, String value) {
        return Secrets.mask(Map.of(key, value), List.of()).getOrDefault(key, "");
    }

    private static String restore(String submitted, String stored) {
        return Secrets.restore(Map.of("x", submitted), Map.of("x", stored)).getOrDefault("x", "");
    }
}
