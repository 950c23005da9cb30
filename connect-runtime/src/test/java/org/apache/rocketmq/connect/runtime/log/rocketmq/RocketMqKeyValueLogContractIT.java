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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyValueLogContractTest;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every log, on a topic that forgets by time, with snapshots. */
@WithRocketMq
class RocketMqKeyValueLogContractIT extends KeyValueLogContractTest {

    private final RocketMqClients clients;
    private final RocketMqLogSettings settings;

    RocketMqKeyValueLogContractIT(EmbeddedRocketMq mq, @TempDir Path directory) {
        this.clients = LogFixture.clients(mq.namesrvAddr());
        this.settings = LogFixture.settings("contract-" + UUID.randomUUID(), Optional.of(directory));
    }

    @Override
    protected KeyValueLog open() {
        return LogFixture.log(settings, clients);
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }
}
