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
 * Records as JSON text, with or without their schema in an envelope; {@code docs/converters.md} shows the wire format.
 *
 * <p>{@link org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter} is the entry. Outbound, {@code
 * SchemaWriter} encodes a schema once and {@code PayloadWriter} writes each value straight to UTF-8. Inbound, {@code
 * JsonInput} is a strict cursor over the bytes, {@code SchemaReader} recognises a schema that it has seen before without
 * parsing it, and {@code PayloadReader} reads the value into the types of that schema. Everything but the two caches
 * lives for one record on the thread that converts it.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.converter.record.json;

import org.jspecify.annotations.NullMarked;
