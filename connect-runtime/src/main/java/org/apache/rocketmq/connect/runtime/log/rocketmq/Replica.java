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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Listener;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.LocalSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this worker believes because of what it has read: tells the listener, and keeps the map of what counts. Owned by
 * the log's thread.
 *
 * <p>Updates of one append are told together: as long as some of them are still to come, those that are there wait.
 */
final class Replica {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final RocketMqLogSettings settings;
    private final LocalSnapshots map;
    private final Listener listener;
    private final List<LogMessage> held = new ArrayList<>();
    private RefreshRule rule = new RefreshRule(0);
    private boolean empty;
    private long next;

    Replica(RocketMqLogSettings settings, LocalSnapshots map, Listener listener) {
        this.settings = settings;
        this.map = map;
        this.listener = listener;
    }

    /** Goes on from the snapshot. */
    void resume() {
        next = map.covered();
        List<Update> entries = map.entries();
        entries.forEach(entry -> rule.remembered(entry.key()));
        empty = next == 0 && entries.isEmpty();
        if (!entries.isEmpty()) {
            restore(entries);
        }
    }

    /**
     * Begins with nothing.
     *
     * @param offset where to begin; the first message may be behind it
     */
    void startEmpty(long offset) throws IOException {
        map.discard();
        empty = true;
        next = offset;
    }

    /**
     * Takes what was read.
     *
     * @param upTo the offset behind it
     */
    void read(List<MessageExt> messages, long upTo) {
        if (empty && !messages.isEmpty()) {
            empty = false;
            rule = new RefreshRule(messages.get(0).getQueueOffset());
        }
        for (MessageExt message : messages) {
            if (message.getQueueOffset() >= next) {
                LogMessage.read(settings.cluster(), message).filter(this::known).ifPresent(held::add);
            }
        }
        next = Math.max(next, upTo);
        int complete = completeUntil();
        if (complete > 0) {
            List<LogMessage> news = List.copyOf(held.subList(0, complete));
            held.subList(0, complete).clear();
            tell(news);
        }
    }

    /** Tells what waits for more: the queue ends here, so there is no more. */
    void tellHeld() {
        if (!held.isEmpty()) {
            List<LogMessage> news = List.copyOf(held);
            held.clear();
            tell(news);
        }
    }

    boolean holdsBack() {
        return !held.isEmpty();
    }

    /** How many of those held do not wait for more. */
    private int completeUntil() {
        int from = held.size();
        while (from > 0 && awaitsMore(from - 1)) {
            from--;
        }
        return from;
    }

    /** Whether the last one, or the one right behind this, waits for more. */
    private boolean awaitsMore(int index) {
        LogMessage message = held.get(index);
        if (index == held.size() - 1) {
            return message.following() > 0 && message.offset() == next - 1;
        }
        LogMessage behind = held.get(index + 1);
        return message.following() == behind.following() + 1 && message.offset() == behind.offset() - 1;
    }

    private boolean known(LogMessage message) {
        try {
            settings.layout().check(message.update().key());
            return true;
        } catch (IllegalArgumentException e) {
            LOG.error("The update at offset {} of {} is passed over: {}", message.offset(), settings, e.getMessage());
            return false;
        }
    }

    /** A refresh is judged by what stands before it, so what came before it for its key is told first; and that it counted once is judged no more. */
    private void tell(List<LogMessage> messages) {
        List<LogMessage> batch = new ArrayList<>();
        for (LogMessage message : messages) {
            if (map.covers(message.update(), message.offset() + 1)) {
                continue;
            }
            if (message.isRefresh()) {
                tellBatch(batch);
                batch.clear();
            }
            if (!rule.admits(message, map.value(message.update().key()))) {
                continue;
            }
            if (message.isRefresh()) {
                restore(List.of(message.update()));
                remember(message);
            } else {
                batch.add(message);
            }
        }
        tellBatch(batch);
    }

    private void tellBatch(List<LogMessage> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<Update> counting = listen(batch.stream().map(LogMessage::update).toList());
        int counted = 0;
        for (LogMessage message : batch) {
            if (counted < counting.size() && counting.get(counted).equals(message.update())) {
                counted++;
                remember(message);
            }
        }
    }

    private void remember(LogMessage message) {
        map.apply(message.update(), message.offset() + 1);
        rule.counted(message);
    }

    private void restore(List<Update> entries) {
        try {
            listener.onRestored(entries);
        } catch (RuntimeException e) { // one listener's mistake must not end the log
            LOG.error("The listener of {} failed; it may have missed {}", settings, entries, e);
        }
    }

    private List<Update> listen(List<Update> updates) {
        try {
            return listener.onUpdates(updates);
        } catch (RuntimeException e) { // one listener's mistake must not end the log
            LOG.error("The listener of {} failed; it may have missed {}", settings, updates, e);
            return updates;
        }
    }

    /** The first offset that was not told yet. */
    long told() {
        return held.isEmpty() ? next : held.get(0).offset();
    }

    /** The first offset that was not read yet. */
    long next() {
        return next;
    }

    RefreshRule rule() {
        return rule;
    }

    LocalSnapshots map() {
        return map;
    }
}
