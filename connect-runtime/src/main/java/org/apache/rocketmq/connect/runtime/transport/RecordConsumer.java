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

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Reads a share of some topics' queues. Belongs to one thread; only {@link #wakeup} may be called by others.
 *
 * <p>Memory is bounded: fetching ahead stops at {@link ConsumerSpec#prefetchBytes}, give or take one answer of the broker
 * for each queue.
 */
public interface RecordConsumer extends AutoCloseable {

    /** Told on the owner's thread, from within {@link #poll}. */
    interface AssignmentListener {
        /** These queues are about to be given up: last chance to commit them. */
        void onRevoked(Collection<QueueId> queues);

        /** These queues are now read, each from the given offset. */
        void onAssigned(Map<QueueId, Long> queues);
    }

    /** The queues that are read now. */
    Set<QueueId> assignment();

    /**
     * Messages that are there, or that come within the time.
     *
     * @param timeout how long to wait when there are none
     * @return empty after the time-out or a {@link #wakeup}
     * @throws OffsetOutOfRangeException when the policy for that is to fail
     * @throws TransportException when the broker refuses to filter as it is asked; what may pass is waited for
     */
    Fetched poll(Duration timeout);

    /** Ends a {@link #poll} that waits, or the next one. Any thread. */
    void wakeup();

    /** Stops fetching and delivering these queues; what was fetched is kept. */
    void pause(Collection<QueueId> queues);

    void resume(Collection<QueueId> queues);

    /** Delivers this queue from the given offset on. */
    void seek(QueueId queue, long offset);

    /**
     * Stores the group's offsets at the broker; a lower offset than before is stored as well.
     *
     * @param offsets the next offset to read, for each queue
     * @throws TransportException when the broker did not confirm
     */
    void commit(Map<QueueId, Long> offsets);

    /** Releases the queues without committing. */
    @Override
    void close();
}
