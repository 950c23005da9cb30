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
package org.apache.rocketmq.connect.runtime.worker;

import io.openmessaging.connector.api.component.Component;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.config.ChainPart;
import org.apache.rocketmq.connect.runtime.config.ConverterSpec;
import org.apache.rocketmq.connect.runtime.config.PredicateSpec;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.pipeline.ScopedConverter;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;

/**
 * Makes a connector's converters, transforms and predicates from the installed plugins: for a task that uses them, and for a
 * validation that only wants to see them made.
 */
public final class PluginParts {

    private final PluginCatalog catalog;
    private final PluginDescriptor connector;

    /**
     * @param connector the connector's own plugin, where its parts are looked for first
     */
    public PluginParts(PluginCatalog catalog, PluginDescriptor connector) {
        this.catalog = catalog;
        this.connector = connector;
    }

    /** A configured converter. */
    public RecordConverter converter(ConverterSpec spec) {
        PluginDescriptor plugin = catalog.resolve(spec.className(), PluginKind.CONVERTER, connector);
        RecordConverter made = plugin.newInstance(RecordConverter.class);
        run(plugin, () -> made.configure(spec.config()));
        return ScopedConverter.of(made, plugin.loader());
    }

    /** A transform, with its predicate if it has one; both have validated their configuration, but not started. */
    public TransformChain.Step transform(TransformSpec spec) {
        PluginDescriptor plugin = catalog.resolve(spec.className(), PluginKind.TRANSFORM, connector);
        @SuppressWarnings("unchecked") // the API's own bound: a transform of records
        Transform<ConnectRecord> made = plugin.newInstance(Transform.class);
        validate(made, plugin, spec);
        return new TransformChain.Step(
                made, plugin.loader(), spec.condition().map(this::condition).orElse(null));
    }

    /**
     * A task that is there, and the loader of its plugin.
     *
     * @param loader the plugin's
     */
    public record MadeTask<T>(T task, ClassLoader loader) {}

    /** The source of a direct task. */
    public MadeTask<SourceTask> sourceTask(String className) {
        return task(className, PluginKind.SOURCE, SourceTask.class);
    }

    /** The sink of a direct task. */
    public MadeTask<SinkTask> sinkTask(String className) {
        return task(className, PluginKind.SINK, SinkTask.class);
    }

    private <T> MadeTask<T> task(String className, PluginKind kind, Class<T> type) {
        PluginDescriptor plugin = catalog.task(className, kind, connector);
        if (!type.isAssignableFrom(plugin.load())) {
            throw new ConnectException("Expected the class of a " + type.getSimpleName() + ", but " + className
                    + " from " + plugin.location() + " is none");
        }
        return new MadeTask<>(plugin.newInstance(type), plugin.loader());
    }

    private TransformChain.Condition condition(TransformSpec.Condition condition) {
        return predicate(condition.predicate(), condition.negate());
    }

    /** A predicate that has validated its configuration, but not started. */
    public TransformChain.Condition predicate(PredicateSpec spec, boolean negate) {
        PluginDescriptor plugin = catalog.resolve(spec.className(), PluginKind.PREDICATE, connector);
        Predicate made = plugin.newInstance(Predicate.class);
        validate(made, plugin, spec);
        return new TransformChain.Condition(made, plugin.loader(), negate);
    }

    /** Declared keys first; the plugin's own code is asked only about what they allow. Errors name the full key. */
    private static void validate(Component made, PluginDescriptor plugin, ChainPart spec) {
        Optional<ConfigDef> definition = Optional.empty();
        try {
            definition = definition(made, plugin.loader());
            definition.ifPresent(declared -> declared.parse(spec.config()));
            run(plugin, () -> made.validate(ConnectKeyValue.of(spec.config())));
        } catch (ConfigException e) {
            List<ConfigError> errors = new ArrayList<>();
            e.errors().forEach(error -> errors.add(new ConfigError(spec.prefix() + error.key(), error.message())));
            // What is missing may be there under a name that is spelled wrong.
            definition.ifPresent(declared -> spec.unknownKeys(declared.keys())
                    .forEach((key, problem) -> errors.add(new ConfigError(key, problem))));
            throw new ConfigException(errors);
        }
    }

    /**
     * The keys that a plugin says it reads.
     *
     * @return empty when it does not say
     */
    public static Optional<ConfigDef> definition(Object plugin, ClassLoader loader) {
        List<ConfigDef> answer = new ArrayList<>();
        if (plugin instanceof Configurable configurable) {
            call(loader, () -> answer.add(configurable.configDef()));
        }
        return answer.stream().findFirst();
    }

    /** Starts a transform and its predicate: both, or none. */
    public static void start(TransformChain.Step step, TransformSpec spec) {
        TransformChain.Condition condition = step.condition();
        if (condition == null || spec.condition().isEmpty()) {
            startTransform(step, spec);
            return;
        }
        PredicateSpec predicate = spec.condition().get().predicate();
        call(condition.loader(), () -> condition.predicate().start(ConnectKeyValue.of(predicate.config())));
        try {
            startTransform(step, spec);
        } catch (RuntimeException e) {
            stopAfter(e, condition);
            throw e;
        }
    }

    private static void startTransform(TransformChain.Step step, TransformSpec spec) {
        call(step.loader(), () -> step.transform().start(ConnectKeyValue.of(spec.config())));
    }

    private static void stopAfter(RuntimeException failure, TransformChain.Condition condition) {
        try {
            call(condition.loader(), condition.predicate()::stop);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static void run(PluginDescriptor plugin, PluginScope.Action action) {
        call(plugin.loader(), action);
    }

    private static void call(ClassLoader loader, PluginScope.Action action) {
        try {
            PluginScope.run(loader, action);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // the API declares none, but byte code may throw any
            throw new ConnectException(e.getMessage(), e);
        }
    }
}
