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
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fails where it is told to, until it is told otherwise. */
final class FaultyDisk extends Disk {

    final AtomicInteger forces = new AtomicInteger();
    volatile @Nullable String writeFailure;
    volatile int bytesBeforeFailure;
    volatile @Nullable String forceFailure;
    volatile @Nullable String truncateFailure;
    volatile @Nullable String createFailure;
    volatile @Nullable String moveFailure;
    volatile String moveFailureTarget = "";
    volatile Runnable beforeForce = () -> {};

    @Override
    FileChannel create(Path file) throws IOException {
        failIf(createFailure);
        return super.create(file);
    }

    @Override
    void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        if (writeFailure != null) {
            bytes.limit(Math.min(bytes.limit(), bytes.position() + bytesBeforeFailure));
            super.write(channel, bytes);
            failIf(writeFailure);
        }
        super.write(channel, bytes);
    }

    @Override
    void force(FileChannel channel) throws IOException {
        beforeForce.run();
        forces.incrementAndGet();
        failIf(forceFailure);
        super.force(channel);
    }

    @Override
    void truncate(FileChannel channel, long length) throws IOException {
        failIf(truncateFailure);
        super.truncate(channel, length);
    }

    @Override
    void move(Path from, Path to) throws IOException {
        if (to.getFileName().toString().equals(moveFailureTarget)) {
            failIf(moveFailure);
        }
        super.move(from, to);
    }

    private static void failIf(@Nullable String message) throws IOException {
        if (message != null) {
            throw new IOException(message);
        }
    }
}
