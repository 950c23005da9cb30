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
 * Public by name: who runs which connector and which task, as a pure function that users can replace.
 *
 * <p>The worker setting {@code allocTaskStrategy} names the class. Every worker asks its own instance with the same
 * arguments and acts only on its own share, so an implementation must answer the same everywhere: it may depend on its
 * arguments and on nothing else. Called by one thread at a time.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.service.strategy;

import org.jspecify.annotations.NullMarked;
