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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.Nullable;

/** Claims among the consumers of this process. */
final class ProcessQueueClaims implements QueueClaims {

    private record Key(String group, QueueId queue) {}

    /** Who has a queue, and who asked for it meanwhile. */
    private static final class Claim {
        private @Nullable LocalClaimant owner;
        private final Set<LocalClaimant> waiting = new LinkedHashSet<>();
    }

    // Claimed and released by the routes' loop and by the tasks' threads; nobody is called while it is held.
    private final Object lock = new Object();
    private final Map<Key, Claim> claims = new HashMap<>();

    @Override
    public Claimant claimant(String group, Runnable retry) {
        return new LocalClaimant(group, retry);
    }

    private final class LocalClaimant implements Claimant {

        private final String group;
        private final Runnable retry;
        private boolean closed;

        private LocalClaimant(String group, Runnable retry) {
            this.group = group;
            this.retry = retry;
        }

        @Override
        public boolean claim(QueueId queue) {
            synchronized (lock) {
                if (closed) {
                    return false;
                }
                Claim claim = claims.computeIfAbsent(new Key(group, queue), free -> new Claim());
                if (claim.owner == null) {
                    claim.owner = this;
                    claim.waiting.remove(this);
                } else if (claim.owner != this) {
                    claim.waiting.add(this);
                }
                return claim.owner == this;
            }
        }

        @Override
        public void release(QueueId queue) {
            List<LocalClaimant> told = new ArrayList<>();
            synchronized (lock) {
                release(new Key(group, queue), told);
            }
            told.forEach(waiting -> waiting.retry.run());
        }

        private void release(Key key, List<LocalClaimant> told) {
            Claim claim = claims.get(key);
            if (claim == null) {
                return;
            }
            claim.waiting.remove(this);
            if (claim.owner == this) {
                claim.owner = null;
                told.addAll(claim.waiting);
            }
            if (claim.owner == null && claim.waiting.isEmpty()) {
                claims.remove(key);
            }
        }

        @Override
        public void close() {
            List<LocalClaimant> told = new ArrayList<>();
            synchronized (lock) {
                closed = true;
                for (Key key : List.copyOf(claims.keySet())) {
                    if (key.group().equals(group)) {
                        release(key, told);
                    }
                }
            }
            told.forEach(waiting -> waiting.retry.run());
        }
    }
}
