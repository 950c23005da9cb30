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
package org.apache.rocketmq.connect.runtime.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M-155, D-53b, H-13: every error at once, and no plugin can make anybody wait for long. */
class ConfigValidatorTest {

    private static final String JSON = "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter";
    private static final int CALLS = 12;

    private final ExecutorService pool = Threads.elasticPool("connect-plugin-test", CALLS);
    private final PluginRegistry plugins = PluginRegistry.scan(null);

    @AfterEach
    void stopPool() {
        pool.shutdownNow();
    }

    @Test
    void aGoodConfigurationHasNoErrorsAndItsSecretsAreKnown() throws Exception {
        ConfigValidator.Result result = validate(TestPlugins.Declaring.class, Map.of("entrance", "sesame"));
        assertThat(result.errors()).isEmpty();
        assertThat(result.secrets()).containsExactly("entrance");
        assertThat(result.warnings()).isEmpty();
        assertThat(result.config()).containsEntry("entrance", "sesame");
    }

    @Test
    void everyErrorIsToldAtOnce() throws Exception {
        ConfigValidator.Result result = validate(
                TestPlugins.Declaring.class,
                Map.of(
                        "doors", "many",
                        "windows", "several",
                        "max.tasks", "none",
                        "value.converter", "org.example.Missing",
                        "transforms", "t",
                        "transforms.t.class", "org.example.Gone"));
        assertThat(result.errors())
                .extracting(ConfigError::key)
                .contains("doors", "windows", "max.tasks", "value.converter", "transforms.t.class");
    }

    /** D-18, C-03, KAFKA-13327: what cannot be part of the chain is told by its key, and never left out. */
    @Test
    void everyErrorOfTheChainIsToldByItsKey() throws Exception {
        Map<String, String> chain = new HashMap<>();
        chain.put("transforms", "mask,gone,cast,quiet");
        chain.put("transforms.mask.class", "MaskField$Value");
        chain.put("transforms.mask.feilds", "card");
        chain.put("transforms.mask.predicate", "orders");
        chain.put("transforms.gone.type", "org.example.Gone");
        chain.put("transforms.gone.predicate", "missing");
        chain.put("transforms.cast.class", "Cast$Value");
        chain.put("transforms.cast.spec", "a:int9");
        chain.put("transforms.cast.predicate", "orders");
        chain.put("transforms.quiet.class", "Filter");
        chain.put("predicates", "orders,missing");
        chain.put("predicates.orders.type", "TopicNameMatches");
        chain.put("predicates.orders.pattern", "[");
        chain.put("predicates.missing.type", "org.example.Missing");

        List<ConfigError> errors = validate(TestPlugins.Plain.class, chain).errors();

        assertThat(errors)
                .extracting(ConfigError::key)
                .containsExactlyInAnyOrder(
                        "transforms.mask.fields",
                        "transforms.mask.feilds",
                        "transforms.gone.type",
                        "transforms.cast.spec",
                        "predicates.orders.pattern",
                        "predicates.missing.type");
        assertThat(errors).extracting(ConfigError::message).anyMatch(text -> text.contains("did you mean fields?"));
    }

    @Test
    void undeclaredAndUnusedPredicatesAreErrors() throws Exception {
        assertThat(validate(
                                TestPlugins.Plain.class,
                                Map.of(
                                        "transforms", "a",
                                        "transforms.a.class", "Filter",
                                        "transforms.a.predicate", "p",
                                        "predicates", "q",
                                        "predicates.q.type", "RecordIsTombstone"))
                        .errors())
                .extracting(ConfigError::key)
                .containsExactly("transforms.a.predicate", "predicates");
    }

    @Test
    void secretsAndUnknownKeysOfTransformsAreKnown() throws Exception {
        ConfigValidator.Result result = validate(
                TestPlugins.Plain.class,
                Map.of(
                        "transforms", "t,u",
                        "transforms.t.class", TestPlugins.DeclaringTransform.class.getName(),
                        "transforms.t.entrance", "sesame",
                        "transforms.u.class", "MaskField$Value",
                        "transforms.u.fields", "a",
                        "transforms.u.replacment", "*"));
        assertThat(result.errors()).isEmpty();
        assertThat(result.secrets()).containsExactly("transforms.t.entrance");
        assertThat(result.warnings())
                .containsExactly("transforms.u.replacment is not known to MaskField$Value; did you mean replacement?");
    }

    @Test
    void anUnknownClassIsAnErrorAndDoesNotHideTheOthers() throws Exception {
        ConfigValidator.Result result = validator(Duration.ofSeconds(10))
                .validate("c", Map.of("connector.class", "org.example.Missing", "max.tasks", "x"))
                .get(10, TimeUnit.SECONDS);
        assertThat(result.errors()).extracting(ConfigError::key).contains("connector.class", "max.tasks");
    }

    @Test
    void bothClassesOfADirectTaskAreCheckedAndNamedByTheirKeys() throws Exception {
        Map<String, String> direct = new HashMap<>(Map.of(
                "connector.direct.enable", "true",
                "source.task.class", TestPlugins.DirectSource.class.getName(),
                "sink.task.class", TestPlugins.DirectSink.class.getName()));
        assertThat(validate(TestPlugins.Plain.class, direct).errors()).isEmpty();

        direct.put("source.task.class", TestPlugins.DirectSink.class.getName());
        direct.put("sink.task.class", "org.example.Missing");
        assertThat(validate(TestPlugins.Plain.class, direct).errors())
                .satisfiesExactly(
                        error -> {
                            assertThat(error.key()).isEqualTo("source.task.class");
                            assertThat(error.message()).contains("SourceTask", "DirectSink");
                        },
                        error -> {
                            assertThat(error.key()).isEqualTo("sink.task.class");
                            assertThat(error.message()).contains("org.example.Missing");
                        });

        direct.remove("sink.task.class");
        assertThat(validate(TestPlugins.Plain.class, direct).errors())
                .extracting(ConfigError::key)
                .containsExactlyInAnyOrder("sink.task.class", "source.task.class");
    }

    @Test
    void whatThePluginRefusesIsAnErrorWithItsWords() throws Exception {
        assertThat(validate(TestPlugins.Refusing.class, Map.of()).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("no such table"));
    }

    @Test
    void anErrorInAStaticInitialiserIsAnErrorOfTheConfiguration() throws Exception {
        for (int i = 0; i < 2; i++) { // the second time, the JVM says NoClassDefFoundError
            assertThat(validate(TestPlugins.BrokenClass.class, Map.of()).errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.key()).isEqualTo("connector.class"));
        }
    }

    @Test
    void anErrorInADeclaredCheckIsAnErrorOfTheConfiguration() throws Exception {
        assertThat(validate(TestPlugins.FailingCheck.class, Map.of("doors", "2"))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("org/example/Door"));
    }

    @Test
    void aPluginThatDoesNotAnswerIsInterruptedAndTheRequestIsToldSo() throws Exception {
        CompletableFuture<ConfigValidator.Result> hung =
                validator(Duration.ofMillis(50)).validate("c", config(TestPlugins.Hanging.class, Map.of()));
        assertUnavailable(hung, "within");
        assertThat(TestPlugins.Hanging.INTERRUPTED.tryAcquire(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void pluginsThatNeverReturnDoNotMakeOthersWait() throws Exception {
        ConfigValidator validator = validator(Duration.ofMillis(50));
        List<CompletableFuture<ConfigValidator.Result>> hung = new ArrayList<>();
        try {
            for (int i = 0; i < CALLS / 2; i++) {
                hung.add(validator.validate("c", config(TestPlugins.Stubborn.class, Map.of())));
            }
            for (CompletableFuture<ConfigValidator.Result> each : hung) {
                assertUnavailable(each, "within");
            }
            assertThat(validate(TestPlugins.Plain.class, Map.of()).errors()).isEmpty();

            await().atMost(Duration.ofSeconds(10)).until(() -> refused(validator, TestPlugins.Stubborn.class));
        } finally {
            TestPlugins.Stubborn.LET_GO.release(2 * CALLS);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !refused(validator, TestPlugins.Plain.class));
    }

    /** Whether there is no thread left for it, which is told at once. */
    private static boolean refused(ConfigValidator validator, Class<?> connector) {
        CompletableFuture<ConfigValidator.Result> answer = validator.validate("c", config(connector, Map.of()));
        return answer.isCompletedExceptionally();
    }

    @Test
    void declaredKeysAreToldAndSomeDeclareNone() throws Exception {
        ConfigValidator validator = validator(Duration.ofSeconds(10));
        assertThat(validator.declaredKeys(TestPlugins.Declaring.class.getName()).get(10, TimeUnit.SECONDS))
                .hasValueSatisfying(keys -> assertThat(keys)
                        .extracting(ConfigKey::name)
                        .containsExactlyInAnyOrder("entrance", "doors", "windows"));
        assertThat(validator.declaredKeys(TestPlugins.Plain.class.getName()).get(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(validator.declaredKeys("org.example.Missing").get(10, TimeUnit.SECONDS))
                .isEmpty();
    }

    private static void assertUnavailable(CompletableFuture<?> request, String words) {
        assertThatThrownBy(() -> request.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.kind()).isEqualTo(RequestException.Kind.UNAVAILABLE))
                .hasMessageContaining(words);
    }

    private ConfigValidator.Result validate(Class<?> connector, Map<String, String> more) throws Exception {
        return validator(Duration.ofSeconds(10))
                .validate("c", config(connector, more))
                .get(10, TimeUnit.SECONDS);
    }

    private ConfigValidator validator(Duration timeout) {
        return new ConfigValidator(plugins, pool, timeout, JSON, JSON);
    }

    private static Map<String, String> config(Class<?> connector, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("connector.class", connector.getName());
        config.put("connect.topicname", "t");
        return config;
    }
}
