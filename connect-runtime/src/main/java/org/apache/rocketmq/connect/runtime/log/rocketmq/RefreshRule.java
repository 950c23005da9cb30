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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which refreshes count. A refresh says again what somebody has read long ago, so it must never win over anything that
 * was appended since:
 *
 * <pre>
 *  offset   0 ........ X ............... B ............. D ............ O
 *                      k = v             reading began   k deleted     k = v again, refreshOf X
 *                                        from nothing
 * </pre>
 *
 * <p>Whoever has read X knows everything that the refresh could say. It is news only for a replica that began with
 * nothing at B, behind X, and that has read no word about the key since: then nobody has said anything else about it
 * since X. Deletions are therefore remembered, for longer than a refresh can be on its way.
 *
 * <p>Owned by the log's thread. Time is that of the broker as it stands in the messages, so that all replicas agree.
 */
final class RefreshRule {

    static final Duration DELETIONS_REMEMBERED = Duration.ofMinutes(30);

    private final long emptyFrom;
    private final Map<String, Live> live = new HashMap<>();
    private final LinkedHashMap<String, Long> deleted = new LinkedHashMap<>();

    /**
     * What is known of a key that has a value.
     *
     * @param origin the offset at which the value was said for the first time, or one before it
     * @param saidAt when it was said last, milliseconds since 1970
     */
    record Live(long origin, long saidAt) {}

    /** @param emptyFrom the first offset that was read here, when nothing was known before; 0 when nothing is missing */
    RefreshRule(long emptyFrom) {
        this.emptyFrom = emptyFrom;
    }

    /** A key of the snapshot: nobody knows when its value was said, so it may have been long ago. */
    void remembered(String key) {
        live.put(key, new Live(0, 0));
    }

    /**
     * Whether the message counts, as far as this rule goes.
     *
     * @param present the key's value here; null when it has none
     */
    boolean admits(LogMessage message, @Nullable String present) {
        if (!message.isRefresh()) {
            return true;
        }
        String key = message.update().key();
        Live known = live.get(key);
        if (known == null) {
            return message.refreshOf() < emptyFrom && !deleted.containsKey(key);
        }
        if (Objects.equals(present, message.update().value())) { // it keeps alive what is so
            live.put(key, new Live(known.origin, Math.max(known.saidAt, message.storedAt())));
        }
        return false;
    }

    /** A message that has counted. */
    void counted(LogMessage message) {
        String key = message.update().key();
        deleted.remove(key);
        if (message.update().value() == null) {
            live.remove(key);
            deleted.put(key, message.storedAt());
        } else {
            live.put(key, new Live(message.isRefresh() ? message.refreshOf() : message.offset(), message.storedAt()));
        }
        forget(message.storedAt());
    }

    private void forget(long now) {
        Iterator<Long> oldest = deleted.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > DELETIONS_REMEMBERED.toMillis()) {
            oldest.remove();
        }
    }

    /** A live view. */
    Map<String, Live> live() {
        return live;
    }
}
