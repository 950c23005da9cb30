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
package org.apache.rocketmq.connect.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.apache.rocketmq.common.topic.TopicValidator;
import org.junit.jupiter.api.Test;

class RocketMqNamesTest {

    @Test
    void legalTextKeepsItsForm() {
        assertThat(RocketMqNames.encoded("file_Source-1|a")).isEqualTo("file_Source-1|a");
    }

    @Test
    void whatRocketMqDoesNotAcceptIsPercentEncoded() {
        assertThat(RocketMqNames.encoded("订单 1.0%")).isEqualTo("%E8%AE%A2%E5%8D%95%201%2E0%25");
    }

    @Property
    void everyEncodedTextIsLegalAndCanBeDecoded(@ForAll @NotBlank @StringLength(max = 9) String text) {
        String encoded = RocketMqNames.encoded(text);

        assertThat(TopicValidator.isTopicOrGroupIllegal(encoded)).isFalse();
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
                .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property
    void judgesTopicsAndGroupsAsRocketMqDoes(@ForAll @StringLength(min = 1, max = 140) String name) {
        assertThat(RocketMqNames.checkTopic(name).isEmpty())
                .isEqualTo(!TopicValidator.isTopicOrGroupIllegal(name) && name.length() <= 127);
    }

    @Test
    void judgesLengthsAsRocketMqDoes() {
        for (int length = 110; length < 140; length++) {
            String name = "x".repeat(length);
            assertThat(RocketMqNames.checkTopic(name).isEmpty())
                    .isEqualTo(TopicValidator.validateTopic(name).isValid());
            assertThat(RocketMqNames.checkGroup(name).isEmpty())
                    .isEqualTo(TopicValidator.validateGroup(name).isValid());
        }
        assertThat(RocketMqNames.checkTopic("")).isPresent();
    }
}
