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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names that a plugin answers to: its class name, its simple name, and its simple name without the usual ending. */
final class PluginNames {

    private static final int SUGGESTIONS = 3;
    private static final int MINIMAL_COMMON_PART = 3;

    private PluginNames() {}

    static Optional<PluginDescriptor> byClassName(Collection<PluginDescriptor> plugins, String className) {
        return plugins.stream().filter(p -> p.className().equals(className)).findFirst();
    }

    /** Every plugin that a short name may mean. A whole simple name goes before a shortened one. */
    static List<PluginDescriptor> byAlias(Collection<PluginDescriptor> plugins, String alias) {
        List<PluginDescriptor> whole =
                plugins.stream().filter(p -> simpleName(p).equals(alias)).toList();
        return whole.isEmpty()
                ? plugins.stream().filter(p -> isPruned(p, alias)).toList()
                : whole;
    }

    private static boolean isPruned(PluginDescriptor plugin, String alias) {
        String simpleName = simpleName(plugin);
        return endingsOf(plugin.kind()).stream().anyMatch(suffix -> simpleName.equals(alias + suffix));
    }

    private static List<String> endingsOf(PluginKind kind) {
        return switch (kind) {
            case SINK, SOURCE -> List.of("Connector");
            case TRANSFORM -> List.of("Transform");
            case CONVERTER -> List.of("RecordConverter", "Converter");
            case PREDICATE -> List.of("Predicate");
        };
    }

    private static String simpleName(PluginDescriptor plugin) {
        return simpleName(plugin.className());
    }

    /** What follows the package; {@code Outer$Nested} for a nested class. */
    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The class names that look most like the one asked for; empty when none does. */
    static List<String> nearMisses(Collection<PluginDescriptor> plugins, String asked) {
        String wanted = simpleName(asked).toLowerCase(Locale.ROOT);
        int tolerance = Math.max(1, wanted.length() / 4);
        record Near(String className, int distance) {}
        return plugins.stream()
                .map(PluginDescriptor::className)
                .distinct()
                .map(className -> new Near(className, distance(wanted, className)))
                .filter(near -> near.distance() <= tolerance)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::className))
                .limit(SUGGESTIONS)
                .map(Near::className)
                .toList();
    }

    private static int distance(String wanted, String className) {
        String simpleName = simpleName(className).toLowerCase(Locale.ROOT);
        boolean partOf = wanted.length() >= MINIMAL_COMMON_PART && simpleName.contains(wanted);
        return partOf ? 0 : editDistance(wanted, simpleName);
    }

    /** How many letters must be added, removed or replaced to make one text the other. */
    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
