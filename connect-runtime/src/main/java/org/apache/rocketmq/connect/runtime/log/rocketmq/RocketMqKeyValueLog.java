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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.connect.runtime.concurrent.AgentRunner;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.rocketmq.Requests.Request;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.SingleQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log on one queue of a RocketMQ topic: all workers of a cluster that read it see one order. Its thread is
 * {@code connect-log-<name>}.
 *
 * <p>It outlives brokers that are away, however long. It ends by a failure only when the queue no longer has the place at
 * which it was reading, because what it believes would be wrong from then on; the worker must then be started again.
 */
public final class RocketMqKeyValueLog implements KeyValueLog {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqKeyValueLog.class);
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private final RocketMqLogSettings settings;
    private final RocketMqClients clients;
    private final BooleanSupplier refreshes;
    private final Consumer<String> onLost;
    private final Clock clock;
    private final int maxMessageSize;
    private final Requests requests;
    private volatile @Nullable LogAgent agent;
    private volatile @Nullable AgentRunner runner;

    /**
     * @param clients outlive this log
     * @param refreshes whether this worker is the one that says again what a topic without compaction would forget; asked
     *     on the log's thread, must not block. It does no harm when two workers do it, or none for a while
     * @param onLost told, on the log's thread, why the log has ended by a failure after it was started: nothing that was
     *     read from it may be relied on from then on
     */
    public RocketMqKeyValueLog(
            RocketMqLogSettings settings,
            RocketMqClients clients,
            BooleanSupplier refreshes,
            Consumer<String> onLost,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.refreshes = refreshes;
        this.onLost = onLost;
        this.clock = clock;
        this.maxMessageSize = clients.maxMessageSize();
        this.requests = new Requests(settings.toString());
    }

    /**
     * Waits for RocketMQ for as long as it takes, and says so in the worker's log.
     *
     * @throws IOException when the snapshots can be neither read nor set aside, when RocketMQ refuses what is asked, or
     *     when the log is closed meanwhile
     */
    @Override
    public void start(Listener listener) throws IOException {
        if (runner != null) {
            throw new IllegalStateException("Expected " + this + " to be started once");
        }
        LogAgent owner = new LogAgent(settings, queue(), requests, listener, refreshes, onLost, clock);
        agent = owner;
        runner = AgentRunner.start("connect-log-" + settings.name(), owner);
        try {
            owner.started().get();
        } catch (ExecutionException e) {
            throw startFailure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + this + " was read");
        }
    }

    private SingleQueue queue() throws IOException {
        try {
            return clients.queue(settings.topic(), settings.group());
        } catch (TransportException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** With the text of what happened on the log's thread, and with where the caller waited for it. */
    private IOException startFailure(@Nullable Throwable cause) {
        return cause instanceof IOException
                ? new IOException(cause.getMessage(), cause)
                : new IOException("Could not start " + this + ": " + cause, cause);
    }

    @Override
    public CompletableFuture<Void> append(List<Update> updates) {
        if (updates.isEmpty()) {
            return readToEnd();
        }
        List<Message> messages = new ArrayList<>(updates.size());
        try {
            for (int i = 0; i < updates.size(); i++) {
                messages.add(message(updates.get(i), updates.size() - 1 - i));
            }
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return submit(messages);
    }

    private Message message(Update update, int following) {
        settings.layout().check(update.key());
        Message message = LogMessage.of(settings.topic(), settings.cluster(), update.compact(), following);
        int size = message.getBody().length;
        if (size > maxMessageSize) {
            throw new IllegalArgumentException("Expected the update of '" + update.key() + "' to fit into a message of "
                    + maxMessageSize + " bytes (maxMessageSize), but it has " + size);
        }
        return message;
    }

    @Override
    public CompletableFuture<Void> readToEnd() {
        return submit(List.of());
    }

    private CompletableFuture<Void> submit(List<Message> messages) {
        Request request = new Request(messages, clock.deadline(settings.appendTimeout()), new CompletableFuture<>());
        if (requests.add(request)) {
            LogAgent owner = agent;
            if (owner != null) {
                owner.wakeup();
            }
        }
        return request.done();
    }

    @Override
    public long position() {
        LogAgent owner = agent;
        return owner == null ? 0 : owner.position();
    }

    @Override
    public long confirmedAt() {
        LogAgent owner = agent;
        return owner == null ? clock.nanos() - Duration.ofDays(1).toNanos() : owner.confirmedAt();
    }

    @Override
    public void close() {
        requests.close();
        AgentRunner thread = runner;
        LogAgent owner = agent;
        if (thread == null || owner == null) {
            requests.end(null);
            return;
        }
        owner.wakeup();
        try {
            Duration limit = settings.appendTimeout().plus(CLOSE_MARGIN);
            if (!thread.join(limit)) {
                thread.stop();
                LOG.warn("Expected {} to be closed within {}, but it still runs", this, limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
