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

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One step of a connector's transform chain.
 *
 * @param alias what the user calls it in {@code transforms}
 * @param className its class, or the alias of a plugin
 * @param config what is told to it: the keys after {@code transforms.<alias>.}, without {@code class}
 * @param condition which records it sees; empty for all
 */
public record TransformSpec(String alias, String className, Map<String, String> config, Optional<Condition> condition)
        implements ChainPart {

    /**
     * Restricts a transform to some records.
     *
     * @param negate whether it sees the records for which the predicate does not hold
     */
    public record Condition(PredicateSpec predicate, boolean negate) {}

    public TransformSpec {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(className, "className");
        config = Map.copyOf(config);
    }

    /** One that sees every record. */
    public TransformSpec(String alias, String className, Map<String, String> config) {
        this(alias, className, config, Optional.empty());
    }

    @Override
    public String prefix() {
        return TransformSettings.prefix(ConnectorKeys.TRANSFORMS, alias);
    }

    /** Never shows the configuration: it may hold secrets. */
    @Override
    public String toString() {
        return "TransformSpec[" + alias + ", " + className + "]";
    }
}
