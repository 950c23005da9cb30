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
package org.apache.rocketmq.connect.runtime.boot;

import java.util.List;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategy;

/**
 * The class that the setting {@code allocTaskStrategy} names. A worker alone has nothing to deal out, but a conf file
 * that could not start a cluster is refused by it all the same.
 */
final class AllocationStrategy {

    private static final String KEY = "allocTaskStrategy";

    private AllocationStrategy() {}

    /** @throws ConfigException naming the key when the class cannot be used */
    static void check(String className) {
        try {
            Class<?> found = Class.forName(className, false, AllocationStrategy.class.getClassLoader());
            if (!AllocateConnAndTaskStrategy.class.isAssignableFrom(found)) {
                throw unusable(className, "it is none");
            }
            if (Stream.of(found.getConstructors()).noneMatch(made -> made.getParameterCount() == 0)) {
                throw unusable(className, "it has no public constructor without parameters");
            }
        } catch (ClassNotFoundException e) {
            throw unusable(className, "it is not on the worker's class path");
        } catch (LinkageError e) {
            throw unusable(className, "it cannot be loaded: " + e);
        }
    }

    private static ConfigException unusable(String className, String reason) {
        return new ConfigException(List.of(new ConfigError(
                KEY,
                "expected a class that implements " + AllocateConnAndTaskStrategy.class.getName() + ", but got "
                        + className + ": " + reason)));
    }
}
