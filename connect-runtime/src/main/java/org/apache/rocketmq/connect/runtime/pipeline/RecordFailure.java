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

/** A record that could not be handled; ends the task. Names stage, component and place, never the record's content. */
public final class RecordFailure extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final Stage stage;

    /**
     * @param place where the record came from: a partition and offset, or a topic, queue and offset
     */
    public RecordFailure(RecordError error, String place) {
        super(
                "Stage " + error.stage() + " failed in " + error.component() + " for the record at " + place + ": "
                        + reason(error.cause()),
                error.cause());
        this.stage = error.stage();
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    public Stage stage() {
        return stage;
    }
}
