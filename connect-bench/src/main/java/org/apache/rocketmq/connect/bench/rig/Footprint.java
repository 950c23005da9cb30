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
package org.apache.rocketmq.connect.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process occupies, as the operating system counts it.
 *
 * @param kilobytes resident
 */
public record Footprint(int threads, long kilobytes) {

    private static final int READINGS = 3;
    private static final long PAUSE_MILLIS = 200;
    private static final long COLLECTION_LIMIT_SECONDS = 30;

    /** Of a JVM, the median of a few readings, each after a collection of its garbage. */
    static Footprint of(long pid) {
        List<Long> kilobytes = new ArrayList<>();
        int threads = 0;
        for (int reading = 0; reading < READINGS; reading++) {
            collectGarbage(pid);
            kilobytes.add(status(pid, "VmRSS"));
            threads = Math.toIntExact(status(pid, "Threads"));
        }
        kilobytes.sort(null);
        return new Footprint(threads, kilobytes.get(READINGS / 2));
    }

    private static void collectGarbage(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(COLLECTION_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        "Expected jcmd to let process " + pid + " collect its garbage, but it did not");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected time to look at process " + pid + ", but was interrupted", e);
        }
    }

    private static long status(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
