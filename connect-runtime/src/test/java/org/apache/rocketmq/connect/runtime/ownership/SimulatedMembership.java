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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.jspecify.annotations.Nullable;

/** One process's view of who is there: late, sometimes told twice, silent when the broker cannot be reached. */
final class SimulatedMembership implements Membership {

    private final SimulatedProcess process;
    private final SimulatedBroker broker;
    private final SimulatedTime time;
    private final Faults faults;
    private final Lane lane;
    private @Nullable Consumer<ClusterView> listener;
    private ClusterView view;
    private boolean answered;
    private boolean closed;

    SimulatedMembership(SimulatedProcess process, SimulatedBroker broker, SimulatedTime time, Faults faults) {
        this.process = process;
        this.broker = broker;
        this.time = time;
        this.faults = faults;
        this.lane = process.lane();
        this.view =
                new ClusterView(process.self().worker(), List.of(process.self().worker()), process.nanos());
    }

    @Override
    public void start(Consumer<ClusterView> onView) {
        listener = onView;
        heartbeat();
        poll();
    }

    private void heartbeat() {
        if (!closed) {
            time.after(faults.latency(), () -> {
                if (process.reaches() && !process.ended() && !closed) {
                    broker.heartbeat(process);
                }
            });
            lane.schedule(Duration.ofNanos(time.between(500, 1000)), this::heartbeat);
        }
    }

    private void poll() {
        if (!closed) {
            refresh();
            lane.schedule(Duration.ofNanos(time.between(2000, 5000)), this::poll);
        }
    }

    @Override
    public ClusterView view() {
        return view;
    }

    @Override
    public void refresh() {
        lane.execute(() -> {
            long asked = process.nanos();
            time.after(faults.latency(), () -> asked(asked));
        });
    }

    private void asked(long asked) {
        if (process.reaches()) {
            List<String> members = broker.members();
            if (answered || broker.memberSince(process) != Long.MAX_VALUE) { // who starts joins first
                time.after(faults.latency(), () -> lane.execute(() -> answered(members, asked)));
            }
        }
    }

    private void answered(List<String> members, long asked) {
        Consumer<ClusterView> told = listener;
        if (closed || told == null || asked - view.askedAt() < 0 || !process.reaches()) {
            return;
        }
        List<String> workers = new ArrayList<>(members);
        if (!workers.contains(process.self().worker())) {
            workers.add(process.self().worker());
        }
        answered = true;
        view = new ClusterView(process.self().worker(), workers, asked);
        told.accept(view);
        if (faults.tellsTwice()) {
            told.accept(view);
        }
    }

    @Override
    public void close() {
        closed = true;
        broker.closed(process);
    }
}
