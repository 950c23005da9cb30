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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who merely has this library on the class path, a worker in its tests, goes on to log as before. */
class LoggingTest {

    @Test
    void slf4jIsNotTakenOverByRocketMq() {
        assertThat(LoggerFactory.getILoggerFactory().getClass().getName()).startsWith("ch.qos.logback.");
    }

    @Test
    void rocketMqDoesNotFindOurLogConfigurationUnlessItIsTold() {
        ClassLoader loader = LoggingTest.class.getClassLoader();

        assertThat(loader.getResource("rmq.logback.xml")).isNull();
        assertThat(loader.getResource("rmq.logback-test.xml")).isNull();
    }
}
