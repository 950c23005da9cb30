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
package org.apache.rocketmq.connect.runtime.transport;

import java.util.List;

/**
 * Sends messages; safe for any thread.
 *
 * <p>Messages with equal keys to one topic are stored in the order in which they were handed over, whatever fails in
 * between and however the topic's queues change. An unreachable or busy broker fails nothing at first: the producer keeps
 * the message and tries again with back-off, as long as its ticket allows, and says so in the log. Its only bound on
 * memory is the caller's: a caller hands over no more than it is willing to have open.
 */
public interface RecordProducer {

    /** Says how to make a topic, should it be missing. Before the first message for it; returns at once. */
    void declare(TopicSpec topic);

    /** Takes the messages over and returns at once. */
    void send(List<? extends SendTicket> tickets);
}
