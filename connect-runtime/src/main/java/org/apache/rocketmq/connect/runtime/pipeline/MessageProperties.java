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
package org.apache.rocketmq.connect.runtime.pipeline;

import java.util.Set;

/** The names under which parts of a record travel in a message's properties. */
final class MessageProperties {

    static final String KEYS = "KEYS";
    static final String TAGS = "TAGS";
    static final String TIMESTAMP = "connect.timestamp";
    static final String EXTENSION_PREFIX = "connect-ext-";
    static final String SYSTEM_PREFIX = "MQ-SYS-";
    static final String MESSAGE_ID = SYSTEM_PREFIX + "MSG_ID";

    /**
     * Says that the body stands for something that RocketMQ cannot store, because it refuses a body of no bytes: the
     * stored body is then one zero byte.
     */
    static final String VALUE = "connect.value";

    static final String VALUE_NULL = "null";
    static final String VALUE_EMPTY = "empty";

    /** Properties of RocketMQ itself, which a sink sees under {@link #SYSTEM_PREFIX}. */
    static final Set<String> SYSTEM =
            Set.of("MIN_OFFSET", "TRACE_ON", "MAX_OFFSET", "MSG_REGION", "UNIQ_KEY", "WAIT", TAGS);

    private MessageProperties() {}

    static byte[] placeholder() {
        return new byte[1];
    }
}
