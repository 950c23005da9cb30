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
package org.apache.rocketmq.connect.runtime.model;

import java.util.Objects;

/**
 * Which messages of a topic the broker hands out.
 *
 * @param kind the language of the expression
 * @param expression for {@link Kind#TAG} tags separated by {@code ||}, or {@code *} for every message
 */
public record MessageFilter(Kind kind, String expression) {

    /** Every message. */
    public static final MessageFilter ALL = new MessageFilter(Kind.TAG, "*");

    /** RocketMQ's two ways of filtering. */
    public enum Kind {
        TAG,
        /** A condition on message properties; the broker must allow it: {@code enablePropertyFilter=true}. */
        SQL92
    }

    public MessageFilter {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(expression, "expression");
    }
}
