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

    /** The full size of a body that was cut. */
    static final String TRUNCATED = "connect.truncated";

    static final String VALUE_NULL = "null";
    static final String VALUE_EMPTY = "empty";

    /** Properties of RocketMQ itself, which a sink sees under {@link #SYSTEM_PREFIX}. */
    static final Set<String> SYSTEM =
            Set.of("MIN_OFFSET", "TRACE_ON", "MAX_OFFSET", "MSG_REGION", "UNIQ_KEY", "WAIT", TAGS);

    /**
     * Properties that RocketMQ gives a message of its own accord or acts upon when one is sent: a copy of the message gets
     * new ones, and must be neither delayed nor retried nor answered again.
     */
    static final Set<String> BROKERS_OWN = Set.of(
            "MIN_OFFSET",
            "MAX_OFFSET",
            "MSG_REGION",
            "TRACE_ON",
            "UNIQ_KEY",
            "WAIT",
            "CLUSTER",
            "PGROUP",
            "EXTEND_UNIQ_INFO",
            "__CRC32#",
            "__BORNHOST",
            "DUP_INFO",
            "TRAN_MSG",
            "TRANS_OFFSET",
            "TRAN_PREPARED_QUEUE_OFFSET",
            "__transactionId__",
            "TRANSACTION_CHECK_TIMES",
            "CHECK_IMMUNITY_TIME_IN_SECONDS",
            "DELAY",
            "TIMER_DELAY_LEVEL",
            "TIMER_DELAY_MS",
            "TIMER_DELAY_SEC",
            "TIMER_DELIVER_MS",
            "TIMER_ENQUEUE_MS",
            "TIMER_DEQUEUE_MS",
            "TIMER_OUT_MS",
            "TIMER_ROLL_TIMES",
            "TIMER_ROLL_LABEL",
            "TIMER_DEL_UNIQKEY",
            "RETRY_TOPIC",
            "ORIGIN_GROUP",
            "REAL_TOPIC",
            "REAL_QID",
            "ORIGIN_MESSAGE_ID",
            "RECONSUME_TIME",
            "MAX_RECONSUME_TIMES",
            "CONSUME_START_TIME",
            "INNER_NUM",
            "INNER_BASE",
            "INNER_MULTI_DISPATCH",
            "INNER_MULTI_QUEUE_OFFSET",
            "__LITE_TOPIC",
            "POP_CK",
            "POP_CK_OFFSET",
            "1ST_POP_TIME",
            "MSG_TYPE",
            "REPLY_TO_CLIENT",
            "PROPERTY_FORWARD_QUEUE_ID",
            "REDIRECT");

    private MessageProperties() {}

    /** RocketMQ separates properties by the characters 1 and 2; one inside a name or value would cut it in two. */
    static boolean isStorable(String text) {
        return text.indexOf('\u0001') < 0 && text.indexOf('\u0002') < 0;
    }

    /** The text without what cannot be stored. */
    static String storable(String text) {
        return text.replace('\u0001', ' ').replace('\u0002', ' ');
    }

    static byte[] placeholder() {
        return new byte[1];
    }
}
