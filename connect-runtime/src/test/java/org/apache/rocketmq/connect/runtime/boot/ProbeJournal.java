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
package org.apache.rocketmq.connect.runtime.boot;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the plugins in {@code src/test/resources/plugins/probe} tell of the calls that they get. */
final class ProbeJournal implements AutoCloseable {

    private static final String JOURNAL = "probe.journal";
    private static final String RELEASE = "probe.release";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /**
     * One call.
     *
     * @param who the probe: the value of {@code probe}, and for a task {@code -} and its index
     * @param ownLoader whether the thread's context class loader was the plugin's
     */
    record Call(String who, String name, String thread, boolean ownLoader, String detail) {

        private static Call parse(String line) {
            String[] parts = line.split("\\|", 5);
            return new Call(parts[0], parts[1], parts[2], Boolean.parseBoolean(parts[3]), parts[4]);
        }
    }

    private ProbeJournal() {}

    static ProbeJournal open() {
        ProbeJournal journal = new ProbeJournal();
        System.getProperties().put(JOURNAL, journal.lines);
        System.clearProperty(RELEASE);
        return journal;
    }

    List<Call> calls(String who) {
        return lines.stream()
                .map(Call::parse)
                .filter(call -> call.who().equals(who))
                .toList();
    }

    List<String> names(String who) {
        return calls(who).stream().map(Call::name).toList();
    }

    List<String> details(String who, String name) {
        return calls(who).stream()
                .filter(call -> call.name().equals(name))
                .map(Call::detail)
                .toList();
    }

    long count(String who, String name) {
        return details(who, name).size();
    }

    /** Lets go of every plugin that hangs. */
    void release() {
        System.setProperty(RELEASE, "now");
    }

    @Override
    public void close() {
        release();
        System.getProperties().remove(JOURNAL);
    }
}
