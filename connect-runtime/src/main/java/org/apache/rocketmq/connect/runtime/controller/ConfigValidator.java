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

import io.openmessaging.connector.api.component.connector.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.ConnectorKeys;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginNotFoundException;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;
import org.apache.rocketmq.connect.runtime.worker.PluginParts;
import org.jspecify.annotations.Nullable;

/**
 * Checks a connector's configuration with the plugins that it names: class, declared keys, the connector's own
 * {@code validate}, converters, transforms; and finds every error at once. Plugin code runs on a pool of its own and is
 * given a bounded time.
 */
public final class ConfigValidator {

    /**
     * What a configuration turned out to be.
     *
     * @param config the effective configuration: current spellings
     * @param secrets the keys that the plugin declares as secrets
     * @param errors every error; empty when it can be used
     * @param warnings what is probably a mistake
     */
    public record Result(
            Map<String, String> config, Set<String> secrets, List<ConfigError> errors, List<String> warnings) {}

    private final PluginRegistry plugins;
    private final ExecutorService pool;
    private final Duration timeout;
    private final String keyConverter;
    private final String valueConverter;

    /**
     * @param pool runs plugin code; one that refuses work rather than let it wait behind plugins that do not return
     * @param timeout how long all of one validation may take
     * @param keyConverter class for connectors that name none
     * @param valueConverter class for connectors that name none
     */
    public ConfigValidator(
            PluginRegistry plugins,
            ExecutorService pool,
            Duration timeout,
            String keyConverter,
            String valueConverter) {
        this.plugins = plugins;
        this.pool = pool;
        this.timeout = timeout;
        this.keyConverter = keyConverter;
        this.valueConverter = valueConverter;
    }

    /**
     * @return fails with {@link RequestException} when the plugin does not answer in time
     */
    public CompletableFuture<Result> validate(String name, Map<String, String> submitted) {
        return bounded("check the configuration of '" + name + "'", () -> check(name, submitted));
    }

    /**
     * The keys that a plugin says it reads.
     *
     * @return empty when it is not installed, or does not say
     */
    public CompletableFuture<Optional<List<ConfigKey>>> declaredKeys(String className) {
        return bounded("tell the keys of " + className, () -> {
            try {
                PluginDescriptor plugin = plugins.catalog().find(className, PluginKind.values());
                Object made = plugin.newInstance(plugin.kind().baseType());
                return made instanceof Configurable configurable
                        ? Optional.of(PluginScope.call(plugin.loader(), configurable::configDef)
                                .keys())
                        : Optional.empty();
            } catch (PluginNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Runs plugin code on the pool, and interrupts it when it takes too long. */
    private <T> CompletableFuture<T> bounded(String what, Callable<T> body) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Future<?> running;
        try {
            running = pool.submit(() -> {
                try {
                    answer.complete(body.call());
                } catch (Throwable e) { // whatever the plugin throws is the request's failure
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new RequestException(
                    RequestException.Kind.UNAVAILABLE,
                    "Expected a thread to be free to " + what
                            + ", but too many calls into plugins have not returned; nothing was changed",
                    e));
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose(failure -> {
            if (failure instanceof TimeoutException) {
                running.cancel(true);
                return CompletableFuture.failedFuture(new RequestException(
                        RequestException.Kind.UNAVAILABLE,
                        "Expected the plugin to " + what + " within " + timeout.toSeconds()
                                + " s, but it has not answered; nothing was changed",
                        failure));
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private Result check(String name, Map<String, String> submitted) {
        PluginCatalog catalog = plugins.catalog();
        List<ConfigError> errors = new ArrayList<>();
        PluginDescriptor plugin = find(catalog, submitted, errors);
        ConnectorType type = plugin == null
                ? ConnectorType.UNKNOWN
                : plugin.kind() == PluginKind.SOURCE ? ConnectorType.SOURCE : ConnectorType.SINK;
        ConnectorConfig config = ConnectorConfig.of(name, submitted, type);
        errors.addAll(config.validate());
        if (plugin == null) {
            return new Result(config.effective(), Set.of(), errors, config.deprecations());
        }
        List<ConfigKey> declared = checkConnector(plugin, config, errors);
        PluginParts parts = new PluginParts(catalog, plugin);
        checkConverters(parts, config, errors);
        Set<String> secrets =
                declared.stream().filter(ConfigKey::secret).map(ConfigKey::name).collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>(config.deprecations());
        warnings.addAll(config.doubts(declaredNames(declared)));
        if (config.transformErrors().isEmpty()) { // else their names and classes are wrong, and told already
            new ChainCheck(parts, errors, warnings, secrets).check(config);
        }
        return new Result(config.effective(), secrets, errors, warnings);
    }

    private static Set<String> declaredNames(List<ConfigKey> declared) {
        return declared.stream()
                .flatMap(key -> Stream.concat(Stream.of(key.name()), key.aliases().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable PluginDescriptor find(
            PluginCatalog catalog, Map<String, String> submitted, List<ConfigError> errors) {
        String className = ConnectorConfig.normalise(submitted).getOrDefault(ConnectorKeys.CONNECTOR_CLASS, "");
        if (className.isBlank()) {
            return null; // the key is required, and its absence is told with the other keys
        }
        try {
            return catalog.find(className, PluginKind.SOURCE, PluginKind.SINK);
        } catch (PluginNotFoundException e) {
            errors.add(new ConfigError(ConnectorKeys.CONNECTOR_CLASS, String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** The plugin's declared keys first; its own code is asked only about what they allow. */
    private static List<ConfigKey> checkConnector(
            PluginDescriptor plugin, ConnectorConfig config, List<ConfigError> errors) {
        try {
            Connector<?> connector = plugin.newInstance(Connector.class);
            List<ConfigKey> declared = List.of();
            if (connector instanceof Configurable configurable) {
                ConfigDef definition = PluginScope.call(plugin.loader(), configurable::configDef);
                declared = definition.keys();
                List<ConfigError> found =
                        PluginScope.call(plugin.loader(), () -> definition.validate(config.effective()));
                errors.addAll(found);
                if (!found.isEmpty()) {
                    return declared;
                }
            }
            PluginScope.run(plugin.loader(), () -> connector.validate(ConnectKeyValue.of(config.effective())));
            return declared;
        } catch (ConfigException e) {
            errors.addAll(e.errors());
        } catch (Exception e) {
            errors.add(new ConfigError(ConnectorKeys.CONNECTOR_CLASS, describe(e)));
        }
        return List.of();
    }

    private void checkConverters(PluginParts parts, ConnectorConfig config, List<ConfigError> errors) {
        attempt(errors, ConnectorKeys.KEY_CONVERTER, () -> parts.converter(config.keyConverter(keyConverter)));
        attempt(errors, ConnectorKeys.VALUE_CONVERTER, () -> parts.converter(config.valueConverter(valueConverter)));
        if (config.direct()) {
            checkTask(errors, ConnectorKeys.SOURCE_TASK_CLASS, config.sourceTaskClass(), parts::sourceTask);
            checkTask(errors, ConnectorKeys.SINK_TASK_CLASS, config.sinkTaskClass(), parts::sinkTask);
        }
    }

    private static void checkTask(List<ConfigError> errors, String key, String className, Consumer<String> making) {
        if (!className.isEmpty()) { // its absence is told with the other keys
            attempt(errors, key, () -> making.accept(className));
        }
    }

    private static void attempt(List<ConfigError> errors, String key, Runnable making) {
        try {
            making.run();
        } catch (RuntimeException e) {
            errors.add(new ConfigError(key, describe(e)));
        }
    }

    static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    }
}
