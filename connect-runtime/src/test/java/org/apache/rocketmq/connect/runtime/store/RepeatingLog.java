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
package org.apache.rocketmq.connect.runtime.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.InMemoryKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;

/** A log to which what was appended can arrive once more, as a network may deliver it. */
final class RepeatingLog implements KeyValueLog {

    private final KeyValueLog log = new InMemoryKeyValueLog();
    private final List<List<Update>> appended = new ArrayList<>();

    @Override
    public void start(Listener listener) throws IOException {
        log.start(listener);
    }

    @Override
    public CompletableFuture<Void> append(List<Update> updates) {
        appended.add(updates);
        return log.append(updates);
    }

    /** What was appended as the so-and-so-manieth, from 0, arrives again; completes when it was told. */
    CompletableFuture<Void> repeat(int number) {
        return log.append(appended.get(number)).thenCompose(done -> log.readToEnd());
    }

    @Override
    public CompletableFuture<Void> readToEnd() {
        return log.readToEnd();
    }

    @Override
    public long position() {
        return log.position();
    }

    @Override
    public long confirmedAt() {
        return log.confirmedAt();
    }

    @Override
    public void close() {
        log.close();
    }
}
