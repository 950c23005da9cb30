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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMessageTest {

    private static MessageExt stored(Message message, long offset) {
        MessageExt stored = new MessageExt();
        stored.setTopic(message.getTopic());
        stored.setBody(message.getBody());
        stored.setQueueOffset(offset);
        stored.setStoreTimestamp(123);
        MessageAccessor.setProperties(stored, message.getProperties());
        return stored;
    }

    @Test
    void updateComesBackAsItWasSent() {
        Update update = new Update("a", "{\"n\":1.0}");

        assertThat(LogMessage.read("c", stored(LogMessage.of("t", "c", update, 3), 7)))
                .contains(new LogMessage(7, update, 3, LogMessage.ORIGINAL, 123));
        assertThat(LogMessage.read("c", stored(LogMessage.refresh("t", "c", update, 5), 7)))
                .contains(new LogMessage(7, update, 0, 5, 123));
        assertThat(LogMessage.read("c", stored(LogMessage.of("t", "c", new Update("a", null), 0), 7)))
                .contains(new LogMessage(7, new Update("a", null), 0, LogMessage.ORIGINAL, 123));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "not json",
                "{\"key\":\"a\"}",
                "{\"value\":1}",
                "{\"key\":\"a\",\"deleted\":false}",
                "{\"key\":\"a\",\"value\":1,\"deleted\":true}",
                "{\"key\":\"a\",\"value\":1,\"more\":1}",
                "{\"key\":\"\",\"value\":1}",
                "{\"key\":1,\"value\":1}"
            })
    void whatIsNoUpdateIsPassedOver(String body) {
        Message message = LogMessage.of("t", "c", new Update("a", "1"), 0);
        message.setBody(body.getBytes(UTF_8));

        assertThat(LogMessage.read("c", stored(message, 7))).isEmpty();
    }

    @Test
    void anotherClustersUpdateIsPassedOver() {
        assertThat(LogMessage.read("c", stored(LogMessage.of("t", "d", new Update("a", "1"), 0), 7)))
                .isEmpty();
        assertThat(LogMessage.read("c", stored(new Message("t", "{\"key\":\"a\",\"value\":1}".getBytes(UTF_8)), 7)))
                .isEmpty();
    }

    @Test
    void keysAreReadableWhenTheyCanBe() {
        assertThat(LogMessage.keys("prod", "connector/orders")).isEqualTo("prod/connector/orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", "control\u0001", "\u952e", "tab\t"})
    void otherKeysAreHashed(String key) {
        assertThat(LogMessage.keys("prod", key)).matches("sha256:[0-9a-f]{64}");
        assertThat(LogMessage.keys("prod", key)).isNotEqualTo(LogMessage.keys("test", key));
    }

    @Test
    void longKeysAreHashed() {
        assertThat(LogMessage.keys("prod", "x".repeat(245))).hasSize(250);
        assertThat(LogMessage.keys("prod", "x".repeat(246))).startsWith("sha256:");
    }
}
