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

import java.util.UUID;

/**
 * Names of topics, consumer groups and connectors for one test: readable in a log, equal within the test, used by no
 * other test, not even by the same one run again on the same server.
 */
public final class TestNames {

    /** RocketMQ refuses topics above 127 characters, and puts prefixes of its own before names of groups. */
    private static final int LONGEST_TEST_NAME = 50;

    private final String suffix;

    TestNames(String testName) {
        String legal = testName.replaceAll("[^a-zA-Z0-9_]", "");
        String unique = UUID.randomUUID().toString().substring(0, 8);
        this.suffix = "-" + legal.substring(0, Math.min(legal.length(), LONGEST_TEST_NAME)) + "-" + unique;
    }

    /** The name of {@code what} in this test: the same answer for the same question. */
    public String of(String what) {
        return what + suffix;
    }
}
