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
package org.apache.rocketmq.connect.runtime.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.log.Changes;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.RestartRequest;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/**
 * Who is there, who runs what, what became of it, and what somebody wants restarted. One log, so that every worker sees
 * all of that in one order. Statuses of deleted connectors are deleted too.
 *
 * <p>The log's order decides: an older generation's status or claim does not count after a newer one's, and of two
 * claims of the same generation the first counts.
 */
public final class StatusStore implements AutoCloseable {

    /** What keys of connectors begin with; also the prefix by which the snapshot splits files. */
    public static final String CONNECTORS = "connector/";

    public static final String TASKS = "task/";
    public static final String WORKERS = "worker/";

    private final KeyedLog log;
    private final ReplicatedMap<ConnectorStatus> connectors;
    private final ReplicatedMap<TaskStatus> tasks;
    private final ReplicatedMap<Claim> connectorClaims;
    private final ReplicatedMap<Claim> taskClaims;
    private final ReplicatedMap<RestartRequest> restarts;
    private final ReplicatedMap<Presence> workers;

    /**
     * What one batch of updates has changed.
     *
     * @param workers whose presence
     * @param claims of which work
     * @param restarts of which connectors somebody wants something restarted
     */
    public record News(Set<String> workers, Set<WorkId> claims, Set<String> restarts) {

        public News {
            workers = inOrder(workers);
            claims = inOrder(claims);
            restarts = inOrder(restarts);
        }

        /** The log's order. */
        private static <T> Set<T> inOrder(Set<T> changed) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(changed));
        }
    }

    /** @param self the process that stands by what it wrote */
    public StatusStore(KeyedLog log, Incarnation self) {
        this.log = log;
        this.connectors = log.map(
                CONNECTORS + "status/",
                new StatusCodecs.OfConnector(),
                StatusRules.newest(ConnectorStatus::generation, ConnectorStatus::workerId, self));
        this.tasks = log.map(
                TASKS + "status/",
                new StatusCodecs.OfTask(),
                StatusRules.newest(TaskStatus::generation, TaskStatus::workerId, self));
        this.connectorClaims = log.map(CONNECTORS + "claim/", new StatusCodecs.OfClaim(), StatusRules.claims(self));
        this.taskClaims = log.map(TASKS + "claim/", new StatusCodecs.OfClaim(), StatusRules.claims(self));
        this.restarts = log.map(CONNECTORS + "restart/", new StatusCodecs.OfRestart());
        this.workers = log.map(WORKERS, new StatusCodecs.OfPresence(), StatusRules.presences(self));
    }

    /**
     * Reads the log to its end.
     *
     * @param onNews told, on the log's thread, what changed; what was there from the start included
     */
    public void start(Consumer<News> onNews) throws IOException {
        log.start(changes -> {
            News news = new News(changes.of(workers), changedClaims(changes), changes.of(restarts));
            if (!news.workers().isEmpty()
                    || !news.claims().isEmpty()
                    || !news.restarts().isEmpty()) {
                onNews.accept(news);
            }
        });
    }

    private Set<WorkId> changedClaims(Changes changes) {
        Set<WorkId> changed = new LinkedHashSet<>();
        changes.of(connectorClaims).forEach(name -> changed.add(WorkId.object(name)));
        changes.of(taskClaims).forEach(key -> changed.add(WorkId.of(task(key))));
        return changed;
    }

    public Optional<ConnectorStatus> connector(String name) {
        return connectors.get(name);
    }

    public Optional<TaskStatus> task(TaskId id) {
        return tasks.get(key(id));
    }

    public Optional<Claim> claim(WorkId work) {
        return work.task()
                .map(task -> taskClaims.get(key(task)))
                .orElseGet(() -> connectorClaims.get(work.connector()));
    }

    /** Every claim that was not released, by what it is about. */
    public Map<WorkId, Claim> claims() {
        Map<WorkId, Claim> all = new HashMap<>();
        Stream.concat(connectorClaims.view().values().stream(), taskClaims.view().values().stream())
                .filter(claim -> !claim.released())
                .forEach(claim -> all.put(claim.work(), claim));
        return all;
    }

    /** What was said last of a worker id. */
    public Optional<Presence> presence(String worker) {
        return workers.get(worker);
    }

    /** What somebody wanted restarted last. */
    public Optional<RestartRequest> restart(String connector) {
        return restarts.get(connector);
    }

    /** When this store last was known to show everything durable; see {@link KeyedLog#confirmedAt}. */
    public long confirmedAt() {
        return log.confirmedAt();
    }

    /** Completes when this store shows everything that was durable before this call. */
    public CompletableFuture<Void> readToEnd() {
        return log.readToEnd();
    }

    /**
     * @return completes when the change is durable and shows here, or an update of a newer generation does
     */
    public CompletableFuture<Void> put(ConnectorStatus status) {
        return connectors.put(status.connector(), status);
    }

    /**
     * @return completes when the change is durable and shows here, or an update of a newer generation does
     */
    public CompletableFuture<Void> put(TaskStatus status) {
        return tasks.put(key(status.id()), status);
    }

    /**
     * @return completes when the claim is durable and shows here, or another that came before it does
     */
    public CompletableFuture<Void> put(Claim claim) {
        WorkId work = claim.work();
        return work.task()
                .map(task -> taskClaims.put(key(task), claim))
                .orElseGet(() -> connectorClaims.put(work.connector(), claim));
    }

    /**
     * @return completes when it is durable and shows here, or somebody else's word that came before it does
     */
    public CompletableFuture<Void> put(Presence presence) {
        return workers.put(presence.by().worker(), presence);
    }

    /**
     * @return completes when the request is durable and shows here
     */
    public CompletableFuture<Void> put(RestartRequest request) {
        return restarts.put(request.connector(), request);
    }

    /**
     * Forgets a connector and so many of its tasks, but not who has claimed them.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> remove(String connector, int taskCount) {
        List<Update> updates = new ArrayList<>();
        updates.add(connectors.removing(connector));
        updates.add(restarts.removing(connector));
        for (int i = 0; i < taskCount; i++) {
            updates.add(tasks.removing(key(new TaskId(connector, i))));
        }
        return log.append(updates);
    }

    /** Forgets one task, but not who has claimed it. */
    public CompletableFuture<Void> remove(TaskId id) {
        return tasks.remove(key(id));
    }

    /**
     * Forgets what became of connectors and tasks that are not there any more, but not who has claimed them: a generation
     * must never come again.
     *
     * @return completes when the change is durable and shows here; at once when there is nothing to forget
     */
    public CompletableFuture<Void> retain(Predicate<String> isConnector, Predicate<TaskId> isTask) {
        List<Update> updates = new ArrayList<>();
        connectors.view().keySet().stream()
                .filter(isConnector.negate())
                .map(connectors::removing)
                .forEach(updates::add);
        restarts.view().keySet().stream()
                .filter(isConnector.negate())
                .map(restarts::removing)
                .forEach(updates::add);
        tasks.view().values().stream()
                .map(TaskStatus::id)
                .filter(isTask.negate())
                .map(id -> tasks.removing(key(id)))
                .forEach(updates::add);
        return updates.isEmpty() ? CompletableFuture.completedFuture(null) : log.append(updates);
    }

    private static String key(TaskId id) {
        return id.connector() + "/" + id.index();
    }

    private static TaskId task(String key) {
        int slash = key.lastIndexOf('/');
        return new TaskId(key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)));
    }

    @Override
    public void close() {
        log.close();
    }
}
