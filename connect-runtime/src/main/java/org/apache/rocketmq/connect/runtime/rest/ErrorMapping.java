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
package org.apache.rocketmq.connect.runtime.rest;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which status a failure is answered with. */
final class ErrorMapping {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    private ErrorMapping() {}

    /** A failure that nobody foresaw is logged; its message, which might hold anything, is not answered. */
    static Answer answerTo(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof RequestException refused) {
            return Answer.error(statusOf(refused.kind()), messageOf(refused), refused.errors());
        }
        LOG.error("A request failed unexpectedly", cause);
        return Answer.error(
                500,
                "Expected to carry out the request, but the worker failed with "
                        + cause.getClass().getSimpleName() + "; its log says more");
    }

    /** Without the wrappings that futures add. */
    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static String messageOf(RequestException refused) {
        String message = refused.getMessage();
        return message == null ? "" : message;
    }

    private static int statusOf(RequestException.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNAVAILABLE -> 503;
        };
    }
}
