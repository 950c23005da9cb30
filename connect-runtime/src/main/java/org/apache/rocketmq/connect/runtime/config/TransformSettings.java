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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;

/**
 * The keys of a connector's transform chain: {@code transforms}, {@code predicates}, and what follows each of their
 * names. Two words tell a class, as users of other systems are used to the other one; where both are given, the
 * documented one is meant and the other is a key of the plugin's own.
 */
final class TransformSettings {

    private static final String CLASS = "class";
    private static final String TYPE = "type";
    private static final String PREDICATE = "predicate";
    private static final String NEGATE = "negate";

    private final Map<String, String> config;
    private final List<String> transforms;
    private final List<String> predicates;

    /**
     * @param config a connector's, in current spellings
     */
    TransformSettings(Map<String, String> config) {
        this.config = config;
        this.transforms = names(ConnectorKeys.TRANSFORMS);
        this.predicates = names(ConnectorKeys.PREDICATES);
    }

    private List<String> names(String key) {
        List<String> names = new ArrayList<>();
        for (String name : text(key).split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    /** Every error that can be told without the plugins. */
    List<ConfigError> errors() {
        List<ConfigError> errors = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (String name : unique(ConnectorKeys.TRANSFORMS, transforms, errors)) {
            requireClass(ConnectorKeys.TRANSFORMS, name, CLASS, errors);
            checkCondition(name, used, errors);
        }
        for (String name : unique(ConnectorKeys.PREDICATES, predicates, errors)) {
            requireClass(ConnectorKeys.PREDICATES, name, TYPE, errors);
            if (!used.contains(name)) {
                errors.add(new ConfigError(
                        ConnectorKeys.PREDICATES,
                        "expected every predicate to be used, but no transform names " + name + " under "
                                + ConnectorKeys.TRANSFORMS + ".<name>." + PREDICATE));
            }
        }
        return errors;
    }

    private static Set<String> unique(String key, List<String> names, List<ConfigError> errors) {
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                errors.add(new ConfigError(key, "expected every name once, but " + name + " is there twice"));
            }
        }
        return seen;
    }

    private void requireClass(String list, String name, String word, List<ConfigError> errors) {
        if (className(list, name, word).isEmpty()) {
            errors.add(new ConfigError(
                    prefix(list, name) + word, "is required, as " + list + " lists " + name + ", but was not given"));
        }
    }

    private void checkCondition(String transform, Set<String> used, List<ConfigError> errors) {
        String predicateKey = prefix(ConnectorKeys.TRANSFORMS, transform) + PREDICATE;
        String predicate = text(predicateKey).strip();
        used.add(predicate);
        if (!predicate.isEmpty() && !predicates.contains(predicate)) {
            errors.add(new ConfigError(
                    predicateKey,
                    "expected one of the names that " + ConnectorKeys.PREDICATES + " lists, but got '" + predicate + "'"
                            + DidYouMean.hint(predicate, predicates)));
        }
        String negateKey = prefix(ConnectorKeys.TRANSFORMS, transform) + NEGATE;
        String negate = text(negateKey).strip();
        if (!negate.isEmpty() && !negate.equalsIgnoreCase("true") && !negate.equalsIgnoreCase("false")) {
            errors.add(new ConfigError(negateKey, "expected true or false, but got '" + negate + "'"));
        } else if (!negate.isEmpty() && predicate.isEmpty()) {
            errors.add(new ConfigError(
                    negateKey, "expected " + predicateKey + " as well, which it turns round, but that was not given"));
        }
    }

    /**
     * The chain, in the order in which it runs.
     *
     * @throws ConfigException when there are {@link #errors}
     */
    List<TransformSpec> specs() {
        List<ConfigError> errors = errors();
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return transforms.stream().map(this::spec).toList();
    }

    private TransformSpec spec(String name) {
        Map<String, String> own = ownKeys(ConnectorKeys.TRANSFORMS, name, CLASS);
        String predicate = own.getOrDefault(PREDICATE, "").strip();
        boolean negate = Boolean.parseBoolean(own.getOrDefault(NEGATE, "").strip());
        own.keySet().removeAll(Set.of(PREDICATE, NEGATE));
        Optional<TransformSpec.Condition> condition = predicate.isEmpty()
                ? Optional.empty()
                : Optional.of(new TransformSpec.Condition(predicate(predicate), negate));
        return new TransformSpec(name, className(ConnectorKeys.TRANSFORMS, name, CLASS), own, condition);
    }

    private PredicateSpec predicate(String name) {
        return new PredicateSpec(
                name, className(ConnectorKeys.PREDICATES, name, TYPE), ownKeys(ConnectorKeys.PREDICATES, name, TYPE));
    }

    /** The class that is named by the word, else by the other word; empty when by none. */
    private String className(String list, String name, String word) {
        return text(classKey(list, name, word)).strip();
    }

    private String classKey(String list, String name, String word) {
        return classKey(prefix(list, name), word);
    }

    /** The key at which the part's class stands. */
    String classKey(ChainPart part) {
        return classKey(part.prefix(), part instanceof TransformSpec ? CLASS : TYPE);
    }

    private String classKey(String prefix, String word) {
        String other = prefix + otherThan(word);
        return text(prefix + word).isBlank() && !text(other).isBlank() ? other : prefix + word;
    }

    private static String otherThan(String word) {
        return word.equals(CLASS) ? TYPE : CLASS;
    }

    private Map<String, String> ownKeys(String list, String name, String word) {
        String prefix = prefix(list, name);
        String classKey = classKey(list, name, word);
        Map<String, String> own = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            boolean isItsClass = key.equals(prefix + word) || key.equals(classKey);
            if (key.startsWith(prefix) && key.length() > prefix.length() && !isItsClass) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }

    /** Why a key of the chain has no effect; empty when it is not one, or has. */
    Optional<String> ignored(String key) {
        return ignored(key, ConnectorKeys.TRANSFORMS, transforms)
                .or(() -> ignored(key, ConnectorKeys.PREDICATES, predicates));
    }

    private static Optional<String> ignored(String key, String list, List<String> names) {
        boolean ignored =
                key.startsWith(list + ".") && names.stream().noneMatch(name -> key.startsWith(prefix(list, name)));
        return ignored ? Optional.of(key + " is ignored, as " + list + " does not list that name") : Optional.empty();
    }

    /** Whether the key belongs to the chain. */
    static boolean isOne(String key) {
        return key.equals(ConnectorKeys.TRANSFORMS)
                || key.equals(ConnectorKeys.PREDICATES)
                || key.startsWith(ConnectorKeys.TRANSFORMS + ".")
                || key.startsWith(ConnectorKeys.PREDICATES + ".");
    }

    /** With the dot: the keys of {@code Replace02} are none of {@code Replace}. */
    static String prefix(String list, String name) {
        return list + "." + name + ".";
    }

    private String text(String key) {
        return config.getOrDefault(key, "");
    }
}
