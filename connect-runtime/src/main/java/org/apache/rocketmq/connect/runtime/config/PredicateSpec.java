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

/**
 * A predicate as a connector declares it.
 *
 * @param name what the user calls it in {@code predicates}
 * @param className its class, or the alias of a plugin
 * @param config what is told to it: the keys after {@code predicates.<name>.}, without {@code type}
 */
public record PredicateSpec(String name, String className, Map<String, String> config) implements ChainPart {

    public PredicateSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(className, "className");
        config = Map.copyOf(config);
    }

    @Override
    public String prefix() {
        return TransformSettings.prefix(ConnectorKeys.PREDICATES, name);
    }

    /** Never shows the configuration: it may hold secrets. */
    @Override
    public String toString() {
        return "PredicateSpec[" + name + ", " + className + "]";
    }
}
