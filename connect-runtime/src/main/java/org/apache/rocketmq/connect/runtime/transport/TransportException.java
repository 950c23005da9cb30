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
package org.apache.rocketmq.connect.runtime.transport;

import org.jspecify.annotations.Nullable;

/** The message system could not do what was asked of it; the message says what and what to look at. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    private TransportException(String message, @Nullable Throwable cause, boolean retriable) {
        super(message, cause);
        this.retriable = retriable;
    }

    /** Nobody answered, or not now: the same request may succeed later. */
    public static TransportException unavailable(String message, @Nullable Throwable cause) {
        return new TransportException(message, cause, true);
    }

    /** The answer was no, and will be no again. */
    public static TransportException refused(String message, @Nullable Throwable cause) {
        return new TransportException(message, cause, false);
    }

    /** Whether the same request may succeed later. */
    public boolean retriable() {
        return retriable;
    }
}
