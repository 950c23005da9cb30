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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/** The broker apart from its topics: who is connected, and how far sinks have read. */
final class SimulatedBroker {

    private final SimulatedTime time;
    private final Faults faults;
    private final long expiry;
    /** Since when who is connected. Two processes of one worker id look like one to whoever asks. */
    private final Map<SimulatedProcess, Long> connected = new LinkedHashMap<>();

    private final Map<WorkId, Long> offsets = new HashMap<>();
    private boolean down;

    /** @param expiry after which a silent connection is taken for a dead one */
    SimulatedBroker(SimulatedTime time, Faults faults, long expiry) {
        this.time = time;
        this.faults = faults;
        this.expiry = expiry;
    }

    boolean isDown() {
        return down;
    }

    void down(boolean isDown) {
        time.note("the broker is", isDown ? "down" : "up");
        down = isDown;
    }

    // ---- members

    /** A heartbeat of the process has arrived. */
    void heartbeat(SimulatedProcess process) {
        if (connected.putIfAbsent(process, time.now()) == null) {
            time.note(process, "is a member");
            tellAll();
        }
    }

    /** Since when the process is a member without a break; never when it is none. */
    long memberSince(SimulatedProcess process) {
        return connected.getOrDefault(process, Long.MAX_VALUE);
    }

    List<String> members() {
        return connected.keySet().stream()
                .map(process -> process.self().worker())
                .distinct()
                .toList();
    }

    /** The connection was closed, by the process or by the system that it ran on. */
    void closed(SimulatedProcess process) {
        time.after(time.between(0, 300), () -> removeIf(process, true));
    }

    /** The process has fallen silent; it is taken for dead when it stays so. */
    void silent(SimulatedProcess process) {
        time.after(expiry + time.between(0, 2000), () -> removeIf(process, process.silent()));
    }

    private void removeIf(SimulatedProcess process, boolean gone) {
        if (down && gone) { // it notices when it is back
            time.after(time.between(500, 3000), () -> removeIf(process, process.silent()));
        } else if (gone && connected.remove(process) != null) {
            time.note(process, "is no member any more");
            tellAll();
        }
    }

    private void tellAll() {
        for (SimulatedProcess process : new ArrayList<>(connected.keySet())) {
            if (!faults.losesNotification()) {
                time.after(faults.notification(), () -> {
                    if (process.reaches()) {
                        process.membership().refresh();
                    }
                });
            }
        }
    }

    // ---- offsets of sinks

    long offset(WorkId work) {
        return offsets.getOrDefault(work, 0L);
    }

    void commit(WorkId work, long offset) {
        offsets.put(work, offset);
    }
}
