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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.rocketmq.Requests.Request;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.SingleQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the queue. Two pulls may be on their way:
 *
 * <ul>
 *   <li>a <em>look</em>, which the broker answers at once with what is there and where the queue ends. There is always one
 *       while something is known to be there, or somebody waits for the end; otherwise one from time to time, because its
 *       answer confirms that nothing was missed.
 *   <li>a <em>watch</em>, which the broker answers when a message arrives. It alone makes news quick, and nothing is lost
 *       when it is not answered.
 * </ul>
 *
 * <p>Owned by the log's thread.
 */
final class LogReader {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** Behind news there is often more, and a broker may forget to answer a watch that it gets at the wrong moment. */
    private static final Duration SOON = Duration.ofMillis(20);

    /** What was stored a moment ago cannot be read at once. */
    private static final Backoff NOT_YET = new Backoff(Duration.ofMillis(2), Duration.ofSeconds(1));

    /** With {@link #NOT_YET}, some seconds: what cannot be read by then is not there. */
    private static final int VAIN_LOOKS = 14;

    /** A broker that is being started may be wrong about its queues for a moment. */
    private static final int ILLEGAL_ANSWERS = 5;

    private final SingleQueue queue;
    private final Replica replica;
    private final Clock clock;
    private final Executor thread;
    private final RocketMqLogSettings settings;
    private final boolean compacted;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final List<EndWait> waits = new ArrayList<>();
    private long looks;
    private boolean looking;
    private boolean watching;
    private long watches;
    private long nextLook;
    private int failures;
    private int vain;
    private boolean resting;
    private Duration pace = SOON;
    private long nextWatch;
    private int watchFailures;
    private int illegal;
    private @Nullable Throwable lastFailure;
    private long end;
    private long known;
    private boolean begun;
    private boolean replayed;
    private long replayTo = -1;
    private long confirmAt;
    private long confirmEnd = -1;
    private long confirmedAt;

    /** Set when reading cannot go on. */
    private @Nullable IOException broken;

    /** Somebody who waits for the end of the queue. */
    private static final class EndWait {
        final Request request;

        /** The look whose answer says where the end is; 0 before there is one. */
        long look;

        /** Where the end is; negative before that is known. */
        long target = -1;

        EndWait(Request request) {
            this.request = request;
        }
    }

    /**
     * @param thread runs what it is given on the log's thread
     * @param compacted whether messages may be missing because later ones replace them
     */
    LogReader(
            SingleQueue queue,
            Replica replica,
            Clock clock,
            Executor thread,
            RocketMqLogSettings settings,
            boolean compacted) {
        this.queue = queue;
        this.replica = replica;
        this.clock = clock;
        this.thread = thread;
        this.settings = settings;
        this.compacted = compacted;
        this.nextLook = clock.nanos();
        this.nextWatch = clock.nanos();
        this.confirmedAt = clock.nanos() - Duration.ofDays(1).toNanos();
    }

    /** Answers the request when everything that is durable by now has been told. */
    void awaitEnd(Request request) {
        waits.add(new EndWait(request));
    }

    /** Up to this offset there is something. */
    void knownUpTo(long offset) {
        if (offset > known) {
            known = offset;
            end = Math.max(end, offset);
        }
    }

    /** Asks for what is missing. */
    void pump() throws IOException {
        if (broken != null) {
            throw broken;
        }
        settle();
        long now = clock.nanos();
        boolean wanted = !begun
                || replica.next() < end
                || replica.holdsBack()
                || waits.stream().anyMatch(wait -> wait.look == 0);
        boolean due = now - nextLook >= 0;
        if (!looking && (due || (wanted && !resting))) {
            look(now);
        }
        if (replayed && !watching && failures == 0 && now - nextWatch >= 0 && replica.next() >= end) {
            watch();
        }
    }

    private void look(long now) {
        looking = true;
        resting = false;
        looks++;
        long number = looks;
        waits.stream().filter(wait -> wait.look == 0).forEach(wait -> wait.look = number);
        nextLook = clock.deadline(pace);
        pace = pace.multipliedBy(2).compareTo(settings.confirmInterval()) < 0
                ? pace.multipliedBy(2)
                : settings.confirmInterval();
        long offset = begun ? replica.next() : replica.map().covered();
        queue.pull(offset, false, new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                thread.execute(() -> {
                    looking = false;
                    looked(number, now, offset, result);
                });
            }

            @Override
            public void onException(Throwable e) {
                thread.execute(() -> {
                    looking = false;
                    failed(number, e);
                });
            }
        });
    }

    private void watch() {
        watching = true;
        watches++;
        long number = watches;
        long offset = replica.next();
        queue.pull(offset, true, new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                thread.execute(() -> watched(number, offset, result));
            }

            @Override
            public void onException(Throwable e) {
                thread.execute(() -> watched(number, offset, null));
            }
        });
    }

    private void watched(long number, long offset, @Nullable PullResult result) {
        if (number != watches) {
            return;
        }
        watching = false;
        long before = replica.next();
        if (result == null || result.getPullStatus() == PullStatus.OFFSET_ILLEGAL) {
            watchFailures++;
            nextWatch = clock.deadline(RETRY.delay(watchFailures, random));
            nextLook = clock.nanos(); // which tells what is wrong
            return;
        }
        watchFailures = 0;
        take(offset, result);
        if (replica.next() == before) {
            nextWatch = clock.deadline(RETRY.initial());
        }
    }

    private void looked(long number, long sentAt, long offset, PullResult result) {
        if (failures > 0) {
            LOG.info("{} can be read again", settings);
        }
        failures = 0;
        lastFailure = null;
        if (result.getPullStatus() == PullStatus.OFFSET_ILLEGAL) {
            illegal(number, offset, result);
            return;
        }
        illegal = 0;
        if (!begun && undecided(offset, result)) {
            vain++;
            rest(NOT_YET.delay(vain, random));
            waits.stream().filter(wait -> wait.look == number).forEach(wait -> wait.look = 0);
            return;
        }
        begin(offset, result);
        long queueEnd = Math.max(result.getMaxOffset(), 0);
        end = Math.max(end, queueEnd);
        long before = replica.next();
        take(offset, result);
        if (replica.next() >= end) {
            replica.tellHeld();
        }
        vain = replica.next() == before && before < end ? vain + 1 : 0;
        if (vain >= VAIN_LOOKS && queueEnd < end) {
            LOG.error(
                    "Expected {} to go to offset {}, but it ends at {}: the broker has lost what it said it had stored",
                    settings,
                    end,
                    queueEnd);
            end = queueEnd;
        }
        if (vain > 0) {
            rest(NOT_YET.delay(vain, random));
        }
        if (replayTo < 0) {
            replayTo = end;
        }
        if (confirmEnd < 0) {
            confirmEnd = end;
            confirmAt = sentAt;
        }
        for (EndWait wait : waits) {
            if (wait.look == number) {
                wait.target = end;
            }
        }
        settle();
    }

    /** Whether the broker neither shows nor passes over what it says is there: one that has just been started may. */
    private boolean undecided(long offset, PullResult result) {
        return !compacted
                && found(result).isEmpty()
                && result.getNextBeginOffset() <= offset
                && result.getMaxOffset() > offset;
    }

    /** The first answer tells whether the snapshot can be gone on from. */
    private void begin(long offset, PullResult result) {
        if (begun) {
            return;
        }
        List<MessageExt> found = found(result);
        long first =
                found.isEmpty() ? result.getNextBeginOffset() : found.get(0).getQueueOffset();
        if (compacted || first <= offset) {
            begun = true;
            replica.resume();
        } else {
            beginEmpty(offset, result);
        }
    }

    /** From the queue's first message on; what is missing before it is why there are refreshes. */
    private void beginEmpty(long offset, PullResult result) {
        begun = true;
        if (offset > 0) {
            LOG.warn(
                    "The snapshots of {} end at offset {}, but the queue goes from {} to {}: they are set aside, and"
                            + " everything is read anew",
                    settings,
                    offset,
                    result.getMinOffset(),
                    result.getMaxOffset());
        }
        try {
            replica.startEmpty(compacted ? 0 : Math.max(result.getMinOffset(), 0));
        } catch (IOException e) {
            broken = e;
        }
    }

    private void illegal(long number, long offset, PullResult result) {
        illegal++;
        waits.stream().filter(wait -> wait.look == number).forEach(wait -> wait.look = 0);
        if (illegal < ILLEGAL_ANSWERS && (begun || offset > 0)) {
            rest(RETRY.delay(illegal, random));
            return;
        }
        illegal = 0;
        if (!begun) {
            beginEmpty(offset, result);
            nextLook = clock.nanos();
        } else {
            broken = new IOException("Expected to go on reading " + settings + " at offset " + offset
                    + ", but the queue goes from " + result.getMinOffset() + " to " + result.getMaxOffset()
                    + ": updates are lost or the topic was made anew. Start this worker again: it then reads everything"
                    + " anew");
        }
    }

    private void take(long offset, PullResult result) {
        long upTo = readUpTo(offset, result);
        if (upTo > replica.next()) {
            pace = SOON;
            nextLook = LogSender.earlier(nextLook, clock.deadline(pace));
        }
        if (begun && offset <= replica.next()) {
            replica.read(found(result), upTo);
        }
        settle();
    }

    /**
     * Behind what the answer has left nothing out. A broker writes a message of a compacted topic into its index before the
     * message can be read, and passes over it for whoever asks in between: so the last message of an answer is where it
     * ends. What is missing before that one was compacted away, as nothing gets into the index before the message ahead of
     * it can be read, and compaction never takes the last.
     */
    private long readUpTo(long offset, PullResult result) {
        long passed = Math.max(result.getNextBeginOffset(), offset);
        if (!compacted) {
            return passed;
        }
        List<MessageExt> found = found(result);
        if (!found.isEmpty()) {
            return found.get(found.size() - 1).getQueueOffset() + 1;
        }
        return vain >= VAIN_LOOKS ? passed : offset;
    }

    private static List<MessageExt> found(PullResult result) {
        List<MessageExt> found = result.getMsgFoundList();
        return found == null ? List.of() : found;
    }

    private void failed(long number, Throwable cause) {
        failures++;
        lastFailure = cause;
        rest(RETRY.delay(failures, random));
        waits.stream().filter(wait -> wait.look == number).forEach(wait -> wait.look = 0);
        if (failures == 1) { // once per outage
            LOG.warn("{} cannot be read now, asking again until it can: {}", settings, SingleQueue.describe(cause));
        }
    }

    /** No look before that. */
    private void rest(Duration time) {
        resting = true;
        nextLook = clock.deadline(time);
    }

    /** Tells those who wait for what is reached by now. */
    private void settle() {
        long told = replica.told();
        if (confirmEnd >= 0 && begun && told >= confirmEnd) {
            confirmedAt = confirmAt;
            confirmEnd = -1;
        }
        if (replayTo >= 0 && told >= replayTo) {
            replayed = true;
        }
        long now = clock.nanos();
        for (Iterator<EndWait> each = waits.iterator(); each.hasNext(); ) {
            EndWait wait = each.next();
            if (replayed && wait.target >= 0 && told >= wait.target) {
                each.remove();
                wait.request.done().complete(null);
            } else if (now - wait.request.deadline() >= 0) {
                each.remove();
                wait.request.done().completeExceptionally(unanswered());
            }
        }
    }

    private IOException unanswered() {
        Throwable cause = lastFailure;
        return new IOException(
                "Expected to read " + settings + " to its end in time, but "
                        + (cause == null ? "the broker did not answer" : SingleQueue.describe(cause)),
                cause);
    }

    /** Whether everything that was there at the start has been told. */
    boolean replayed() {
        return replayed;
    }

    /** See {@link org.apache.rocketmq.connect.runtime.log.KeyValueLog#confirmedAt}. */
    long confirmedAt() {
        return confirmedAt;
    }

    /** When to {@link #pump} again, if nothing happens until then. */
    long wakeAt(long otherwise) {
        long at = looking ? otherwise : LogSender.earlier(otherwise, nextLook);
        if (replayed && !watching && failures == 0) {
            at = LogSender.earlier(at, nextWatch);
        }
        for (EndWait wait : waits) {
            at = LogSender.earlier(at, wait.request.deadline());
        }
        return at;
    }
}
