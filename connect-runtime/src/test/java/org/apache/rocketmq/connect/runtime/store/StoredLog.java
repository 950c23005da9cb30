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

import java.nio.file.Path;
import java.time.Duration;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.FileKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.InMemoryKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;
import org.jspecify.annotations.Nullable;

/** Opens the same log again and again: what every store test runs against, once in memory and once on disk. */
final class StoredLog {

    /** Where the log keeps what it is told. */
    enum Kind {
        MEMORY,
        FILE
    }

    private final Kind kind;
    private final Path directory;
    private @Nullable InMemoryKeyValueLog memory;

    StoredLog(Kind kind, Path directory) {
        this.kind = kind;
        this.directory = directory;
    }

    /** With what the log before it, which must be closed, has stored. */
    KeyedLog open() {
        return new KeyedLog(next());
    }

    private KeyValueLog next() {
        if (kind == Kind.FILE) {
            return new FileKeyValueLog(
                    "test", directory, SnapshotLayout.single("test.json"), Duration.ofSeconds(10), Clock.system());
        }
        memory = memory == null ? new InMemoryKeyValueLog() : memory.reopen();
        return memory;
    }
}
