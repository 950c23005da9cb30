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
/**
 * The converters that a configuration names in {@code key.converter} and {@code value.converter}: between the bytes of
 * a message and the schema and value of a record.
 *
 * <p>The class names here are public: users type them. Every converter is usable right after construction with its
 * defaults; {@code configure} replaces them. The task thread that created a converter is its usual caller, but
 * nothing is kept between two records except bounded, thread-safe caches, so a converter may be shared by threads once
 * it is configured.
 *
 * <p>A value or a message that does not fit ends in a {@code ConnectException} that says what was expected and what
 * kind of thing was found, never what it contained.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.converter.record;

import org.jspecify.annotations.NullMarked;
