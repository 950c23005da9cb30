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
package org.apache.rocketmq.connect.testkit.databases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a server when this JVM ends, however it ends: a small shell reads the server's process id from a pipe that only
 * this JVM holds, and the operating system closes the pipe even after a SIGKILL. Where there is no shell, an ordinary
 * end of the JVM must do: the libraries that start the servers care for that.
 */
final class Reaper {

    /**
     * An empty line says that there is no server any more. Before the first line it may just be starting, and then the
     * file to which it writes its id tells. A signal for this JVM's whole group, such as Ctrl-C, must not end the shell
     * before its work begins. PostgreSQL's other processes may write files for another moment.
     */
    private static final String SCRIPT = "trap '' INT TERM HUP; told=; pid=; "
            + "while read -r line; do told=yes; pid=$line; done; "
            + "[ -n \"$told\" ] || read -r pid < \"$0\"; "
            + "[ -z \"$pid\" ] || kill -9 \"$pid\"; "
            + "for directory in \"$@\"; do rm -rf \"$directory\" || { sleep 1; rm -rf \"$directory\"; }; done";

    private static final Path SHELL = Path.of("/bin/sh");

    private final Path pidFile;
    private final @Nullable Writer pipe;

    /**
     * @param pidFile of the server; it need not exist yet
     * @param garbage directories to remove when the server is gone
     */
    Reaper(Path pidFile, Path... garbage) {
        this.pidFile = pidFile;
        this.pipe = Files.isExecutable(SHELL) ? startShell(pidFile, garbage) : null;
    }

    private static Writer startShell(Path pidFile, Path... garbage) {
        List<String> command = new ArrayList<>(List.of(SHELL.toString(), "-c", SCRIPT, pidFile.toString()));
        List.of(garbage).forEach(directory -> command.add(directory.toString()));
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .outputWriter(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has started: the first line of its file is its process id. */
    void guard() throws IOException {
        tell(Files.readAllLines(pidFile).get(0).strip());
    }

    /** The server has ended by itself. */
    void release() throws IOException {
        tell("");
    }

    private void tell(String line) throws IOException {
        if (pipe != null) {
            pipe.write(line + "\n");
            pipe.flush();
        }
    }
}
