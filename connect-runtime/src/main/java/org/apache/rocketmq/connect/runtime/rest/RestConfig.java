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
package org.apache.rocketmq.connect.runtime.rest;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where REST listens and what it lets through.
 *
 * @param host the address or name to bind
 * @param port the port to bind; 0 takes any free one
 * @param legacyGetMutations whether the original's GET requests that change something are carried out
 * @param allowedHosts names by which clients may call this worker besides its addresses and {@code localhost}; needed
 *     only behind a proxy, or to shut out DNS rebinding where {@code host} is not a loopback address
 * @param answerTimeout how long a request waits for its change before it is answered with 202
 */
public record RestConfig(
        String host, int port, boolean legacyGetMutations, List<String> allowedHosts, Duration answerTimeout) {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    public RestConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(answerTimeout, "answerTimeout");
        allowedHosts = List.copyOf(allowedHosts);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Expected a port from 0 to 65535, but got " + port);
        }
    }

    /** The defaults: every documented request works, nothing but the given address is bound. */
    public static RestConfig of(String host, int port) {
        return new RestConfig(host, port, true, List.of(), ANSWER_TIMEOUT);
    }

    /** A copy with these host names let through. */
    public RestConfig withAllowedHosts(List<String> names) {
        return new RestConfig(host, port, legacyGetMutations, names, answerTimeout);
    }

    /** A copy that carries out changes by GET, or refuses them. */
    public RestConfig withLegacyGetMutations(boolean allowed) {
        return new RestConfig(host, port, allowed, allowedHosts, answerTimeout);
    }

    /** A copy that waits this long. */
    public RestConfig withAnswerTimeout(Duration timeout) {
        return new RestConfig(host, port, legacyGetMutations, allowedHosts, timeout);
    }
}
