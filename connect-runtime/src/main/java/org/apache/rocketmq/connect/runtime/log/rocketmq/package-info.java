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
 * A key-value log on one queue of a RocketMQ topic: every worker that reads the queue sees the same updates in the same
 * order, so that what one of them appends is what all of them believe.
 *
 * <p>{@link org.apache.rocketmq.connect.runtime.log.rocketmq.RocketMqKeyValueLog} is handed requests by any thread. Its
 * {@code LogAgent}, on the thread {@code connect-log-<name>}, owns everything below: {@code LogSender}, which keeps the
 * order of appends; {@code LogReader}, which knows how far the queue was read and how far it goes; {@code Replica}, which
 * tells the listener and keeps the map; and {@code LogRefresher}, which says again what the topic's retention is about to
 * delete. The client's threads only post answers to the agent.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import org.jspecify.annotations.NullMarked;
