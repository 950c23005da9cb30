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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** A plugin of a connector's transform chain, which has a part of the connector's keys to itself. */
public sealed interface ChainPart permits TransformSpec, PredicateSpec {

    /** Its class, or the alias of a plugin. */
    String className();

    /** What is told to it. */
    Map<String, String> config();

    /** What comes before its keys in the connector's configuration, with the dot at the end. */
    String prefix();

    /**
     * What is probably a typing error among its keys: what to say about each, by full key.
     *
     * @param declared the keys that its plugin says it reads
     */
    default Map<String, String> unknownKeys(Collection<ConfigKey> declared) {
        Set<String> known = new LinkedHashSet<>();
        for (ConfigKey key : declared) {
            known.add(key.name());
            known.addAll(key.aliases());
        }
        Map<String, String> unknown = new TreeMap<>();
        for (String key : config().keySet()) {
            if (!known.contains(key)) {
                unknown.put(prefix() + key, "is not known to " + className() + DidYouMean.hint(key, known));
            }
        }
        return unknown;
    }
}
