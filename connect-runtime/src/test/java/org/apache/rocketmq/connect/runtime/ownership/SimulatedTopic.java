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

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/** One store topic on the broker: what was appended, in one order. */
final class SimulatedTopic {

    private final String name;
    private final SimulatedTime time;
    private final List<List<Update>> entries = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();
    private final List<SimulatedLog> held = new ArrayList<>();
    private BiConsumer<Integer, List<Update>> observer = (index, entry) -> {};
    private UnaryOperator<List<Update>> altered = updates -> updates;
    private boolean down;

    SimulatedTopic(String name, SimulatedTime time) {
        this.name = name;
        this.time = time;
    }

    /** @param observer told every entry as soon as it is there */
    void observe(BiConsumer<Integer, List<Update>> observer) {
        this.observer = observer;
    }

    /** Stores something else than what is appended. */
    void alter(UnaryOperator<List<Update>> how) {
        altered = how;
    }

    void store(List<Update> appended, Object by) {
        List<Update> updates = altered.apply(appended);
        time.note(name, entries.size(), "stores", Shown.of(updates), "of", by);
        entries.add(updates);
        observer.accept(entries.size() - 1, updates);
        List<SimulatedLog> woken = List.copyOf(held);
        held.clear();
        woken.forEach(SimulatedLog::entryArrived);
    }

    /** Tells the log when there is something new. */
    void hold(SimulatedLog log) {
        held.add(log);
    }

    void letGo(SimulatedLog log) {
        held.remove(log);
    }

    int end() {
        return entries.size();
    }

    List<Update> entry(int index) {
        return entries.get(index);
    }

    /** What a replica that has read so many entries must look like, as {@link Replica} counts it. */
    void expect(long hash) {
        hashes.add(hash);
    }

    long hashAt(int index) {
        return hashes.get(index);
    }

    boolean isDown() {
        return down;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Updates as a story shows them, made only when somebody reads it. */
    private record Shown(List<Update> updates) {

        static Shown of(List<Update> updates) {
            return new Shown(updates);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            updates.forEach(update ->
                    text.append(update.key()).append('=').append(update.value()).append("; "));
            return text.toString();
        }
    }
}
