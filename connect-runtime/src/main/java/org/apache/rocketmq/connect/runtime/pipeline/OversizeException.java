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

import io.openmessaging.connector.api.errors.ConnectException;

/** A record is larger than RocketMQ takes. */
public final class OversizeException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final long size;
    private final long limit;

    /**
     * @param what of the message is too large
     */
    OversizeException(String what, String topic, long size, long limit, String advice) {
        super("Expected " + what + " of at most " + limit + " bytes for topic " + topic + ", but it takes " + size
                + "; " + advice);
        this.topic = topic;
        this.size = size;
        this.limit = limit;
    }

    /** Where the record was to go. */
    public String topic() {
        return topic;
    }

    public long size() {
        return size;
    }

    public long limit() {
        return limit;
    }
}
