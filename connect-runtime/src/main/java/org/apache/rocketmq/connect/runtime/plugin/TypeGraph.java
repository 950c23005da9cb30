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
package org.apache.rocketmq.connect.runtime.plugin;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what kinds of plugin a class is, by following its super types as a class loader would: first in the location,
 * then in what lies behind it. Remembers every answer. Locations are scanned side by side and share the graph behind them,
 * hence the lock; it is taken from a location's graph to the one behind, never back.
 */
final class TypeGraph {

    private static final Map<String, PluginKind> BASE_TYPES = Arrays.stream(PluginKind.values())
            .collect(Collectors.toUnmodifiableMap(k -> k.baseType().getName().replace('.', '/'), k -> k));

    private final Function<String, @Nullable ClassHeader> classes;
    private final @Nullable TypeGraph behind;
    private final Map<String, Set<PluginKind>> answers = new HashMap<>();

    /**
     * @param classes the header of the class with an internal name; null when it is not here
     * @param behind where the loader looks next; null when nowhere
     */
    TypeGraph(Function<String, @Nullable ClassHeader> classes, @Nullable TypeGraph behind) {
        this.classes = classes;
        this.behind = behind;
    }

    synchronized Set<PluginKind> kindsOf(String internalName) {
        Set<PluginKind> known = answers.get(internalName);
        if (known != null) {
            return known;
        }
        answers.put(internalName, Set.of()); // a damaged class that is its own ancestor ends here
        Set<PluginKind> kinds = work(internalName);
        answers.put(internalName, kinds);
        return kinds;
    }

    private Set<PluginKind> work(String internalName) {
        PluginKind base = BASE_TYPES.get(internalName);
        if (base != null) {
            return EnumSet.of(base);
        }
        String className = internalName.replace('/', '.');
        if (SharedNames.isJdk(className)) {
            return Set.of();
        }
        ClassHeader header = behind != null && SharedNames.isShared(className) ? null : classes.apply(internalName);
        if (header == null) {
            return behind == null ? Set.of() : behind.kindsOf(internalName);
        }
        return kindsOf(header);
    }

    /** As {@link #kindsOf(String)}, for a class whose header is at hand. */
    synchronized Set<PluginKind> kindsOf(ClassHeader header) {
        String superName = header.superName();
        Set<PluginKind> kinds = superName == null ? Set.of() : kindsOf(superName);
        for (String name : header.interfaces()) {
            Set<PluginKind> more = kindsOf(name);
            if (!more.isEmpty()) {
                Set<PluginKind> all = EnumSet.copyOf(more);
                all.addAll(kinds);
                kinds = Collections.unmodifiableSet(all);
            }
        }
        return kinds;
    }
}
