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
 * RocketMQ behind the ports of {@code transport}; nothing outside the packages named {@code rocketmq} knows its classes.
 *
 * <p>One client instance serves the whole worker. {@code RocketMqProducer} is owned by the loop {@code connect-producer},
 * and waits for topics to be made on threads of their own, {@code connect-topics}, which end when idle;
 * {@code RouteWatcher} by {@code connect-routes}; each {@code RocketMqConsumer} by its task's thread. The client's own
 * threads only complete what was asked, and in a {@code QueueReader} ask for what follows.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import org.jspecify.annotations.NullMarked;
