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
package org.apache.rocketmq.connect.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker's process; killed, if it is still there, when the test is done with it. */
final class Worker implements AutoCloseable {

    static final String BOOT_LINE = "The standalone worker boot success.";
    static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final int END_LIMIT_SECONDS = 40;

    private final Process process;
    private final Path out;
    private final Path err;

    private Worker(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Worker start(Installation installation, Shell shell, String command, Path out) {
        return start(installation, shell, command, BOOT_LINE, out);
    }

    /** Returns when the worker says the line. */
    static Worker start(Installation installation, Shell shell, String command, String bootLine, Path out) {
        Path err = out.resolveSibling(out.getFileName() + ".err");
        Worker worker;
        try {
            worker = new Worker(shell.start(installation.onThisPort(command), out, err), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await("'" + command + "' to boot").atMost(READY_LIMIT).until(() -> {
                if (!worker.process.isAlive()) {
                    throw new AssertionError("Expected a worker, but it ended with " + worker.process.exitValue() + ": "
                            + worker.errors() + worker.output());
                }
                return worker.output().contains(bootLine);
            });
        } catch (RuntimeException | AssertionError e) {
            worker.close();
            throw e;
        }
        return worker;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return Shell.text(out);
    }

    String errors() {
        return Shell.text(err);
    }

    /** The exit code, once the process has ended by itself. */
    int awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "Expected the worker to end within " + END_LIMIT_SECONDS + " s, but it is still there");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Expected time to wait for the worker's end, but was interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
