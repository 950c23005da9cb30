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
package org.apache.rocketmq.connect.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.internal.DefaultKeyValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of a {@link ConfigDef} rely on: typed values, every error at once, secrets kept (peers C-03, M-127). */
class ConfigDefTest {

    @Nested
    class Types {

        @Test
        void everyTypeIsParsed() {
            Config config = ConfigDef.of(
                            ConfigKey.of("text", ConfigKey.Type.STRING, "A text."),
                            ConfigKey.of("int", ConfigKey.Type.INT, "An int."),
                            ConfigKey.of("long", ConfigKey.Type.LONG, "A long."),
                            ConfigKey.of("double", ConfigKey.Type.DOUBLE, "A double."),
                            ConfigKey.of("boolean", ConfigKey.Type.BOOLEAN, "A boolean."),
                            ConfigKey.of("list", ConfigKey.Type.LIST, "A list."),
                            ConfigKey.of("class", ConfigKey.Type.CLASS, "A class."),
                            ConfigKey.of("password", ConfigKey.Type.PASSWORD, "A password."))
                    .parse(Map.of(
                            "text", " kept as it is ",
                            "int", " 7 ",
                            "long", "9000000000",
                            "double", "0.5",
                            "boolean", "TRUE",
                            "list", "a, b,,c ",
                            "class", " org.example.Sink ",
                            "password", " s3cret "));

            assertThat(config.getString("text")).isEqualTo(" kept as it is ");
            assertThat(config.getInt("int")).isEqualTo(7);
            assertThat(config.getLong("int")).isEqualTo(7L);
            assertThat(config.getLong("long")).isEqualTo(9_000_000_000L);
            assertThat(config.getMillis("int")).isEqualTo(Duration.ofMillis(7));
            assertThat(config.getDouble("double")).isEqualTo(0.5);
            assertThat(config.getBoolean("boolean")).isTrue();
            assertThat(config.getList("list")).containsExactly("a", "b", "c");
            assertThat(config.getString("class")).isEqualTo("org.example.Sink");
            assertThat(config.getString("password")).isEqualTo(" s3cret ");
        }

        @ParameterizedTest
        @CsvSource({
            "INT, 1.5, expected an integer",
            "INT, 2147483648, expected an integer",
            "LONG, ten, expected a 64-bit integer",
            "DOUBLE, many, expected a number",
            "DOUBLE, NaN, expected a number",
            "DOUBLE, Infinity, expected a number",
            "BOOLEAN, yes, expected true or false"
        })
        void aValueOfAnotherTypeIsAnErrorThatShowsIt(ConfigKey.Type type, String text, String message) {
            List<ConfigError> errors =
                    ConfigDef.of(ConfigKey.of("key", type, "A key.")).validate(Map.of("key", text));

            assertThat(errors).singleElement().satisfies(error -> {
                assertThat(error.key()).isEqualTo("key");
                assertThat(error.message()).startsWith(message).endsWith("but got '" + text + "'");
            });
        }

        @Test
        void configurationInTheFormOfThePluginApiIsReadToo() {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("int", ConfigKey.Type.INT, "An int.").asRequired());

            assertThat(def.parse(new DefaultKeyValue().put("int", 3)).getInt("int"))
                    .isEqualTo(3);
            assertThat(def.validate(new DefaultKeyValue()))
                    .singleElement()
                    .extracting(ConfigError::key)
                    .isEqualTo("int");
        }
    }

    @Nested
    class Presence {

        private final ConfigDef def = ConfigDef.of(
                ConfigKey.of("filename", ConfigKey.Type.STRING, "The file to read.")
                        .asRequired(),
                ConfigKey.of("batch.size", ConfigKey.Type.INT, "Most lines per poll.")
                        .withDefault(2000),
                ConfigKey.of("replacement", ConfigKey.Type.STRING, "What to put instead."));

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t\n"})
        void blankRequiredTextCountsAsNotGiven(String blank) {
            assertThat(def.validate(Map.of("filename", blank))).singleElement().satisfies(error -> assertThat(
                            error.toString())
                    .isEqualTo("filename: is required, but is blank. The file to read."));
            assertThat(def.validate(Map.of()))
                    .extracting(ConfigError::message)
                    .containsExactly("is required, but was not given. The file to read.");
        }

        @Test
        void emptyTextIsAValueWhereItIsNotRequired() {
            Config config = def.parse(Map.of("filename", "a", "replacement", ""));

            assertThat(config.getString("replacement")).isEmpty();
            assertThat(config.findString("replacement")).isEmpty();
        }

        @Test
        void defaultStandsInForAnAbsentOrBlankValue() {
            assertThat(def.parse(Map.of("filename", "a")).getInt("batch.size")).isEqualTo(2000);
            assertThat(def.parse(Map.of("filename", "a", "batch.size", " ")).getInt("batch.size"))
                    .isEqualTo(2000);
        }

        @Test
        void unknownKeysAreLeftToTheirOwners() {
            assertThat(def.validate(Map.of("filename", "a", "connector.class", "b")))
                    .isEmpty();
        }

        @Test
        void askingForAnUndeclaredOrValuelessKeyIsAMistakeOfTheProgrammer() {
            Config config = def.parse(Map.of("filename", "a"));

            assertThatThrownBy(() -> config.getString("file.name"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("file.name");
            assertThatThrownBy(() -> config.getString("replacement"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("replacement");
            assertThat(config.findString("replacement")).isEmpty();
        }
    }

    @Nested
    class Aliases {

        private final ConfigDef def = ConfigDef.of(ConfigKey.of("max.tasks", ConfigKey.Type.INT, "Most tasks.")
                .withDefault(1)
                .withAliases("max-tasks", "max-task"));

        @Test
        void newestSpellingWins() {
            assertThat(def.parse(Map.of("max.tasks", "1", "max-tasks", "2", "max-task", "3"))
                            .getInt("max.tasks"))
                    .isEqualTo(1);
            assertThat(def.parse(Map.of("max-tasks", "2", "max-task", "3")).getInt("max.tasks"))
                    .isEqualTo(2);
            assertThat(def.parse(Map.of("max-task", "3")).getInt("max.tasks")).isEqualTo(3);
        }

        @Test
        void blankNameDoesNotHideAnOlderSpelling() {
            assertThat(def.parse(Map.of("max.tasks", "", "max-tasks", "2")).getInt("max.tasks"))
                    .isEqualTo(2);
        }

        @Test
        void errorNamesTheKeyAsItShouldBeSpelled() {
            assertThat(def.validate(Map.of("max-task", "x")))
                    .singleElement()
                    .extracting(ConfigError::key)
                    .isEqualTo("max.tasks");
        }
    }

    @Nested
    class AllowedValues {

        @Test
        void caseIsIgnoredAndTheDefinitionsSpellingIsReturned() {
            ConfigDef def = ConfigDef.of(ConfigKey.of("errors.tolerance", ConfigKey.Type.STRING, "What to do.")
                    .withAllowed("NONE", "ALL"));

            assertThat(def.parse(Map.of("errors.tolerance", " all ")).getString("errors.tolerance"))
                    .isEqualTo("ALL");
            assertThat(def.validate(Map.of("errors.tolerance", "some")))
                    .singleElement()
                    .extracting(ConfigError::message)
                    .isEqualTo("expected one of NONE, ALL, but got 'some'");
        }

        @Test
        void everyPartOfAListIsChecked() {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("flags", ConfigKey.Type.LIST, "The flags.").withAllowed("DOTALL", "COMMENTS"));

            assertThat(def.parse(Map.of("flags", "comments, DotAll")).getList("flags"))
                    .containsExactly("COMMENTS", "DOTALL");
            assertThat(def.validate(Map.of("flags", "COMMENTS,GLOBAL"))).hasSize(1);
        }

        @Test
        void numbersStayNumbers() {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("bits", ConfigKey.Type.INT, "The width.").withAllowed("32", "64"));

            assertThat(def.parse(Map.of("bits", "64")).getInt("bits")).isEqualTo(64);
            assertThat(def.validate(Map.of("bits", "16"))).hasSize(1);
        }
    }

    @Nested
    class Validators {

        @ParameterizedTest
        @CsvSource({"0, false", "1, true", "10, true", "11, false"})
        void rangeIncludesItsEnds(String number, boolean accepted) {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("n", ConfigKey.Type.INT, "A number.").between(1, 10));

            assertThat(def.validate(Map.of("n", number)).isEmpty()).isEqualTo(accepted);
        }

        @Test
        void fractionBeyondTheRangeIsNotRoundedIntoIt() {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("ratio", ConfigKey.Type.DOUBLE, "A share.").between(0, 1));

            assertThat(def.validate(Map.of("ratio", "1.0"))).isEmpty();
            assertThat(def.validate(Map.of("ratio", "1.5")))
                    .singleElement()
                    .extracting(ConfigError::message)
                    .isEqualTo("expected a number from 0 to 1, but got 1.5");
        }

        @Test
        void laterCheckDoesNotReplaceAnEarlierOne() {
            ConfigDef def = ConfigDef.of(ConfigKey.of("n", ConfigKey.Type.INT, "An even number.")
                    .between(1, 10)
                    .withValidator(value ->
                            (Integer) value % 2 == 0 ? Optional.empty() : Optional.of("expected an even number")));

            assertThat(def.validate(Map.of("n", "12"))).hasSize(1);
            assertThat(def.validate(Map.of("n", "3"))).hasSize(1);
            assertThat(def.validate(Map.of("n", "4"))).isEmpty();
        }
    }

    @Nested
    class Errors {

        private final ConfigDef def = ConfigDef.of(
                ConfigKey.of("filename", ConfigKey.Type.STRING, "The file.").asRequired(),
                ConfigKey.of("batch.size", ConfigKey.Type.INT, "Lines.").between(1, 10),
                ConfigKey.of("mode", ConfigKey.Type.STRING, "The mode.").withAllowed("fast", "safe"));

        @Test
        void everyErrorIsReportedAtOnceInOrderOfDeclaration() {
            Map<String, String> properties = Map.of("mode", "best", "batch.size", "11");

            assertThat(def.validate(properties))
                    .extracting(ConfigError::key)
                    .containsExactly("filename", "batch.size", "mode");
            assertThatThrownBy(() -> def.parse(properties))
                    .isInstanceOfSatisfying(
                            ConfigException.class, e -> assertThat(e.errors()).isEqualTo(def.validate(properties)))
                    .hasMessageContainingAll("filename: ", "; batch.size: ", "; mode: ");
        }

        @Test
        void exceptionWithoutErrorsMakesNoSense() {
            assertThatThrownBy(() -> new ConfigException(List.of())).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void exceptionSurvivesSerialization() throws Exception {
            ConfigException thrown = new ConfigException(List.of(new ConfigError("key", "expected more")));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(thrown);
            }

            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(((ConfigException) in.readObject()).errors()).isEqualTo(thrown.errors());
            }
        }
    }

    @Nested
    class Secrets {

        @Test
        void rejectedSecretIsNotShown() {
            ConfigDef def = ConfigDef.of(
                    ConfigKey.of("token", ConfigKey.Type.PASSWORD, "The token.").withAllowed("a", "b"));

            assertThat(def.validate(Map.of("token", "hunter2")))
                    .singleElement()
                    .extracting(ConfigError::message)
                    .isEqualTo("expected one of a, b, but got a masked value");
        }

        @Test
        void validatorThatRepeatsTheSecretIsCensored() {
            ConfigDef def = ConfigDef.of(ConfigKey.of("token", ConfigKey.Type.PASSWORD, "The token.")
                    .withValidator(value -> Optional.of("expected something else, but got " + value)));

            assertThatThrownBy(() -> def.parse(Map.of("token", "hunter2")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("token: ")
                    .hasMessageNotContaining("hunter2");
        }

        @Test
        void validatorThatKeepsTheSecretIsQuoted() {
            ConfigDef def = ConfigDef.of(ConfigKey.of("token", ConfigKey.Type.PASSWORD, "The token.")
                    .withValidator(value -> Optional.of("expected at least 12 characters, but got fewer")));

            assertThat(def.validate(Map.of("token", "hunter2")))
                    .singleElement()
                    .extracting(ConfigError::message)
                    .isEqualTo("expected at least 12 characters, but got fewer");
        }

        @Test
        void onlyPasswordsAreSecret() {
            for (ConfigKey.Type type : ConfigKey.Type.values()) {
                assertThat(ConfigKey.of("key", type, "A key.").secret()).isEqualTo(type == ConfigKey.Type.PASSWORD);
            }
        }
    }

    @Nested
    class Definitions {

        private final ConfigKey key = ConfigKey.of("key", ConfigKey.Type.INT, "A key.");

        @Test
        void keyDeclaredTwiceIsRefused() {
            assertThatThrownBy(() -> ConfigDef.of(key, key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key");
            assertThatThrownBy(() -> ConfigDef.of(key).and(ConfigDef.of(key)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void defaultThatItsOwnKeyRejectsIsRefused() {
            assertThatThrownBy(() -> ConfigDef.of(key.withDefault("ten")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key");
            assertThatThrownBy(() -> ConfigDef.of(key.withDefault(0).between(1, 2)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void keysKeepTheirOrder() {
            ConfigDef def = ConfigDef.of(
                            ConfigKey.of("z", ConfigKey.Type.INT, "Z."), ConfigKey.of("a", ConfigKey.Type.INT, "A."))
                    .and(ConfigDef.of(key));

            assertThat(def.keys()).extracting(ConfigKey::name).containsExactly("z", "a", "key");
            assertThat(def.key("key")).contains(key);
            assertThat(def.key("other")).isEmpty();
        }

        @Test
        void requiredKeyHasNoDefaultAndTheOtherWayRound() {
            assertThat(key.withDefault(1).asRequired().defaultText()).isNull();
            assertThat(key.asRequired().withDefault(1).required()).isFalse();
        }
    }
}
