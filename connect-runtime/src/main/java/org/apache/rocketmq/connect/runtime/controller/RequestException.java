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
package org.apache.rocketmq.connect.runtime.controller;

import java.util.List;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.jspecify.annotations.Nullable;

/** A request that was not carried out; nothing was changed, unless the message says that nobody knows. */
public final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Who can mend it. */
    public enum Kind {
        /** The request is wrong: HTTP 400. */
        INVALID,
        /** What it names does not exist: HTTP 404. */
        NOT_FOUND,
        /** It cannot be done in the present state: HTTP 409. */
        CONFLICT,
        /** It is larger than what can be stored: HTTP 413. */
        TOO_LARGE,
        /** It could not be made durable in time; asking again is safe: HTTP 503. */
        UNAVAILABLE
    }

    private final Kind kind;

    @SuppressWarnings("serial") // List.copyOf is serializable
    private final List<ConfigError> errors;

    public RequestException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.errors = List.of();
    }

    private RequestException(String message, List<ConfigError> errors) {
        super(message);
        this.kind = Kind.INVALID;
        this.errors = List.copyOf(errors);
    }

    /** A configuration with these errors. */
    public static RequestException invalidConfig(List<ConfigError> errors) {
        StringBuilder message = new StringBuilder("Expected a valid configuration, but found ")
                .append(errors.size() == 1 ? "1 error" : errors.size() + " errors");
        for (ConfigError error : errors) {
            message.append("; ").append(error);
        }
        return new RequestException(message.toString(), errors);
    }

    public static RequestException notFound(String message) {
        return new RequestException(Kind.NOT_FOUND, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** Every wrong field; empty when the request did not fail over its configuration. */
    public List<ConfigError> errors() {
        return errors;
    }
}
