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
package org.apache.rocketmq.connect.bench.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Records as they came in, somewhere.
 *
 * @param records how many
 * @param batches in how many pieces
 * @param nanos from the first piece to the last
 * @param firstMillis when the first piece came, by the clock on the wall
 * @param delays how long they had been under way, if they said when they were due
 */
public record Arrivals(long records, long batches, long nanos, long firstMillis, Delays delays) {

    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    public Instant first() {
        return Instant.ofEpochMilli(firstMillis);
    }

    /** One line that {@link #parse} reads. */
    public String text() {
        return String.join(
                " ",
                Long.toString(records),
                Long.toString(batches),
                Long.toString(nanos),
                Long.toString(firstMillis),
                Long.toString(delays.p50Nanos()),
                Long.toString(delays.p99Nanos()));
    }

    public static Arrivals parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        return new Arrivals(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                new Delays(Long.parseLong(parts[4]), Long.parseLong(parts[5])));
    }

    /** The file appears with all that is in it. */
    void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(unfinished, text());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
