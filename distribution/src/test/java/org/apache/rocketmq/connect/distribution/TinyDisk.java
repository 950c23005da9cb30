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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of its own that is small enough to be filled: a tmpfs, mounted by root, or else in a user namespace that
 * a process is kept in for as long. Where neither is allowed, the test is skipped and says why.
 */
final class TinyDisk implements AutoCloseable {

    private final Path directory;
    private final @Nullable Process keeper;

    private TinyDisk(Path directory, @Nullable Process keeper) {
        this.directory = directory;
        this.keeper = keeper;
    }

    static TinyDisk mount(Path directory, int kilobytes) {
        try {
            Files.createDirectories(directory);
            String mount = "mount -t tmpfs -o size=" + kilobytes + "k tmpfs '" + directory + "'";
            Shell.Result asRoot = Shell.in(directory).run(mount);
            if (asRoot.exitCode() == 0) {
                return new TinyDisk(directory, null);
            }
            Process keeper = new ProcessBuilder("unshare", "-Urm", "sh", "-c", mount + " && echo mounted && cat")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String answer = keeper.inputReader(UTF_8).readLine();
            if ("mounted".equals(answer)) {
                return new TinyDisk(directory, keeper);
            }
            keeper.destroyForcibly();
            Assumptions.abort("A disk that can be filled could not be mounted. As this user: "
                    + asRoot.err().strip() + "; in a user namespace: " + answer);
            throw new AssertionError("abort has thrown");
        } catch (IOException e) {
            return Assumptions.abort("A disk that can be filled could not be mounted: " + e);
        }
    }

    /** Its directory, as processes that were started with {@link #enter} see it. */
    Path directory() {
        return directory;
    }

    /** What a command that is to see the disk begins with, when it is to run in that directory. */
    String enter(Path workingDirectory) {
        return keeper == null
                ? ""
                : "nsenter -t " + keeper.pid() + " -U -m --preserve-credentials --wd='" + workingDirectory + "' ";
    }

    /** A file on the disk, as this process sees it. */
    Path file(String name) {
        return keeper == null
                ? directory.resolve(name)
                : Path.of("/proc/" + keeper.pid() + "/root" + directory.toAbsolutePath() + "/" + name);
    }

    /** Leaves no free block. */
    void fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void free() {
        try {
            Files.delete(file("filler"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Process kept = keeper;
        if (kept == null) {
            Shell.Result result = Shell.in(Path.of("/")).run("umount '" + directory + "'");
            if (result.exitCode() != 0) {
                Shell.in(Path.of("/")).run("umount -l '" + directory + "'");
                throw new AssertionError("Expected to unmount " + directory + ", but: " + result.err());
            }
        } else {
            kept.destroyForcibly(); // the namespace ends with the last process in it, and the mount with the namespace
            try {
                kept.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
