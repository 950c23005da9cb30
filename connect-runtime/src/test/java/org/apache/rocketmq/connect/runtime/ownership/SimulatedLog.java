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
package org.apache.rocketmq.connect.runtime.ownership;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;

/**
 * One process's end of a topic: reads its tail with delays, and appends with all that can happen on the way. Its lane is
 * the log's thread.
 */
final class SimulatedLog implements KeyValueLog {

    private static final long HELD = SimulatedTime.millis(1500);
    private static final long TIMEOUT = SimulatedTime.millis(2000);

    /** What a process of one worker id keeps of one topic on its disk. */
    static final class Disk {
        private Replica replica = new Replica();
        private int index;

        void wipe() {
            replica = new Replica();
            index = 0;
        }
    }

    private final SimulatedProcess process;
    private final SimulatedTopic topic;
    private final SimulatedTime time;
    private final Faults faults;
    private final Disk disk;
    private final Lane lane;
    private final List<Waiting> waiting = new ArrayList<>();
    private Replica replica = new Replica();
    private Listener listener = updates -> updates;
    private int index;
    private long confirmedAt;
    private long lastArrival;
    private int pull;
    private boolean holding;
    private long heldSince;

    /** Somebody who waits until so many entries were told. */
    private record Waiting(int end, CompletableFuture<Void> told) {}

    SimulatedLog(SimulatedProcess process, SimulatedTopic topic, SimulatedTime time, Faults faults, Disk disk) {
        this.process = process;
        this.topic = topic;
        this.time = time;
        this.faults = faults;
        this.disk = disk;
        this.lane = process.lane();
        this.confirmedAt = process.nanos();
    }

    // ---- reading

    /** Called when the broker can be reached. */
    @Override
    public void start(Listener told) {
        listener = told;
        index = disk.index;
        List<Update> kept = disk.replica.updates();
        if (!kept.isEmpty()) {
            listener.onRestored(kept);
            replica.apply(kept);
        }
        checkReplica();
        tell(index, topic.end());
        pull();
    }

    private void pull() {
        int number = ++pull;
        long asked = process.nanos();
        time.after(slow(faults.latency()), () -> pullArrived(number, asked));
    }

    private void pullArrived(int number, long asked) {
        if (process.ended() || number != pull) {
            return;
        }
        if (!reachable()) {
            again(number);
        } else if (index < topic.end()) {
            answer(number, asked);
        } else {
            holding = true;
            heldSince = asked;
            topic.hold(this);
            time.after(HELD, () -> {
                if (number == pull && holding) {
                    topic.letGo(this);
                    holding = false;
                    answer(number, asked);
                }
            });
        }
    }

    private void again(int number) {
        time.after(
                time.between(100, 1000),
                () -> lane.execute(() -> {
                    if (number == pull) {
                        pull();
                    }
                }));
    }

    /** A pull that waits at the broker is answered. */
    void entryArrived() {
        holding = false;
        int number = pull;
        long asked = heldSince;
        time.after(slow(faults.notification()), () -> {
            if (number == pull) {
                answer(number, asked);
            }
        });
    }

    private void answer(int number, long asked) {
        if (process.ended()) {
            return;
        }
        if (!reachable()) {
            again(number);
            return;
        }
        int from = index;
        int to = topic.end();
        if (to - from > 1 && time.chance(0.2)) {
            to = from + 1 + time.upTo(to - from);
        }
        int end = to;
        boolean atEnd = end == topic.end();
        time.after(
                slow(faults.latency()),
                () -> lane.execute(() -> {
                    if (number == pull) {
                        tell(from, end);
                        if (atEnd) {
                            confirmedAt = asked;
                        }
                        pull();
                    }
                }));
    }

    private void tell(int from, int to) {
        int next = from;
        while (next < to) {
            int end = time.chance(0.5) ? to : next + 1;
            List<Update> batch = new ArrayList<>();
            for (int i = next; i < end; i++) {
                batch.addAll(topic.entry(i));
            }
            replica.apply(listener.onUpdates(batch));
            next = end;
            index = end;
            checkReplica();
        }
        if (time.chance(0.02)) {
            save();
        }
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (one.end() <= index) {
                all.remove();
                lane.execute(() -> one.told().complete(null));
            }
        }
    }

    private void checkReplica() {
        if (index > 0 && replica.hash() != topic.hashAt(index - 1)) {
            throw new AssertionError(process + " has read " + index + " entries of " + topic
                    + " and shows something else than the others: " + replica.values());
        }
    }

    boolean atEnd() {
        return index == topic.end();
    }

    private void save() {
        disk.replica = replica.copy();
        disk.index = index;
    }

    @Override
    public CompletableFuture<Void> readToEnd() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        time.after(slow(faults.latency()), () -> {
            if (!reachable()) {
                fail(told, "the end could not be asked for");
            } else {
                int end = topic.end();
                time.after(
                        slow(faults.latency()),
                        () -> lane.execute(() -> {
                            if (end <= index) {
                                told.complete(null);
                            } else {
                                waiting.add(new Waiting(end, told));
                            }
                        }));
            }
        });
        return told;
    }

    @Override
    public long position() {
        return index;
    }

    @Override
    public long confirmedAt() {
        return confirmedAt;
    }

    // ---- appending

    @Override
    public CompletableFuture<Void> append(List<Update> updates) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (time.chance(0.5)) {
            lane.execute(() -> send(updates, done)); // what is frozen here goes out when the process wakes up
        } else {
            send(updates, done); // what is on the network already arrives
        }
        return done;
    }

    private void send(List<Update> updates, CompletableFuture<Void> done) {
        lastArrival = Math.max(lastArrival + 1, time.now() + slow(faults.latency()));
        time.after(lastArrival - time.now(), () -> arrived(updates, done));
    }

    private void arrived(List<Update> updates, CompletableFuture<Void> done) {
        if (!reachable()) {
            fail(done, "no answer");
            return;
        }
        switch (faults.ofAppend()) {
            case NONE -> stored(updates, done);
            case TWICE -> {
                stored(updates, done);
                time.after(time.between(1, 3000), () -> topic.store(updates, process + " again"));
            }
            case UNACKNOWLEDGED -> {
                topic.store(updates, process);
                fail(done, "the answer was lost");
            }
            case PARTLY -> {
                topic.store(updates.subList(0, 1), process);
                fail(done, "the rest was lost");
            }
            case LOST -> fail(done, "lost");
            case LATE -> {
                fail(done, "no answer in time");
                time.after(time.between(1, 6000), () -> topic.store(updates, process + ", late"));
            }
        }
    }

    private void stored(List<Update> updates, CompletableFuture<Void> done) {
        topic.store(updates, process);
        time.after(slow(faults.latency()), () -> {
            if (reachable()) {
                lane.execute(() -> done.complete(null));
            } else {
                fail(done, "the answer did not come through");
            }
        });
    }

    private void fail(CompletableFuture<Void> what, String why) {
        time.note(process, "fails to use", topic, ":", why);
        process.hindered();
        time.after(
                time.chance(0.5) ? TIMEOUT : time.between(1, 2000),
                () -> lane.execute(() -> what.completeExceptionally(new IOException(why))));
    }

    /** What takes long is a hindrance. */
    private long slow(long latency) {
        if (latency > SimulatedTime.millis(100)) {
            process.hindered();
        }
        return latency;
    }

    boolean reachable() {
        return process.reaches() && !topic.isDown();
    }

    /** Ends in good order. */
    @Override
    public void close() {
        save();
    }

    @Override
    public String toString() {
        return topic.toString();
    }
}
