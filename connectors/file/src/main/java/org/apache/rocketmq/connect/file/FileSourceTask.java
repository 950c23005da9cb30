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
package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers each line of a file as one record.
 *
 * <p>The rule that everything here serves: a record's position is the byte after its line, so whoever goes on at a
 * stored position delivers exactly the lines that are missing.
 *
 * <p>Meant for one thread. {@link #stop} may also be called from another one: it ends a waiting poll, and the lock
 * makes it wait for a reading one before the file is closed.
 */
public final class FileSourceTask extends SourceTask implements Configurable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSourceTask.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(100);

    private final LongSupplier nanoTime;
    private final Duration idleWait;

    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Reading reading;

    /** What a started task works with. */
    private record Reading(FileSourceConfig config, FileTail tail, RecordPartition partition, Schema schema) {}

    public FileSourceTask() {
        this(System::nanoTime, IDLE_WAIT);
    }

    /**
     * @param nanoTime how long the file has been quiet is measured with it
     * @param idleWait how long a poll waits when there is nothing to read
     */
    FileSourceTask(LongSupplier nanoTime, Duration idleWait) {
        this.nanoTime = nanoTime;
        this.idleWait = idleWait;
    }

    @Override
    public ConfigDef configDef() {
        return FileSourceConfig.DEF;
    }

    @Override
    public void validate(KeyValue given) {
        FileSourceConfig.of(given);
    }

    @Override
    public synchronized void start(KeyValue given) {
        FileSourceConfig config = FileSourceConfig.of(given);
        RecordPartition partition = new RecordPartition(Map.of("filename", config.filename()));
        FilePosition position =
                FilePosition.of(sourceTaskContext.offsetStorageReader().readOffset(partition), config.filename());
        LOG.info("Reading {} from byte {} on.", FileNames.shown(Path.of(config.filename())), position.next());
        FileTail tail = new FileTail(Path.of(config.filename()), config.partialLineTimeout(), position, nanoTime);
        Schema schema = SchemaBuilder.string().name(config.filename() + "_line").build();
        stopped = new CountDownLatch(1);
        reading = new Reading(config, tail, partition, schema);
    }

    /** The lines that are there; after a short wait an empty list when there are none. */
    @Override
    public synchronized List<ConnectRecord> poll() throws InterruptedException {
        Reading now = reading;
        if (now == null) {
            return List.of();
        }
        List<ConnectRecord> records = new ArrayList<>();
        try {
            if (!now.tail().read(now.config().batchSize(), (line, after) -> records.add(toRecord(now, line, after)))) {
                waitALittle();
            }
            return records;
        } catch (ClosedByInterruptException e) {
            closeQuietly(now);
            if (records.isEmpty()) {
                Thread.interrupted(); // the exception carries it from here
                throw new InterruptedException(
                        "Interrupted while reading " + now.config().filename());
            }
        } catch (IOException e) {
            closeQuietly(now);
            failUnless(!records.isEmpty(), readFailure(now.config().filename(), e));
        } catch (ConnectException e) {
            closeQuietly(now);
            failUnless(!records.isEmpty(), e);
        }
        return records;
    }

    /** Lines that were read before a failure are delivered; the failure shows again with the next poll. */
    private static void failUnless(boolean delivering, ConnectException failure) {
        if (!delivering) {
            throw failure;
        }
        LOG.warn("Delivering what was read before a failure.", failure);
    }

    private static ConnectException readFailure(String filename, IOException e) {
        if (e instanceof AccessDeniedException) {
            return new ConnectException(
                    "Expected to be allowed to read " + filename + ", but access is denied; check its permissions.", e);
        }
        return new RetriableException(
                "Expected to read " + filename + ", but it failed: " + e + ". It is tried again.", e);
    }

    private static ConnectRecord toRecord(Reading now, String line, FilePosition after) {
        return new ConnectRecord(now.partition(), after.toOffset(), System.currentTimeMillis(), now.schema(), line);
    }

    @SuppressWarnings("ReturnValueIgnored") // stopped or not, this poll is over
    private void waitALittle() throws InterruptedException {
        stopped.await(idleWait.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        stopped.countDown();
        synchronized (this) {
            Reading now = reading;
            reading = null;
            if (now != null) {
                closeQuietly(now);
            }
        }
    }

    /** A file that was only read loses nothing when closing it fails. */
    private static void closeQuietly(Reading now) {
        try {
            now.tail().close();
        } catch (IOException e) {
            LOG.warn("Expected to close {}, but it failed.", now.config().filename(), e);
        }
    }
}
