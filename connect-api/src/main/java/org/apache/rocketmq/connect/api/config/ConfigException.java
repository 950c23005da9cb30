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
package org.apache.rocketmq.connect.api.config;

import io.openmessaging.connector.api.errors.ConnectException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; it carries every error that was found, not only the first. */
public final class ConfigException extends ConnectException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf is serializable
    private final List<ConfigError> errors;

    /**
     * @param errors every error found; at least one
     * @throws IllegalArgumentException when there is none
     */
    public ConfigException(List<ConfigError> errors) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("; ")));
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one error, but there is none");
        }
        this.errors = List.copyOf(errors);
    }

    /** Every error, in the order of the keys' declaration. */
    public List<ConfigError> errors() {
        return errors;
    }
}
