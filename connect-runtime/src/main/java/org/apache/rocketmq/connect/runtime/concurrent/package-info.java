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
 * Where every thread and every clock reading of the worker comes from: a loop written once, on a thread for all its
 * life ({@link org.apache.rocketmq.connect.runtime.concurrent.AgentRunner}) or only while it has something to do
 * ({@link org.apache.rocketmq.connect.runtime.concurrent.WokenRunner}), a single-threaded event loop
 * ({@link org.apache.rocketmq.connect.runtime.concurrent.EventLoop}), a wake-up call
 * ({@link org.apache.rocketmq.connect.runtime.concurrent.Signal}), back-off and time. Nothing else in the worker makes
 * threads, sleeps or reads the clock, so that tests can step it.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.concurrent;

import org.jspecify.annotations.NullMarked;
