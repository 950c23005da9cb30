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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Knows at every moment which bytes a power failure could take, and can make the directory that one would leave
 * behind. Nothing really waits for the disk: what is safe is only kept account of. Used by the log's thread only.
 */
final class CrashingDisk extends Disk {

    private final Runnable step;
    private final IdentityHashMap<FileChannel, Path> names = new IdentityHashMap<>();
    private final Map<Path, Long> forced = new TreeMap<>();

    /** @param step called before and after everything that changes the disk, and in the middle of writes */
    CrashingDisk(Runnable step) {
        this.step = step;
    }

    /** Copies what a crash would leave now: of what no one has waited for, a random part. */
    void image(Path from, Path to, Random random) throws IOException {
        Files.createDirectory(to);
        List<Path> files;
        try (Stream<Path> listed = Files.list(from)) {
            files = listed.toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            int safe = (int) Math.min(bytes.length, forced.getOrDefault(file, (long) bytes.length));
            if (safe < bytes.length) {
                bytes = damage(bytes, safe, random);
            }
            Files.write(to.resolve(file.getFileName()), bytes);
        }
    }

    private static byte[] damage(byte[] bytes, int safe, Random random) {
        int cut = safe + random.nextInt(bytes.length - safe + 1);
        return switch (random.nextInt(3)) {
            case 0 -> bytes; // everything happened to be written
            case 1 -> Arrays.copyOf(bytes, cut); // the beginning was
            default -> { // the length and the end were, what lies between was not
                int end = cut + random.nextInt(bytes.length - cut + 1);
                Arrays.fill(bytes, cut, end, (byte) 0);
                yield bytes;
            }
        };
    }

    @Override
    FileChannel open(Path file) throws IOException {
        FileChannel channel = super.open(file);
        names.put(channel, file);
        forced.putIfAbsent(file, channel.size());
        return channel;
    }

    @Override
    FileChannel create(Path file) throws IOException {
        step.run();
        FileChannel channel = super.create(file);
        names.put(channel, file);
        forced.put(file, 0L);
        step.run();
        return channel;
    }

    @Override
    void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        step.run();
        int end = bytes.limit();
        super.write(channel, bytes.limit(bytes.position() + bytes.remaining() / 2));
        step.run();
        super.write(channel, bytes.limit(end));
        step.run();
    }

    @Override
    void force(FileChannel channel) throws IOException {
        step.run();
        forced.put(names.get(channel), channel.size());
        step.run();
    }

    @Override
    void truncate(FileChannel channel, long length) throws IOException {
        step.run();
        channel.truncate(length);
        forced.put(names.get(channel), length);
        step.run();
    }

    @Override
    void move(Path from, Path to) throws IOException {
        step.run();
        super.move(from, to);
        forced.put(to, forced.getOrDefault(from, Files.size(to)));
        forced.remove(from);
        names.replaceAll((channel, name) -> name.equals(from) ? to : name);
        step.run();
    }

    @Override
    void forceDirectoryOf(Path file) throws IOException {
        step.run();
    }

    /** Changes one byte of the file. */
    static void flip(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
