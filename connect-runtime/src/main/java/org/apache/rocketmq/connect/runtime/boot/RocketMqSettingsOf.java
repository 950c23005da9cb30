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

import java.util.Optional;
import java.util.UUID;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqSettings;

/** The worker's settings in the shape in which the RocketMQ clients want them. */
final class RocketMqSettingsOf {

    private RocketMqSettingsOf() {}

    static RocketMqSettings config(WorkerConfig config) {
        Optional<RocketMqSettings.Credentials> credentials = config.aclEnable()
                ? Optional.of(new RocketMqSettings.Credentials(
                        config.accessKey().orElse(""), config.secretKey().orElse("")))
                : Optional.empty();
        return new RocketMqSettings(
                config.namesrvAddr(),
                config.workerId() + "-" + UUID.randomUUID(),
                credentials,
                config.clusterName(),
                config.producerGroup(),
                config.adminGroup(),
                config.operationTimeout(),
                config.maxMessageSize(),
                config.autoCreateTopicEnable(),
                config.autoCreateGroupEnable(),
                config.maxRedeliveryTimes());
    }
}
