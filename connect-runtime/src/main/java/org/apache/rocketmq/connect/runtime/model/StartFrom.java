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
package org.apache.rocketmq.connect.runtime.model;

import java.time.Instant;

/** Where a sink begins in a queue for which its group has no offset. */
public sealed interface StartFrom {

    /**
     * As RocketMQ does for a new group: a queue that still has its very first message is read from there, any other one
     * from its end.
     */
    record LastOffset() implements StartFrom {}

    record FirstOffset() implements StartFrom {}

    /** At the first message that was stored at this time or later. */
    record Timestamp(Instant time) implements StartFrom {}
}
