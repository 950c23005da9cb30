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
package soak;

import io.openmessaging.KeyValue;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Random;

/**
 * Decides when a plugin misbehaves. The seed, the plugin's name and the number of starts so far make the decisions, so they
 * come again in the same order with the same seed. Each one is noted in the file {@code events}, and none is made any more
 * once there is a file {@code quiet}.
 */
final class Chance {

    private final Path directory;
    private final Random random;
    private final long run;

    Chance(KeyValue config, String who) {
        directory = Paths.get(config.getString("soak.directory"));
        run = append("starts", ".");
        random = new Random(config.getLong("soak.seed") * 31 + who.hashCode() + run * 1_000_003);
    }

    /** The number of this start among those of all plugins. */
    long run() {
        return run;
    }

    boolean hit(String event, double probability) {
        if (random.nextDouble() >= probability || Files.exists(directory.resolve("quiet"))) {
            return false;
        }
        note(event);
        return true;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    void note(String event) {
        append("events", event + "\n");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Appends in one write and returns the file's size then. */
    long append(String name, String text) {
        try (OutputStream out = new FileOutputStream(directory.resolve(name).toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return Files.size(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
