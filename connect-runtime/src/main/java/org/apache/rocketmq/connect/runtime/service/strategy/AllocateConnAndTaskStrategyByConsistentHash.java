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
package org.apache.rocketmq.connect.runtime.service.strategy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.common.consistenthash.HashFunction;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/**
 * Puts workers and work on a ring of hashes: when one of n workers joins or leaves, about 1/n of the work moves, and
 * nothing moves between workers that stay. The price is an uneven share, by about a tenth with the default points.
 *
 * <p>A connector is found by its name and a task by {@code <connector>-<number>}, never by its configuration, so that an
 * edit moves nothing.
 *
 * <p>Each worker has {@code -DvirtualNode} points on the ring, 128 unless that is set. The older documents say 1, which
 * can leave one of three workers with nearly everything; the older code took the number of workers, so that every join
 * changed the points of all workers and moved what need not move. Set on all workers alike, as every worker computes
 * the ring.
 */
public final class AllocateConnAndTaskStrategyByConsistentHash implements WholeAllocation {

    /** The JVM property with the number of points of each worker; absent or 0 means {@link #DEFAULT_POINTS}. */
    public static final String POINTS_PROPERTY = "virtualNode";
    /** The JVM property with the name of a class that implements {@code HashFunction}; absent means MD5. */
    public static final String FUNCTION_PROPERTY = "consistentHashFunc";
    /** Shares differ by about 1/√128 of their size then. */
    public static final int DEFAULT_POINTS = 128;

    private static final int MOST_POINTS = 100_000;

    private final int pointsEach;
    private final HashFunction hash;

    /** As this process's JVM properties say. */
    public AllocateConnAndTaskStrategyByConsistentHash() {
        this(processProperties());
    }

    /**
     * @param jvmProperties in which {@value #POINTS_PROPERTY} and {@value #FUNCTION_PROPERTY} count
     * @throws ConfigException naming the property when one of them cannot be used
     */
    public AllocateConnAndTaskStrategyByConsistentHash(Map<String, String> jvmProperties) {
        this.pointsEach = given(jvmProperties, POINTS_PROPERTY)
                .map(AllocateConnAndTaskStrategyByConsistentHash::points)
                .orElse(DEFAULT_POINTS);
        this.hash = given(jvmProperties, FUNCTION_PROPERTY)
                .map(AllocateConnAndTaskStrategyByConsistentHash::function)
                .orElseGet(Md5Hash::new);
    }

    private static Map<String, String> processProperties() {
        Map<String, String> found = new HashMap<>();
        for (String name : List.of(POINTS_PROPERTY, FUNCTION_PROPERTY)) {
            Optional.ofNullable(System.getProperty(name)).ifPresent(value -> found.put(name, value));
        }
        return found;
    }

    private static Optional<String> given(Map<String, String> properties, String name) {
        return Optional.ofNullable(properties.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static int points(String text) {
        try {
            int points = Integer.parseInt(text);
            if (points >= 0 && points <= MOST_POINTS) {
                return points == 0 ? DEFAULT_POINTS : points;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        throw new ConfigException(List.of(new ConfigError(
                POINTS_PROPERTY, "expected a whole number from 0 to " + MOST_POINTS + ", but got '" + text + "'")));
    }

    private static HashFunction function(String className) {
        try {
            Class<?> found =
                    Class.forName(className, true, AllocateConnAndTaskStrategyByConsistentHash.class.getClassLoader());
            if (!HashFunction.class.isAssignableFrom(found)) {
                throw unusable(className, "it does not implement it");
            }
            return (HashFunction) found.getConstructor().newInstance();
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
                FUNCTION_PROPERTY,
                "expected a public class that implements " + HashFunction.class.getName() + ", but got " + className
                        + ": " + reason)));
    }

    @Override
    public Map<WorkId, String> ownersOf(
            Collection<String> workers, Collection<WorkId> work, Map<WorkId, String> owners) {
        if (workers.isEmpty()) {
            return Map.of();
        }
        HashRing ring = new HashRing(workers.stream().distinct().sorted().toList(), pointsEach, hash);
        Map<WorkId, String> dealt = new HashMap<>(2 * work.size());
        work.forEach(each -> dealt.put(each, ring.ownerOf(each.toString())));
        return dealt;
    }
}
