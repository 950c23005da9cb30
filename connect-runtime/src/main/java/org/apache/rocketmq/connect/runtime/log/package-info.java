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
 * Replicated key-value logs: ordered, durable updates to a keyed map. A log is the only way to change what the worker
 * believes: append, wait until the update comes back, then act. Each log is owned by one thread,
 * {@code connect-log-<store>}.
 *
 * <p>Stores use {@link org.apache.rocketmq.connect.runtime.log.KeyedLog}: the log as maps of values that any thread
 * reads. Below it, {@link org.apache.rocketmq.connect.runtime.log.KeyValueLog} is the port, of which
 * {@link org.apache.rocketmq.connect.runtime.log.FileKeyValueLog} needs nothing but a directory, and
 * {@link org.apache.rocketmq.connect.runtime.log.SnapshotFile} is what logs keep locally so that a start does not read
 * everything again.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.log;

import org.jspecify.annotations.NullMarked;
