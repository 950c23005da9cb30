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
 * A real name server and a real broker for tests and for the trial: in this JVM
 * ({@link org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq}), shared by all tests of a JVM
 * ({@link org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq}), or in a JVM of its own that can be killed,
 * frozen and started again ({@link org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess}).
 *
 * <pre>
 *   RocketMqServer  namesrvAddr, brokerAddr, createTopic, send, readAll, consumerOffsets …
 *    ├─ EmbeddedRocketMq   starts NamesrvController and BrokerController here; RocketMQ owns their threads
 *    └─ RocketMqProcess    starts EmbeddedRocketMqMain in a child JVM; one daemon thread reads its READY line
 * </pre>
 *
 * All sockets are bound to 127.0.0.1, all files are in the data directory that the caller names. Calls on a server
 * may come from any thread. What RocketMQ reads from system properties is set in one place, {@code JvmSettings}, and
 * only when a server starts: having this library on the class path changes nothing.
 */
@NullMarked
package org.apache.rocketmq.connect.testkit.rocketmq;

import org.jspecify.annotations.NullMarked;
