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
 * Public by name: the values that users' own allocation strategies are compiled against.
 *
 * <p>{@link org.apache.rocketmq.connect.runtime.common.ConnectKeyValue} and
 * {@link org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs} keep the names and accessors that such
 * strategies use; the rest of the worker has its own immutable values in {@code runtime.model}. Both are mutable and
 * belong to the one thread that fills them; they are handed over, never shared.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.common;

import org.jspecify.annotations.NullMarked;
