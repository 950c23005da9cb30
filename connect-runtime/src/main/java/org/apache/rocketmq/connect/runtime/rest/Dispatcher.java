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
package org.apache.rocketmq.connect.runtime.rest;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.apache.rocketmq.connect.runtime.rest.Route.Effect;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request from its route to its answer. Runs on Jetty's threads; a request whose answer is not there yet gives
 * its thread back, and is answered on another one: never on the thread that completed the future.
 */
final class Dispatcher {

    private final ReadEndpoints reads;
    private final ChangeEndpoints changes;
    private final BrowserGuard guard;
    private final boolean legacyGetMutations;
    private final Duration answerTimeout;
    private final Executor answering;

    Dispatcher(RestConfig config, ConnectController controller, Executor answering) {
        this.reads = new ReadEndpoints(controller);
        this.changes = new ChangeEndpoints(controller);
        this.guard = new BrowserGuard(config.host(), config.allowedHosts());
        this.legacyGetMutations = config.legacyGetMutations();
        this.answerTimeout = config.answerTimeout();
        this.answering = answering;
    }

    void handle(Route route, Context context) {
        boolean byGet = context.method().equals(HandlerType.GET);
        Optional<String> refusal = guard.refusal(route.effect() != Effect.READS, byGet, context::header);
        if (refusal.isPresent()) {
            write(context, Answer.error(403, refusal.get()));
        } else if (byGet && route.effect() == Effect.CHANGES && !legacyGetMutations) {
            context.header("Allow", "POST");
            write(
                    context,
                    Answer.error(405, "Expected POST " + route.path() + ": changes by GET are switched off here"));
        } else {
            answer(route, context);
        }
    }

    static void write(Context context, Answer answer) {
        context.status(answer.status()).contentType("application/json").result(answer.toBytes());
    }

    private void answer(Route route, Context context) {
        CompletableFuture<Answer> answer = answerOf(route, new Request(context));
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            write(context, answer.join());
            return;
        }
        // A copy: the time-out must end the waiting, not the work.
        context.future(() -> answer.copy()
                .orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync((done, failure) -> done != null ? done : answerTo(failure, route), answering)
                .thenAccept(result -> write(context, result)));
    }

    private Answer answerTo(@Nullable Throwable failure, Route route) {
        if (failure == null) {
            throw new IllegalStateException("Expected an answer or a failure for " + route + ", but got neither");
        }
        if (!(ErrorMapping.causeOf(failure) instanceof TimeoutException)) {
            return ErrorMapping.answerTo(failure);
        }
        String late = "not done within " + answerTimeout.toSeconds() + " s";
        return route.effect() == Effect.CHANGES
                ? Answer.accepted("The request is " + late + " and still being carried out; ask for the status later")
                : Answer.error(503, "Expected an answer from the plugin, but it is " + late + "; asking again is safe");
    }

    private CompletableFuture<Answer> answerOf(Route route, Request request) {
        return switch (route) {
            case INDEX -> now(reads.index());
            case HEALTH -> now(reads.health());
            case CLUSTER_INFO -> now(reads.clusterInfo());
            case LIST_CONNECTORS -> now(reads.connectors());
            case ALLOCATED_CONNECTORS -> now(reads.allocatedConnectors());
            case ALLOCATED_TASKS -> now(reads.allocatedTasks());
            case CONFIG -> now(reads.config(request.connectorName()));
            case STATUS -> now(reads.status(request.connectorName()));
            case TASKS -> now(reads.tasks(request.connectorName()));
            case TASK_STATUS -> now(reads.taskStatus(request.taskId()));
            case PLUGINS -> now(reads.plugins());
            case CONNECTOR_PLUGINS -> now(reads.connectorPlugins());
            case CONFIG_INFO -> now(reads.configInfo());
            case ALLOCATED_INFO -> now(reads.allocatedInfo());
            case ALLOCATED_CONNECTORS_OLD -> now(reads.oldAllocatedConnectors());
            case ALLOCATED_TASKS_OLD -> now(reads.oldAllocatedTasks());
            case PUT_BY_QUERY -> changes.put(request.connectorName(), request.configOfQuery());
            case PUT_BY_BODY -> changes.put(request.connectorName(), request.configOfBody());
            case REMOVE, STOP, DELETE_OLD -> changes.delete(request.connectorName());
            case PAUSE -> changes.pause(request.connectorName());
            case RESUME -> changes.resume(request.connectorName());
            case RESTART ->
                changes.restart(request.connectorName(), request.flag("includeTasks"), request.flag("onlyFailed"));
            case RESTART_TASK -> changes.restartTask(request.taskId());
            case STOP_ALL, STOP_ALL_OLD -> changes.deleteAll();
            case PAUSE_ALL -> changes.pauseAll();
            case RESUME_ALL -> changes.resumeAll();
            case PLUGIN_CONFIG ->
                changes.pluginConfig(request.query("class").or(() -> request.query("connector.class")));
            case VALIDATE -> changes.validate(request.configOfQueryOrBody());
            case RELOAD_PLUGINS -> changes.reloadPlugins();
        };
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
