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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * How a worker's id travels in a RocketMQ client id: {@code <address>@connect-worker.<worker id, escaped>@<start>}. The
 * part for this start lets a worker tell its own connections from those of whoever else uses its id, and lets it start
 * again in a process where its last client still ends.
 */
final class MemberName {

    private static final String PREFIX = "connect-worker.";

    private MemberName() {}

    /**
     * The part of the client id that its user chooses.
     *
     * @param start different for every start; without {@code @}
     */
    static String instance(String workerId, String start) {
        return PREFIX + URLEncoder.encode(workerId, UTF_8) + "@" + start;
    }

    /** The worker's id; empty when the client is no worker's. */
    static Optional<String> worker(String clientId) {
        String[] parts = clientId.split("@", -1);
        if (parts.length != 3 || !parts[1].startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(parts[1].substring(PREFIX.length()), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
