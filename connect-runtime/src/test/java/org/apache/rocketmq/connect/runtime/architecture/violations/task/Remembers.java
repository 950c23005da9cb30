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
package org.apache.rocketmq.connect.runtime.architecture.violations.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Statics that change, and some that do not. */
final class Remembers {

    @SuppressWarnings("NonFinalStaticField")
    static int count;

    static final int LIMIT = 7;
    static final List<String> NAMES = new ArrayList<>();
    static final List<String> CONSTANT_NAMES = List.of("a");
    static final Map<String, Map<TimeUnit, String>> NESTED = Map.of("a", new EnumMap<>(TimeUnit.class));
    static final AtomicLong SEQUENCE = new AtomicLong();

    private Remembers() {}
}
