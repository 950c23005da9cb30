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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to reach RocketMQ.
 *
 * @param nameServers addresses, separated by semicolons
 * @param instanceName unique per process on a host; clients that share it share connections and threads
 * @param credentials for brokers with access control
 * @param clusterName the cluster on which missing topics and groups are created; empty for every cluster
 * @param producerGroup group of the one producer
 * @param adminGroup group of the one administrator
 * @param operationTimeout how long a send or an administrative request may take
 * @param maxMessageSize bytes of a message's body that are accepted
 * @param createTopics whether missing topics may be created
 * @param createGroups whether missing groups may be created
 * @param groupMaxRetries redeliveries of groups that are created; empty for RocketMQ's default
 */
public record RocketMqSettings(
        String nameServers,
        String instanceName,
        Optional<Credentials> credentials,
        Optional<String> clusterName,
        String producerGroup,
        String adminGroup,
        Duration operationTimeout,
        int maxMessageSize,
        boolean createTopics,
        boolean createGroups,
        OptionalInt groupMaxRetries) {

    /** An access key and its secret. */
    public record Credentials(String accessKey, String secretKey) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Credentials[" + accessKey + "]";
        }
    }

    public RocketMqSettings {
        Objects.requireNonNull(nameServers, "nameServers");
        Objects.requireNonNull(instanceName, "instanceName");
    }
}
