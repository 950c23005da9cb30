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
package org.apache.rocketmq.connect.runtime.assign;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.config.ProcessEnvironment;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategyByConsistentHash;
import org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.WholeAllocation;

/** Makes the assignor that the worker setting {@code allocTaskStrategy} names. */
public final class Assignors {

    private static final String KEY = "allocTaskStrategy";

    private static final String CHOICES = Stream.of(
                    DefaultAllocateConnAndTaskStrategy.class,
                    StickyAllocateConnAndTaskStrategy.class,
                    AllocateConnAndTaskStrategyByConsistentHash.class)
            .map(Class::getName)
            .collect(Collectors.joining(", "));

    private Assignors() {}

    /**
     * The assignor of a strategy that comes with the worker, or of a class of the user's on the worker's class path.
     *
     * @throws ConfigException naming the setting, or the JVM property, that cannot be used
     */
    public static Assignor named(String className) {
        return named(className, ProcessEnvironment.current());
    }

    static Assignor named(String className, ProcessEnvironment environment) {
        if (className.equals(AllocateConnAndTaskStrategyByConsistentHash.class.getName())) {
            return new WholeAssignor(new AllocateConnAndTaskStrategyByConsistentHash(environment.systemProperties()));
        }
        AllocateConnAndTaskStrategy strategy = instance(className);
        return strategy instanceof WholeAllocation whole ? new WholeAssignor(whole) : new StrategyAssignor(strategy);
    }

    private static AllocateConnAndTaskStrategy instance(String className) {
        try {
            Class<?> found = Class.forName(className, false, Assignors.class.getClassLoader());
            if (!AllocateConnAndTaskStrategy.class.isAssignableFrom(found)) {
                throw unusable(className, "it implements no strategy");
            }
            if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
                throw unusable(className, "it is no public class of which an object can be made");
            }
            return (AllocateConnAndTaskStrategy) found.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw unusable(className, "it is not on the worker's class path");
        } catch (NoSuchMethodException e) {
            throw unusable(className, "it has no public constructor without parameters");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw unusable(className, "it cannot be made: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private static ConfigException unusable(String className, String reason) {
        return new ConfigException(List.of(new ConfigError(
                KEY,
                "expected one of " + CHOICES + ", or a public class of your own that implements "
                        + AllocateConnAndTaskStrategy.class.getName() + ", but got " + className + ": " + reason)));
    }
}
