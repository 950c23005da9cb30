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
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one server of a test JVM. It is never shut down, because that takes longer than most tests; the JVM ends with it
 * running, and its files are removed then. It belongs to the JVM and not to a JUnit store because a JVM may run JUnit
 * more than once.
 */
final class SharedRocketMq {

    private static final int REMOVE_ATTEMPTS = 5;

    private SharedRocketMq() {}

    /** Starts on the first call. */
    static EmbeddedRocketMq get() {
        return Holder.SERVER;
    }

    private static EmbeddedRocketMq start() {
        try {
            Path directory = Files.createTempDirectory("embedded-rocketmq-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory), "rocketmq-remove-files"));
            return EmbeddedRocketMq.builder(directory).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The broker still runs and may write a file into a directory that is being removed; then once more. */
    private static void remove(Path directory) {
        for (int attempt = 0; attempt < REMOVE_ATTEMPTS; attempt++) {
            try {
                Directories.delete(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                // The next attempt.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Initialised by the first call of {@link #get}; a failure there is final for this JVM. */
    private static final class Holder {
        static final EmbeddedRocketMq SERVER = start();
    }
}
