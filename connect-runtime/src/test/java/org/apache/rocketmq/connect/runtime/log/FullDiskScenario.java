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
package org.apache.rocketmq.connect.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/** The child process of {@link FullDiskTest}: its argument is a disk of half a megabyte. */
final class FullDiskScenario {

    private FullDiskScenario() {}

    public static void main(String[] arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        Path directory = disk.resolve("store");
        Path ballast = Files.write(disk.resolve("ballast"), new byte[200 * 1024]);
        Map<String, String> expected = new TreeMap<>();

        FileKeyValueLog log = open(directory);
        log.start(updates -> updates);
        int failures = 0;
        for (int i = 0; failures < 5; i++) {
            Update update = new Update("key" + i % 50, "\"" + i + "x".repeat(3000) + "\"");
            try {
                log.append(List.of(update)).join();
                expected.put(update.key(), String.valueOf(update.value()));
            } catch (CompletionException e) {
                failures++;
                assertThat(e.getCause())
                        .isInstanceOf(IOException.class)
                        .hasMessage("Could not append to " + directory.resolve("full.journal")
                                + ": No space left on device");
            }
        }
        log.close(); // there is no room for the snapshot either
        assertThat(directory.resolve("all.json")).doesNotExist();
        assertThat(replayed(directory)).isEqualTo(expected);

        Files.delete(ballast);
        FileKeyValueLog roomy = open(directory);
        roomy.start(updates -> updates);
        roomy.append(List.of(new Update("key0", "1"))).join();
        roomy.close();
        expected.put("key0", "1");
        assertThat(replayed(directory)).isEqualTo(expected);
        assertThat(directory.resolve("all.json")).exists();
        System.out.println("outlived a full disk");
    }

    private static Map<String, String> replayed(Path directory) throws IOException {
        RecordingListener told = new RecordingListener();
        FileKeyValueLog log = open(directory);
        log.start(told);
        log.close();
        return told.map();
    }

    private static FileKeyValueLog open(Path directory) {
        return new FileKeyValueLog(
                "full", directory, SnapshotLayout.single("all.json"), Duration.ofHours(1), Clock.system());
    }
}
