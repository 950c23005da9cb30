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
 * The living workers as a RocketMQ broker sees them: every worker is a consumer of one group, on a client of its own,
 * and the group's list of consumers tells who is there. RocketMQ keeps it true for us: a closed connection leaves the
 * list at once, a silent one after the broker's patience.
 *
 * <p>The loop {@code connect-membership} owns everything here but the last view, which any thread may read. It may wait
 * for a broker; nobody waits for it. The client's threads only wake it. {@code Views} decides, with no clock and no
 * broker, what an answer means.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import org.jspecify.annotations.NullMarked;
