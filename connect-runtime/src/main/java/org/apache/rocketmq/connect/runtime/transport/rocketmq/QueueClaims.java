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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import org.apache.rocketmq.connect.runtime.transport.QueueId;

/**
 * Keeps a queue from being read by two consumers of one group at a time: each claims it before it asks where to begin, and
 * releases it after it has committed. A claim has no time limit: an owner that is slow, or stuck in its plugin, may
 * still commit. Safe for any thread.
 */
interface QueueClaims {

    /**
     * @param retry run when asking again for a claim that was not granted may help; on any thread, must return at once
     */
    Claimant claimant(String group, Runnable retry);

    /** What one consumer holds. */
    interface Claimant extends AutoCloseable {

        /** Whether the queue is this one's from now on, or has been already. */
        boolean claim(QueueId queue);

        /** Gives the queue up, or no longer asks for it. */
        void release(QueueId queue);

        /** Gives everything up; nothing is granted any more. */
        @Override
        void close();
    }
}
