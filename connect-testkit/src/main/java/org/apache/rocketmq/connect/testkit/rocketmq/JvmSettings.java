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
package org.apache.rocketmq.connect.testkit.rocketmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.rocketmq.common.MQVersion;

/**
 * What RocketMQ takes from system properties rather than from its config beans. Properties that are set already are left
 * alone: whoever started this JVM knows better.
 */
final class JvmSettings {

    private static final String LOGBACK = "org/apache/rocketmq/connect/testkit/rocketmq/rocketmq-logback.xml";

    private JvmSettings() {}

    /** Where a server of this JVM logs, if it is the first one, and all clients with it. */
    static Path logFile(Path dataDirectory) {
        return dataDirectory.resolve("logs").resolve("rocketmq.log");
    }

    /** To be called before the first class of RocketMQ is initialised: some properties are read once only. */
    static void forServer(Path dataDirectory) {
        setIfAbsent("connect.testkit.rocketmq.log", logFile(dataDirectory).toString());
        forClient();
        // Without it requests carry version 0, and the name server reads registrations of brokers in a format of long
        // ago: the broker is known, its topics are not.
        setIfAbsent("rocketmq.remoting.version", Integer.toString(MQVersion.CURRENT_VERSION));
        // Making a key pair for a port that also speaks TLS takes half of the time of a start.
        setIfAbsent("tls.server.mode", "disabled");
        // The guard against a full disk refuses writes above 90 %, too early for a developer's laptop.
        setIfAbsent("rocketmq.broker.diskSpaceWarningLevelRatio", "0.98");
        setIfAbsent("rocketmq.broker.diskSpaceCleanForciblyRatio", "0.97");
    }

    /** RocketMQ's clients log below the user's home, if nobody tells them otherwise; in tests they log nowhere. */
    static void forClient() {
        setIfAbsent("rmq.logback.configurationFile", LOGBACK);
    }

    /**
     * For a JVM that is nothing but a server: files that would go to the user's home or to the temporary directory go to
     * the data directory for good. The native library of RocksDB is unpacked to the temporary directory at every start
     * and is removed only by an orderly end of the JVM, so what earlier runs left is removed here.
     */
    static void ownWholeJvm(Path dataDirectory) throws IOException {
        Path temporary = dataDirectory.resolve("tmp");
        Directories.delete(temporary);
        System.setProperty("java.io.tmpdir", Files.createDirectories(temporary).toString());
        System.setProperty("user.home", home(dataDirectory).toString());
        // Libraries that log through slf4j would fill standard error, if there is a back end on the class path, or
        // complain there that there is none.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /**
     * Runs {@code body} while {@code user.home} is a directory of ours. RocksDB's log file is put below the user's home
     * when a database is opened, with no setting to change it. Databases are opened only while a broker starts.
     */
    static <T> T withoutUserHome(Path dataDirectory, Callable<T> body) throws Exception {
        String userHome = System.getProperty("user.home");
        System.setProperty("user.home", home(dataDirectory).toString());
        try {
            return body.call();
        } finally {
            System.setProperty("user.home", userHome);
        }
    }

    private static Path home(Path dataDirectory) throws IOException {
        return Files.createDirectories(dataDirectory.resolve("home"));
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
