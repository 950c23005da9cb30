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

import java.time.Duration;
import java.util.Objects;

/**
 * What a user wants to happen when a record cannot be handled.
 *
 * @param tolerant skip the record instead of failing the task
 * @param retryTimeout how long to retry a retriable failure; zero for not at all, negative for ever
 * @param maxRetryDelay cap of the back-off between retries
 * @param log write a line for every skipped record
 * @param logPlace name the record's place in that line
 */
public record ErrorSettings(
        boolean tolerant, Duration retryTimeout, Duration maxRetryDelay, boolean log, boolean logPlace) {

    /** Fail at the first error. */
    public static final ErrorSettings STRICT =
            new ErrorSettings(false, Duration.ZERO, Duration.ofSeconds(60), false, false);

    public ErrorSettings {
        Objects.requireNonNull(retryTimeout, "retryTimeout");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
    }
}
