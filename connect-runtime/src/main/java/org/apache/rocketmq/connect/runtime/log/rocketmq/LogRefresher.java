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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.rocketmq.RefreshRule.Live;
import org.apache.rocketmq.connect.runtime.log.rocketmq.Requests.Request;

/**
 * Says again what a topic without compaction is about to forget: when the last message of a key is older than half of the
 * retention, it is sent once more, a few keys at a time. One worker is enough; when two do it, the second message says
 * nothing new. Owned by the log's thread.
 */
final class LogRefresher {

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(10);
    private static final int STEPS_OF_A_ROUND = 20;
    private static final int FEWEST_AT_ONCE = 20;

    private final RocketMqLogSettings settings;
    private final Replica replica;
    private final Duration retention;
    private final BooleanSupplier responsible;
    private final Clock clock;
    private final Duration step;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private long next;

    /** @param responsible whether this worker is the one that does it */
    LogRefresher(
            RocketMqLogSettings settings,
            Replica replica,
            Duration retention,
            BooleanSupplier responsible,
            Clock clock) {
        this.settings = settings;
        this.replica = replica;
        this.retention = retention;
        this.responsible = responsible;
        this.clock = clock;
        Duration round = retention.dividedBy(8);
        this.step = (round.compareTo(LONGEST_ROUND) < 0 ? round : LONGEST_ROUND).dividedBy(STEPS_OF_A_ROUND);
        this.next = clock.deadline(step);
    }

    /**
     * The refreshes that are due, as one request; empty when there are none.
     *
     * @param confirmed whether the queue's end was seen a moment ago: only then is it known what is still true
     */
    List<Request> due(boolean confirmed) {
        if (clock.nanos() - next < 0) {
            return List.of();
        }
        next = clock.deadline(step);
        if (!confirmed || !last.isDone() || !responsible.getAsBoolean()) {
            return List.of();
        }
        List<Message> messages = choose(replica.rule().live(), clock.now()).stream()
                .map(this::refresh)
                .toList();
        if (messages.isEmpty()) {
            return List.of();
        }
        Request request = new Request(messages, clock.deadline(settings.appendTimeout()), new CompletableFuture<>());
        last = request.done();
        return List.of(request);
    }

    /** The oldest of those that are old, as many as let a round be done in time. */
    private List<String> choose(Map<String, Live> live, Instant now) {
        long old = now.minus(retention.dividedBy(2)).toEpochMilli();
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().saidAt() < old)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().saidAt()))
                .limit(Math.max(FEWEST_AT_ONCE, live.size() / STEPS_OF_A_ROUND + 1))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Message refresh(String key) {
        Live live = replica.rule().live().get(key);
        return LogMessage.refresh(
                settings.topic(),
                settings.cluster(),
                new Update(key, replica.map().value(key)),
                live == null ? 0 : live.origin());
    }

    /** When to look again. */
    long wakeAt(long otherwise) {
        return LogSender.earlier(otherwise, next);
    }
}
