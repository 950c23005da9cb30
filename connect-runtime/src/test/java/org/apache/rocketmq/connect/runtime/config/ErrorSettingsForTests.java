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
import java.util.Optional;

/** Error settings for tests: strict, unless one says otherwise. */
public final class ErrorSettingsForTests {

    private boolean tolerant;
    private Duration retryLimit = Duration.ZERO;
    private Duration sendRetryLimit = ErrorSettings.FOR_EVER;
    private Duration maxRetryDelay = Duration.ofSeconds(60);
    private boolean log;
    private Optional<ErrorSettings.DeadLetters> deadLetters = Optional.empty();
    private ErrorSettings.Oversize oversize = ErrorSettings.Oversize.FAIL;

    private ErrorSettingsForTests() {}

    public static ErrorSettingsForTests strict() {
        return new ErrorSettingsForTests();
    }

    public static ErrorSettingsForTests tolerant() {
        return strict().tolerant(true);
    }

    public ErrorSettingsForTests tolerant(boolean wanted) {
        tolerant = wanted;
        return this;
    }

    public ErrorSettingsForTests retry(Duration limit, Duration maxDelay) {
        retryLimit = limit;
        maxRetryDelay = maxDelay;
        return this;
    }

    public ErrorSettingsForTests sendRetry(Duration limit) {
        sendRetryLimit = limit;
        return this;
    }

    public ErrorSettingsForTests logging() {
        log = true;
        return this;
    }

    public ErrorSettingsForTests deadLetters(String topic, boolean context) {
        deadLetters = Optional.of(new ErrorSettings.DeadLetters(topic, 2, 3, context));
        return this;
    }

    public ErrorSettingsForTests oversize(ErrorSettings.Oversize policy) {
        oversize = policy;
        return this;
    }

    public ErrorSettings get() {
        return new ErrorSettings(tolerant, retryLimit, sendRetryLimit, maxRetryDelay, log, log, deadLetters, oversize);
    }
}
