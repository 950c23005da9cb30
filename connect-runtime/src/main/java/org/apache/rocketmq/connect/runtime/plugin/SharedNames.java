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

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that every plugin and the worker have to agree on, so that an object can pass between them: the JDK, the
 * connector API, connect-api, slf4j and JSpecify. A plugin's own copies of these are never used. Everything else, a
 * RocketMQ client included, is the plugin's own business.
 */
final class SharedNames {

    private static final List<String> PREFIXES = List.of(
            "io.openmessaging.connector.api.", "org.apache.rocketmq.connect.api.", "org.slf4j.", "org.jspecify.");

    /** Passed between worker and plugin; its usual implementation, DefaultKeyValue, is not named in any signature. */
    private static final String KEY_VALUE = "io.openmessaging.KeyValue";

    /** The worker's own code: a plugin may carry a copy for itself, but not offer it to others. */
    private static final String WORKER = "org.apache.rocketmq.connect.runtime.";

    private static final Set<String> JDK_PACKAGES = ModuleLayer.boot().modules().stream()
            .filter(module ->
                    module.getName().startsWith("java.") || module.getName().startsWith("jdk."))
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private SharedNames() {}

    static boolean isShared(String className) {
        if (className.equals(KEY_VALUE)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return isJdk(className);
    }

    static boolean isJdk(String className) {
        if (className.startsWith("java.")) {
            return true;
        }
        int lastDot = className.lastIndexOf('.');
        return lastDot > 0 && JDK_PACKAGES.contains(className.substring(0, lastDot));
    }

    static boolean isWorkers(String className) {
        return className.startsWith(WORKER);
    }
}
