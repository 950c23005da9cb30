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
package org.apache.rocketmq.connect.runtime.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;

/**
 * Where a worker of a cluster keeps what it must remember, as its conf file says.
 *
 * @param configs never {@link Storage#FILES}, like the others: no other worker could read them
 */
public record ClusterServices(Storage configs, Storage positions, Storage statuses) {

    /**
     * Reads the four settings. A worker alone ignores them, as it always did.
     *
     * @throws ConfigException with every name that is unknown or not for a cluster, and the choices
     */
    public static ClusterServices of(WorkerConfig config) {
        List<ConfigError> errors = new ArrayList<>();
        choose(
                "clusterManagementService",
                config.clusterManagementService(),
                ClusterManagementService.class,
                ClusterManagementService::findsOthers,
                errors);
        Storage configs = storage(
                "configManagementService",
                config.configManagementService(),
                ConfigManagementService.class,
                ConfigManagementService::storage,
                errors);
        Storage positions = storage(
                "positionManagementService",
                config.positionManagementService(),
                PositionManagementService.class,
                PositionManagementService::storage,
                errors);
        Storage statuses = storage(
                "stateManagementService",
                config.stateManagementService(),
                StateManagementService.class,
                StateManagementService::storage,
                errors);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new ClusterServices(configs, positions, statuses);
    }

    private static <S> Storage storage(
            String key, Optional<String> name, Class<S> type, Function<S, Storage> storage, List<ConfigError> errors) {
        return choose(key, name, type, service -> storage.apply(service) != Storage.FILES, errors)
                .map(storage)
                .orElse(Storage.TOPIC_AND_FILES);
    }

    private static <S> Optional<S> choose(
            String key, Optional<String> name, Class<S> type, Predicate<S> fits, List<ConfigError> errors) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<S> known = known(type);
        Optional<S> named = known.stream()
                .filter(service -> service.getClass().getName().equals(name.get()))
                .findFirst();
        if (named.filter(fits).isEmpty()) {
            errors.add(new ConfigError(
                    key,
                    "expected one of "
                            + known.stream()
                                    .filter(fits)
                                    .map(service -> service.getClass().getName())
                                    .collect(Collectors.joining(", "))
                            + ", but got " + name.get() + ", which "
                            + (named.isPresent()
                                    ? "is for a worker alone"
                                    : "is unknown; classes of one's own cannot be used here")));
        }
        return named;
    }

    /** The worker's own: others that a jar registers would bring code, and there is nothing here that would call it. */
    private static <S> List<S> known(Class<S> type) {
        return ServiceLoader.load(type, type.getClassLoader()).stream()
                .filter(each -> each.type().getName().startsWith(ClusterServices.class.getPackageName() + "."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
