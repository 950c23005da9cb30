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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An unpacked archive with a user of its own: conf, store and home directory are its own, and its port is free.
 *
 * @param home what CONNECT_HOME would be
 * @param user the user's home directory, beside {@code home}
 */
record Installation(Path home, Path user, int port) {

    static final Path PROJECT = Path.of(System.getProperty("connect.project.root"));
    private static final Path ARCHIVE = Path.of(System.getProperty("connect.archive"));
    private static final AtomicInteger WORKERS = new AtomicInteger();

    /** Unpacks the archive with tar, as a user does. */
    static Installation unpack(Path directory, String namesrvAddr) {
        try {
            Files.createDirectories(directory);
            Path user = Files.createDirectories(directory.resolve("user"));
            Shell.Result tar = Shell.in(directory).run("tar -xzf '" + ARCHIVE + "'");
            assertThat(tar.exitCode()).as(tar.err()).isZero();
            String name = ARCHIVE.getFileName().toString().replace(".tar.gz", "");
            Installation installation = new Installation(directory.resolve(name), user, freePort());
            installation.edit("namesrvAddr=localhost:9876", "namesrvAddr=" + namesrvAddr);
            installation.edit("httpPort=8082", "httpPort=" + installation.port);
            return installation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a line of conf/connect-standalone.conf, which must be there. */
    void edit(String line, String other) {
        edit("connect-standalone.conf", line, other);
    }

    /** Changes a line of a file in conf, which must be there. */
    void edit(String file, String line, String other) {
        Path conf = home.resolve("conf").resolve(file);
        String before = Shell.text(conf);
        assertThat(before).contains(line + "\n");
        try {
            Files.writeString(conf, before.replace(line + "\n", other + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell in the installation's directory, as this user. */
    Shell shell() {
        return shell("");
    }

    Shell shell(String javaOpt) {
        Map<String, String> environment = new HashMap<>();
        // Relative, because JAVA_OPT is a list of words and the path of an installation may have blanks in it.
        environment.put("JAVA_OPT", "-Duser.home=../user " + javaOpt);
        return new Shell(home, environment);
    }

    /** Starts a worker by the documents' command and returns when it says that it is there. */
    Worker start() {
        return start(shell(), "sh bin/connect-standalone.sh -c conf/connect-standalone.conf");
    }

    Worker start(Shell shell, String command) {
        Path out = user.resolve("worker-" + WORKERS.incrementAndGet() + ".out");
        return Worker.start(this, shell, command, out);
    }

    /** A command of the documents, with this worker's port instead of the documented one. */
    String onThisPort(String command) {
        return command.replace("127.0.0.1:8082", "127.0.0.1:" + port).replace("127.0.0.1:8081", "127.0.0.1:" + port);
    }

    Path runtimeLog() {
        return user.resolve("logs/rocketmqconnect/connect_runtime.log");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
