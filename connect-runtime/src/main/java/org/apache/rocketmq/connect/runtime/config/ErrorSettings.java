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

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a connector's tasks do with a record that cannot be processed.
 *
 * @param tolerateAll whether the record is skipped and counted; otherwise the task fails
 * @param retryLimit for how long what can be retried is retried: zero means not at all, empty means for ever
 * @param maxRetryDelay the longest pause between two attempts
 * @param log whether each tolerated error is logged
 * @param logRecords whether that log line also shows the record
 */
public record ErrorSettings(
        boolean tolerateAll, Optional<Duration> retryLimit, Duration maxRetryDelay, boolean log, boolean logRecords) {

    public ErrorSettings {
        Objects.requireNonNull(retryLimit, "retryLimit");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
    }
}
