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
package cluster;

import io.openmessaging.KeyValue;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.UUID;

/**
 * What one start of one task tells the test, beside all that the worker knows of it. Lines of all processes go to one file,
 * each in one write, with the time of a clock that all processes of this machine share.
 */
final class Journal {

    private static final String PID = ManagementFactory.getRuntimeMXBean().getName().replaceAll("@.*", "");

    private final Path directory;
    private final String task;
    private final String incarnation = UUID.randomUUID().toString().substring(0, 8);

    Journal(KeyValue config) {
        directory = Paths.get(config.getString("cluster.directory"));
        task = config.getString("cluster.name") + "-" + config.getString("cluster.task");
    }

    String task() {
        return task;
    }

    String incarnation() {
        return incarnation;
    }

    boolean quiet() {
        return Files.exists(directory.resolve("quiet"));
    }

    /** @param number what the event is about */
    void note(String event, long number) {
        append("claims", "\n" + System.nanoTime() + "," + PID + "," + incarnation + "," + task + "," + event + "," + number + ";");
    }

    /** A file of this start's own. */
    void deliver(String lines) {
        append("sink-" + task + "-" + PID + "-" + incarnation, lines);
    }

    private void append(String file, String text) {
        try (OutputStream out = new FileOutputStream(directory.resolve(file).toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
