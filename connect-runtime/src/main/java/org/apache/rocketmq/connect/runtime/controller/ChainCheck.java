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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.config.ChainPart;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.PredicateSpec;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.worker.PluginParts;

/** Asks the plugins of a transform chain about their settings, each by its full key in the connector's configuration. */
final class ChainCheck {

    /** What was made of a specification. */
    private record Made(Object plugin, ClassLoader loader) {}

    private final PluginParts parts;
    private final List<ConfigError> errors;
    private final List<String> warnings;
    private final Set<String> secrets;

    /**
     * @param errors where errors are added
     * @param warnings where probable mistakes are added
     * @param secrets where the keys that plugins declare as secrets are added
     */
    ChainCheck(PluginParts parts, List<ConfigError> errors, List<String> warnings, Set<String> secrets) {
        this.parts = parts;
        this.errors = errors;
        this.warnings = warnings;
        this.secrets = secrets;
    }

    /** Checks every transform and every predicate, each once however often it is used. */
    void check(ConnectorConfig config) {
        Set<PredicateSpec> predicates = new LinkedHashSet<>();
        for (TransformSpec spec : config.transforms()) {
            TransformSpec alone = new TransformSpec(spec.alias(), spec.className(), spec.config());
            check(alone, config.classKey(spec), () -> {
                TransformChain.Step step = parts.transform(alone);
                return new Made(step.transform(), step.loader());
            });
            spec.condition().map(TransformSpec.Condition::predicate).ifPresent(predicates::add);
        }
        for (PredicateSpec spec : predicates) {
            check(spec, config.classKey(spec), () -> {
                TransformChain.Condition made = parts.predicate(spec, false);
                return new Made(made.predicate(), made.loader());
            });
        }
    }

    private void check(ChainPart spec, String classKey, Supplier<Made> making) {
        try {
            Made made = making.get();
            PluginParts.definition(made.plugin(), made.loader()).ifPresent(definition -> {
                List<ConfigKey> declared = definition.keys();
                declared.stream().filter(ConfigKey::secret).forEach(key -> secrets.add(spec.prefix() + key.name()));
                spec.unknownKeys(declared).forEach((key, problem) -> warnings.add(key + " " + problem));
            });
        } catch (ConfigException e) {
            errors.addAll(e.errors());
        } catch (RuntimeException e) {
            errors.add(new ConfigError(classKey, ConfigValidator.describe(e)));
        }
    }
}
