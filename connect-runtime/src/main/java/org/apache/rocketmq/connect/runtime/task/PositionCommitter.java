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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a source task's positions on an interval, and tells the source once they are durable, without ever making the
 * loop wait: a commit is begun in one cycle and looked at again in later ones. Belongs to the task's thread.
 */
final class PositionCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(PositionCommitter.class);

    private final String name;
    private final CommittablePositions tracker;
    private final PositionSink sink;
    private final Runnable whenDurable;
    private final SourceSettings settings;
    private final LoopControl control;
    private final Clock clock;
    private long next;
    private @Nullable Commit pending;
    private boolean complained;

    /** Positions on their way to the log. */
    private record Commit(
            Map<RecordPartition, RecordOffset> positions, CompletableFuture<Void> stored, long deadline) {}

    /**
     * @param whenDurable tells the source
     */
    PositionCommitter(
            String name,
            CommittablePositions tracker,
            PositionSink sink,
            Runnable whenDurable,
            SourceSettings settings,
            LoopControl control,
            Clock clock) {
        this.name = name;
        this.tracker = tracker;
        this.sink = sink;
        this.whenDurable = whenDurable;
        this.settings = settings;
        this.control = control;
        this.clock = clock;
        this.next = clock.deadline(settings.commitInterval());
    }

    /** One cycle's share of the work. */
    void work() {
        Commit begun = pending;
        if (begun != null && begun.stored().isDone()) {
            finish(begun);
        } else if (begun != null && clock.until(begun.deadline()).isNegative()) {
            LOG.warn(
                    "Task {}: storing its positions takes longer than offsetCommitTimeoutMsConfig; trying again", name);
            takeBack(begun);
        }
        if (pending == null && untilNext().isNegative()) {
            next = clock.deadline(settings.commitInterval());
            if (tracker.hasCommittable() && !control.fenced()) {
                begin();
            }
        }
    }

    /** How long until the next commit; negative when it is due. */
    Duration untilNext() {
        return clock.until(next);
    }

    /**
     * @return false when there is nothing to store after all
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is looked at in later cycles
    private boolean begin() {
        Map<RecordPartition, RecordOffset> positions = tracker.takeCommittable();
        if (positions.isEmpty()) {
            return false;
        }
        CompletableFuture<Void> stored = sink.put(positions);
        Commit begun = new Commit(positions, stored, clock.deadline(settings.commitTimeout()));
        pending = begun;
        if (stored.isDone()) {
            finish(begun);
        } else {
            stored.whenComplete((done, failure) -> control.signal().raise());
        }
        return true;
    }

    private void finish(Commit finished) {
        Throwable failure = finished.stored().handle((done, cause) -> cause).join();
        if (failure != null) {
            if (!complained) { // once per outage
                complained = true;
                LOG.warn(
                        "Task {}: its positions cannot be stored, trying again at every interval until they can: {}",
                        name,
                        failure.getMessage());
            }
            takeBack(finished);
            return;
        }
        if (complained) {
            complained = false;
            LOG.info("Task {}: its positions can be stored again", name);
        }
        pending = null;
        whenDurable.run(); // S2: only now that the positions are durable
    }

    private void takeBack(Commit failed) {
        tracker.putBack(failed.positions());
        pending = null;
    }

    /** The end of the task: waits a bounded time until everything committable is stored. */
    void commitLast() throws InterruptedException {
        long deadline = clock.deadline(settings.commitTimeout());
        boolean failed = false;
        while (!failed && !control.fenced() && clock.until(deadline).toNanos() > 0) {
            Commit last = pending;
            if (last == null) {
                if (!tracker.hasCommittable()) {
                    return;
                }
                if (!begin()) {
                    break;
                }
            } else if (last.stored().isDone()) {
                failed = last.stored().isCompletedExceptionally();
                finish(last);
            } else {
                control.signal().await(clock.until(deadline));
            }
        }
        if (tracker.hasCommittable() || pending != null) {
            LOG.warn("Task {}: ended before its last positions were stored; their records will be sent again", name);
        }
    }
}
