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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.controller.RequestException.Kind;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests that the controller or a plugin takes its time for. Each change leaves one line in the log, never a value. */
final class ChangeEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeEndpoints.class);

    private final ConnectController controller;

    ChangeEndpoints(ConnectController controller) {
        this.controller = controller;
    }

    CompletableFuture<Answer> put(String name, SubmittedConfig config) {
        return logged("create or update", "connector " + name, controller.put(name, config.texts()))
                .thenApply(effective -> Answer.ok(config.shown(effective)));
    }

    CompletableFuture<Answer> delete(String name) {
        return change(name, "delete", "deleted", controller::delete);
    }

    CompletableFuture<Answer> pause(String name) {
        return change(name, "pause", "paused", controller::pause);
    }

    CompletableFuture<Answer> resume(String name) {
        return change(name, "resume", "resumed", controller::resume);
    }

    CompletableFuture<Answer> restart(String name, boolean includeTasks, boolean onlyFailed) {
        return change(name, "restart", "restarted", n -> controller.restart(n, includeTasks, onlyFailed));
    }

    CompletableFuture<Answer> restartTask(TaskId task) {
        requireConnector(task.connector());
        return logged("restart", "task " + task, controller.restartTask(task))
                .thenApply(done -> Answer.ok("Task [" + task + "] restarted successfully"));
    }

    private CompletableFuture<Answer> change(
            String name, String verb, String participle, Function<String, CompletableFuture<Void>> action) {
        requireConnector(name);
        return logged(verb, "connector " + name, action.apply(name))
                .thenApply(done -> Answer.ok("Connector [" + name + "] " + participle + " successfully"));
    }

    private void requireConnector(String name) {
        if (controller.connector(name).isEmpty()) {
            throw RequestException.notFound("Connector [" + name + "] does not exist");
        }
    }

    CompletableFuture<Answer> deleteAll() {
        return changeAll(
                "delete",
                "No connector needs to be deleted, please add connector first",
                names -> names + " connectors are deleted",
                controller::delete);
    }

    CompletableFuture<Answer> pauseAll() {
        return changeAll(
                "pause",
                "No connector needs to be paused, please add connector first",
                names -> names.size() + " connectors are suspended",
                controller::pause);
    }

    CompletableFuture<Answer> resumeAll() {
        return changeAll(
                "resume",
                "No connector needs to be resumed, please add connector first",
                names -> names.size() + " connectors are resumed",
                controller::resume);
    }

    /** Asks for every connector at once; one that has gone meanwhile needs nothing any more. */
    private CompletableFuture<Answer> changeAll(
            String verb,
            String none,
            Function<List<String>, String> done,
            Function<String, CompletableFuture<Void>> action) {
        List<String> names = List.copyOf(new TreeSet<>(controller.connectors().keySet()));
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(Answer.ok(none));
        }
        Map<String, CompletableFuture<Optional<Throwable>>> outcomes = new LinkedHashMap<>();
        for (String name : names) {
            outcomes.put(
                    name,
                    logged(verb, "connector " + name, action.apply(name))
                            .handle((ok, failure) -> Optional.ofNullable(failure)
                                    .map(ErrorMapping::causeOf)
                                    .filter(cause -> !isNotFound(cause))));
        }
        return CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, Throwable> failures = new TreeMap<>();
                    outcomes.forEach(
                            (name, outcome) -> outcome.join().ifPresent(failure -> failures.put(name, failure)));
                    return failures.isEmpty() ? Answer.ok(done.apply(names)) : partly(verb, names.size(), failures);
                });
    }

    private static Answer partly(String verb, int asked, Map<String, Throwable> failures) {
        StringBuilder message = new StringBuilder(
                "Expected to " + verb + " " + asked + " connectors, but failed for " + failures.size());
        int status = 0;
        for (Map.Entry<String, Throwable> failure : failures.entrySet()) {
            Answer answer = ErrorMapping.answerTo(failure.getValue());
            status = Math.max(status, answer.status());
            message.append("; ")
                    .append(failure.getKey())
                    .append(": ")
                    .append(answer.envelope().get("message"));
        }
        return Answer.error(status, message.toString());
    }

    private static boolean isNotFound(Throwable cause) {
        return cause instanceof RequestException refused && refused.kind() == Kind.NOT_FOUND;
    }

    /** A configuration with errors is a validation that succeeded. */
    CompletableFuture<Answer> validate(SubmittedConfig config) {
        return controller.validate(config.texts()).thenApply(errors -> Answer.ok(JsonViews.validation(errors)));
    }

    CompletableFuture<Answer> pluginConfig(Optional<String> className) {
        String name = className
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new RequestException(
                        Kind.INVALID,
                        "Expected ?class= with the class of a plugin, but it is missing; " + Route.PLUGINS.path()
                                + " lists them",
                        null));
        return controller.pluginConfig(name).thenApply(keys -> Answer.ok(JsonViews.configKeys(declared(name, keys))));
    }

    private static List<ConfigKey> declared(String name, Optional<List<ConfigKey>> keys) {
        return keys.orElseThrow(
                () -> RequestException.notFound("Expected an installed plugin that declares its keys, but " + name
                        + " is not installed or declares none; " + Route.PLUGINS.path() + " lists what is installed"));
    }

    CompletableFuture<Answer> reloadPlugins() {
        return logged("reload", "plugins", controller.reloadPlugins())
                .thenApply(plugins -> Answer.ok("Plugin reload succeeded"));
    }

    /** Logged when it ends, be it after its request was answered with 202. */
    private static <T> CompletableFuture<T> logged(String verb, String what, CompletableFuture<T> change) {
        return change.whenComplete((done, failure) -> {
            if (failure == null) {
                LOG.info("Request to {} {}: done", verb, what);
            } else if (ErrorMapping.causeOf(failure) instanceof RequestException refused) {
                LOG.info("Request to {} {}: refused as {}", verb, what, refused.kind());
            } else {
                LOG.warn(
                        "Request to {} {}: failed with {}",
                        verb,
                        what,
                        ErrorMapping.causeOf(failure).getClass());
            }
        });
    }
}
