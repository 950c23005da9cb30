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
package org.apache.rocketmq.connect.runtime.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.assign.Assignors;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.cluster.SoloMembership;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.log.InMemoryKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.OutcomeUnknownException;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.ownership.Ownership;
import org.apache.rocketmq.connect.runtime.ownership.OwnershipLoop;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.worker.ConnectorObject;
import org.apache.rocketmq.connect.runtime.worker.Owned;
import org.apache.rocketmq.connect.runtime.worker.Worker;
import org.apache.rocketmq.connect.runtime.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D-53, D-53b, U-41, H-23: a change is durable before anybody acts on it, and refused changes change nothing. */
class ControllerLoopTest {

    private static final String NAME = "文件源";
    private static final Incarnation SELF = new Incarnation("w1", "first");
    private static final String CONVERTER = "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter";

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final InMemoryKeyValueLog configLog = new InMemoryKeyValueLog();
    private final InMemoryKeyValueLog statusLog = new InMemoryKeyValueLog();
    private final ConfigStore configs = new ConfigStore(new KeyedLog(configLog), SELF);
    private final StatusStore statuses = new StatusStore(new KeyedLog(statusLog), SELF);
    private final PositionStore positions = new PositionStore(new KeyedLog(new InMemoryKeyValueLog()), SELF);
    private final Membership membership = new SoloMembership("w1", clock);
    private final ExecutorService pool = Threads.elasticPool("connect-plugin-test", 4);
    private final List<Set<String>> changes = new CopyOnWriteArrayList<>();
    private final List<FakeTask> tasks = new CopyOnWriteArrayList<>();
    private final List<FakeConnector> connectors = new CopyOnWriteArrayList<>();
    private final ControllerLoop controller = controller();
    /** What the next append after a cut fails with. */
    private volatile @Nullable Throwable cutFailure;

    private ControllerLoop controller() {
        PluginRegistry plugins = PluginRegistry.scan(null);
        WorkerSettings settings = new WorkerSettings(
                "w1",
                Duration.ofMinutes(3),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Lease.FOREVER);
        return new ControllerLoop(
                loop,
                new ControllerLoop.Stores(configs, statuses),
                new ControllerLoop.Plugins(
                        plugins,
                        new ConfigValidator(plugins, pool, Duration.ofSeconds(10), CONVERTER, CONVERTER),
                        pool),
                SELF,
                new HealthMonitor(new NoAdmin(), loop, clock),
                new GroupRoster(),
                events -> new Worker(
                        settings,
                        FakeConnector::new,
                        (task, given) -> new FakeTask(task.spec(), given),
                        loop,
                        clock,
                        events),
                local -> new OwnershipLoop(
                        loop,
                        clock,
                        SELF,
                        Duration.ZERO,
                        new Ownership.Patience(Duration.ofSeconds(70), Duration.ofSeconds(1)),
                        new OwnershipLoop.Stores(configs, statuses, positions),
                        membership,
                        Assignors.named(DefaultAllocateConnAndTaskStrategy.class.getName()),
                        local));
    }

    @BeforeEach
    void start() throws Exception {
        positions.start();
        statuses.start(controller::statusesChanged);
        configs.start(names -> {
            changes.add(names);
            controller.configsChanged(names);
        });
        done(controller.join());
        membership.start(controller::viewChanged);
        controller.begin();
    }

    @AfterEach
    void stop() {
        until(controller.stop()::isDone);
        configs.close();
        statuses.close();
        positions.close();
        pool.shutdownNow();
    }

    // ---- changes

    @Test
    void aCreatedConnectorIsReadAtOnceAndRuns() throws Exception {
        Map<String, String> shown = done(controller.put(NAME, config("2")));
        assertThat(shown).containsEntry("cut", "2");
        assertThat(controller.connector(NAME).orElseThrow().config()).isEqualTo(shown);
        untilRunning(2);
        assertThat(controller.connector(NAME)).hasValueSatisfying(view -> {
            assertThat(view.type()).isEqualTo(ConnectorType.SOURCE);
            assertThat(view.status().state()).isEqualTo(PublicState.RUNNING);
            assertThat(view.status().workerId()).isEqualTo("w1");
            assertThat(view.tasks())
                    .extracting(task -> task.status().state())
                    .containsExactly(PublicState.RUNNING, PublicState.RUNNING);
        });
        assertThat(controller.allocation().connectors()).containsOnlyKeys(NAME);
        assertThat(controller.allocation().tasks())
                .extracting(AllocationView.RunningTask::phase)
                .containsOnly(AllocationView.Phase.RUNNING);
    }

    @Test
    void theSameConfigurationAgainAppendsNothing() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        changes.clear();
        done(controller.put(NAME, config("1")));
        done(controller.resume(NAME));
        assertThat(changes).isEmpty();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void anUpdateKeepsAPausedConnectorPaused() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        done(controller.pause(NAME));
        until(() -> state() == PublicState.PAUSED);
        done(controller.put(NAME, with(config("1"), "other", "x")));
        assertThat(configs.connector(NAME).orElseThrow().target()).isEqualTo(TargetState.PAUSED);
        until(() -> state() == PublicState.PAUSED && connectors.size() == 2);
        done(controller.resume(NAME));
        until(() -> state() == PublicState.RUNNING);
    }

    @Test
    void aPlainPauseReachesTheTasks() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        done(controller.pause(NAME));
        until(() -> tasks.get(0).given.control().paused());
        done(controller.resume(NAME));
        until(() -> !tasks.get(0).given.control().paused());
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aDeletedConnectorLeavesNoStatusBehind() throws Exception {
        done(controller.put(NAME, config("2")));
        untilRunning(2);
        done(controller.delete(NAME));
        assertThat(controller.connector(NAME)).isEmpty();
        until(() -> tasks.stream().allMatch(task -> task.ended));
        until(() -> statuses.connector(NAME).isEmpty()
                && statuses.task(new TaskId(NAME, 0)).isEmpty()
                && statuses.task(new TaskId(NAME, 1)).isEmpty());
        assertThat(controller.allocation().tasks()).isEmpty();
        assertThat(connectors).singleElement().satisfies(c -> assertThat(c.stopped)
                .isTrue());
    }

    /** The worker was killed after the deletion, but before what ended told so. */
    @Test
    void statusesThatADeletionLeftBehindAreForgottenAtTheNextStart() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        done(statuses.put(new ConnectorStatus("deleted", PublicState.FAILED, "trace", "w1", 0)));
        done(statuses.put(new TaskStatus(new TaskId("deleted", 0), PublicState.RUNNING, null, "w1", 0, 0)));
        done(statuses.put(new TaskStatus(new TaskId(NAME, 1), PublicState.RUNNING, null, "w1", 0, 0)));
        controller.begin();
        until(() -> statuses.connector("deleted").isEmpty()
                && statuses.task(new TaskId("deleted", 0)).isEmpty()
                && statuses.task(new TaskId(NAME, 1)).isEmpty());
        assertThat(state()).isEqualTo(PublicState.RUNNING);
        assertThat(statuses.task(new TaskId(NAME, 0)).orElseThrow().state()).isEqualTo(PublicState.RUNNING);
    }

    /** Between the end of a task and its next beginning nobody is there to tell that it is gone. */
    @Test
    void aConnectorDeletedWhileNothingOfItRunsLeavesNoStatusBehind() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        done(controller.stop());
        assertThat(statuses.task(new TaskId(NAME, 0))).isPresent();
        done(controller.delete(NAME));
        until(() -> statuses.connector(NAME).isEmpty()
                && statuses.task(new TaskId(NAME, 0)).isEmpty());
    }

    @Test
    void tasksThatAreNoLongerCutEndAndTheirStatusesGo() throws Exception {
        done(controller.put(NAME, config("3")));
        untilRunning(3);
        done(controller.put(NAME, config("1")));
        until(() -> controller.connector(NAME).orElseThrow().tasks().size() == 1);
        until(() -> statuses.task(new TaskId(NAME, 1)).isEmpty()
                && statuses.task(new TaskId(NAME, 2)).isEmpty());
        untilRunning(1);
    }

    @Test
    void tasksThatWereCutFromAnOlderConfigurationAreIgnored() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        List<TaskSpec> before = configs.tasks(NAME);
        ConnectorSpec now = configs.connector(NAME).orElseThrow();
        long generation = statuses.claim(WorkId.object(NAME)).orElseThrow().generation();
        ConnectorSpec old = new ConnectorSpec(NAME, Map.of("cut", "old"), Set.of(), TargetState.STARTED);
        ConnectorSpec unknown = new ConnectorSpec("unknown", Map.of(), Set.of(), TargetState.STARTED);
        controller.onTasksCut(new Owned<>(old, generation), List.of(task(0, 2), task(1, 2)));
        controller.onTasksCut(new Owned<>(unknown, generation), List.of(task(0, 1)));
        controller.onTasksCut(new Owned<>(now, generation - 1), List.of(task(0, 2), task(1, 2)));
        done(controller.put(NAME, config("1")));
        assertThat(configs.tasks(NAME)).isEqualTo(before);
        assertThat(configs.tasks("unknown")).isEmpty();
    }

    @Test
    void whatDoesNotExistIsNotFound() throws Exception {
        assertFails(controller.delete("nobody"), RequestException.Kind.NOT_FOUND);
        assertFails(controller.pause("nobody"), RequestException.Kind.NOT_FOUND);
        assertFails(controller.resume("nobody"), RequestException.Kind.NOT_FOUND);
        assertFails(controller.restart("nobody", true, false), RequestException.Kind.NOT_FOUND);
        assertFails(controller.restartTask(new TaskId("nobody", 0)), RequestException.Kind.NOT_FOUND);
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        assertFails(controller.restartTask(new TaskId(NAME, 1)), RequestException.Kind.NOT_FOUND);
        assertThat(controller.connector("nobody")).isEmpty();
    }

    @Test
    void aRefusedConfigurationNamesEveryErrorAndLeavesNothing() {
        Map<String, String> bad = with(config("1"), "max.tasks", "x");
        bad.put("key.converter", "org.example.Missing");
        RequestException refusal = assertFails(controller.put(NAME, bad), RequestException.Kind.INVALID);
        assertThat(refusal.errors()).extracting(ConfigError::key).contains("max.tasks", "key.converter");
        assertThat(controller.connectors()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void aFailedAppendIsTheCallersFailureAndTheNextOneWorks() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        changes.clear();
        Map<String, String> before = controller.connector(NAME).orElseThrow().config();
        List<BooleanSupplier> unchanged = List.of(
                () -> failing(controller.put(NAME, config("2"))),
                () -> failing(controller.pause(NAME)),
                () -> failing(controller.delete(NAME)),
                () -> failing(controller.put("new", config("1"))));
        for (BooleanSupplier change : unchanged) {
            assertThat(change.getAsBoolean()).isTrue();
        }
        assertThat(controller.connectors()).containsOnlyKeys(NAME);
        assertThat(controller.connector(NAME).orElseThrow().config()).isEqualTo(before);
        assertThat(configs.connector(NAME).orElseThrow().target()).isEqualTo(TargetState.STARTED);
        assertThat(changes).isEmpty();

        done(controller.put(NAME, config("2")));
        untilRunning(2);
    }

    private boolean failing(CompletableFuture<?> change) {
        configLog.failNext(new IOException("disk full"));
        RequestException failure = assertFails(change, RequestException.Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("disk full").hasMessageContaining("nothing was changed");
        return true;
    }

    // ---- what the worker tells

    @Test
    void cutTasksThatCouldNotBeStoredAreStoredLater() throws Exception {
        cutFailure = new IOException("disk full");
        done(controller.put(NAME, config("1")));
        until(() -> cutFailure == null);
        loop.run();
        assertThat(configs.tasks(NAME)).isEmpty();
        until(() -> {
            loop.advance(Duration.ofSeconds(1));
            return tasks.size() == 1;
        });
        untilRunning(1);
    }

    @Test
    void aStatusThatCouldNotBeStoredIsStoredLaterUnlessThereIsANewerOne() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        statusLog.failNext(new IOException("disk full"));
        tasks.get(0).failure = new IllegalStateException("gone");
        until(() ->
                controller.allocation().tasks().stream().anyMatch(task -> task.phase() == AllocationView.Phase.ERROR));
        until(() -> {
            loop.advance(Duration.ofMillis(100));
            return statuses.task(new TaskId(NAME, 0)).orElseThrow().restarts() == 1;
        });
        until(() -> {
            loop.advance(Duration.ofMillis(100));
            return statuses.task(new TaskId(NAME, 0)).orElseThrow().state() == PublicState.RUNNING;
        });
        loop.advance(Duration.ofSeconds(20));
        done(statuses.put(controller.connector(NAME).orElseThrow().status()));
        assertThat(statuses.task(new TaskId(NAME, 0)).orElseThrow().state()).isEqualTo(PublicState.RUNNING);
    }

    @Test
    void theStopCompletesAfterTheLastStatusesAreStored() throws Exception {
        done(controller.put(NAME, config("2")));
        untilRunning(2);
        statusLog.hold();
        CompletableFuture<Void> stopped = controller.stop();
        until(() -> tasks.stream().allMatch(task -> task.ended));
        until(() -> controller.allocation().tasks().isEmpty()
                && controller.allocation().connectors().isEmpty());
        loop.run();
        assertThat(stopped).isNotDone();
        statusLog.release();
        done(stopped);
        assertThat(statuses.task(new TaskId(NAME, 1)).orElseThrow().state()).isEqualTo(PublicState.UNASSIGNED);
    }

    @Test
    void nothingBeginsAfterTheStop() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        done(controller.stop());
        done(controller.put("late", config("1")));
        done(controller.restart(NAME, true, false));
        connectors.get(0).requests.reconfigureTasks();
        connectors.get(0).requests.raiseError(new IllegalStateException("late"));
        loop.advance(Duration.ofMinutes(10));
        assertThat(tasks).hasSize(1);
        assertThat(connectors).hasSize(1);
        assertThat(controller.allocation().connectors()).isEmpty();
    }

    @Test
    void aRestartCanLeaveAloneWhatHasNotFailed() throws Exception {
        done(controller.put(NAME, config("2")));
        untilRunning(2);
        tasks.stream()
                .filter(task -> task.spec.id().index() == 1)
                .forEach(task -> task.failure = new IllegalStateException("gone"));
        until(() ->
                controller.allocation().tasks().stream().anyMatch(task -> task.phase() == AllocationView.Phase.ERROR));
        done(controller.restart(NAME, true, true));
        untilRunning(2);
        assertThat(tasks).extracting(task -> task.spec.id().index()).containsExactlyInAnyOrder(0, 1, 1);
        assertThat(connectors).hasSize(1);
        done(controller.restart(NAME, true, false));
        until(() -> tasks.size() == 5 && connectors.size() == 2);
        untilRunning(2);
    }

    /** The truth from any worker: a worker that died cannot say what became of its work. */
    @Test
    void whatADeadWorkerRanIsShownAsUnassignedUntilSomebodyTakesIt() throws Exception {
        done(controller.put(NAME, config("1")));
        untilRunning(1);
        Claim mine = statuses.claim(new WorkId(NAME, 0)).orElseThrow();
        Incarnation dead = new Incarnation("w2", "gone");
        statuses.put(new Claim(mine.work(), dead, mine.generation() + 1, false)).get(10, TimeUnit.SECONDS);
        statuses.put(new TaskStatus(new TaskId(NAME, 0), PublicState.RUNNING, null, "w2", mine.generation() + 1, 0))
                .get(10, TimeUnit.SECONDS);
        assertThat(controller
                        .connector(NAME)
                        .orElseThrow()
                        .tasks()
                        .get(0)
                        .status()
                        .state())
                .isEqualTo(PublicState.UNASSIGNED);
        until(() -> tasks.size() == 2 && tasks.get(0).given.control().fenced());
        until(() ->
                controller.connector(NAME).orElseThrow().tasks().get(0).status().state() == PublicState.RUNNING);
        assertThat(statuses.claim(mine.work()).orElseThrow().owner()).isEqualTo(SELF);
        assertThat(statuses.claim(mine.work()).orElseThrow().generation()).isGreaterThan(mine.generation() + 1);
    }

    /** D-49: who cannot know must not say that nothing was changed. */
    @Test
    void aChangeOfWhichNobodyKnowsIsNotCalledUnchanged() {
        configLog.failNext(new OutcomeUnknownException("nobody knows whether it is stored", null));
        assertThat(assertFails(controller.put(NAME, config("1")), RequestException.Kind.UNAVAILABLE))
                .hasMessageContaining("nobody knows")
                .hasMessageNotContaining("nothing was changed");
    }

    /** H-18: a configuration that fits into no message is the caller's fault. */
    @Test
    void aChangeThatIsTooLargeIsRefusedAsSuch() {
        configLog.failNext(new IllegalArgumentException("it has 5000001 bytes"));
        assertFails(controller.put(NAME, config("1")), RequestException.Kind.TOO_LARGE);
    }

    /** Tasks that fit into no message must not be a connector that seems to run. */
    @Test
    void aConnectorWhoseTasksAreTooLargeFails() throws Exception {
        cutFailure = new IllegalArgumentException("it has 5000001 bytes");
        done(controller.put(NAME, config("1")));
        until(() -> state() == PublicState.FAILED);
        assertThat(statuses.connector(NAME).orElseThrow().trace()).contains("5000001 bytes");
    }

    // ---- secrets

    @Test
    void secretsAreMaskedInEveryViewAndComeBackWithAnUpdate() throws Exception {
        Map<String, String> config = with(config("1"), "entrance", "sesame");
        config.put("connector.class", TestPlugins.Declaring.class.getName());
        config.put("db.password", "open");
        Map<String, String> shown = done(controller.put(NAME, config));
        untilRunning(1);
        assertThat(shown).containsEntry("entrance", "******").containsEntry("db.password", "******");
        List<Object> views = new ArrayList<>(controller.connectors().values());
        views.add(controller.allocation());
        assertThat(views).allSatisfy(view -> assertThat(view.toString())
                .contains("******")
                .doesNotContain("sesame")
                .doesNotContain("=open"));

        shown = with(shown, "doors", "2");
        assertThat(done(controller.put(NAME, shown))).containsEntry("doors", "2");
        assertThat(configs.connector(NAME).orElseThrow().config())
                .containsEntry("entrance", "sesame")
                .containsEntry("db.password", "open")
                .containsEntry("doors", "2");
    }

    @Test
    void aConnectorWhoseClassIsNotInstalledIsShownAsUnknown() throws Exception {
        done(configs.put(new ConnectorSpec(
                NAME, Map.of("connector.class", "org.example.Gone"), Set.of("token"), TargetState.STARTED)));
        assertThat(controller.connector(NAME).orElseThrow().type()).isEqualTo(ConnectorType.UNKNOWN);
    }

    // ---- helpers

    private @Nullable PublicState state() {
        return statuses.connector(NAME).map(status -> status.state()).orElse(null);
    }

    private static Map<String, String> config(String cut) {
        return new HashMap<>(
                Map.of("connector.class", TestPlugins.Plain.class.getName(), "connect.topicname", "t", "cut", cut));
    }

    private static Map<String, String> with(Map<String, String> config, String key, String value) {
        Map<String, String> more = new HashMap<>(config);
        more.put(key, value);
        return more;
    }

    private static TaskSpec task(int index, int siblings) {
        return new TaskSpec(new TaskId(NAME, index), Map.of("of", String.valueOf(siblings)), siblings);
    }

    private void untilRunning(int count) {
        until(() -> controller.allocation().tasks().size() == count
                && controller.connector(NAME).orElseThrow().tasks().stream()
                        .allMatch(task -> task.status().state() == PublicState.RUNNING)
                && state() == PublicState.RUNNING
                && controller.connector(NAME).orElseThrow().tasks().size() == count);
    }

    private <T> T done(CompletableFuture<T> change) throws Exception {
        until(change::isDone);
        return change.get();
    }

    private RequestException assertFails(CompletableFuture<?> change, RequestException.Kind kind) {
        until(change::isDone);
        RequestException[] found = new RequestException[1];
        assertThatThrownBy(change::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(RequestException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    found[0] = e;
                });
        return found[0];
    }

    private void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    loop.advance(Duration.ofMillis(2)); // changes are gathered for some milliseconds
                    return condition.getAsBoolean();
                });
    }

    private static final class NoAdmin implements TopicAdmin {
        @Override
        public void ensureTopic(TopicSpec topic) {}

        @Override
        public void ensureGroup(String group) {}

        @Override
        public void ping() {}
    }

    /** Cuts as many tasks as its configuration says. */
    private final class FakeConnector implements ConnectorObject {
        private final ConnectorSpec spec;
        private final Requests requests;
        private volatile boolean stopped;

        private FakeConnector(ConnectorSpec spec, Requests requests) {
            this.spec = spec;
            this.requests = requests;
            connectors.add(this);
        }

        @Override
        public void start() {}

        @Override
        public List<TaskSpec> cutTasks() {
            Throwable failure = cutFailure;
            if (failure != null) {
                configLog.failNext(failure);
                cutFailure = null;
            }
            int count = Integer.parseInt(spec.config().getOrDefault("cut", "1"));
            List<TaskSpec> cut = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Map<String, String> config = new HashMap<>(spec.config());
                config.remove("cut");
                cut.add(new TaskSpec(new TaskId(spec.name(), i), config, count));
            }
            return cut;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    private final class FakeTask implements Agent {
        private final TaskSpec spec;
        private final LoopStart given;
        private final Signal signal = new Signal();
        private volatile @Nullable RuntimeException failure;
        private volatile boolean worked;
        private volatile boolean ended;

        private FakeTask(TaskSpec spec, LoopStart given) {
            this.spec = spec;
            this.given = given;
            tasks.add(this);
        }

        @Override
        public boolean doWork() throws Exception {
            if (failure != null) {
                throw failure;
            }
            if (!worked) {
                worked = true;
                given.listener().onEvent(TaskState.Event.STARTED);
            }
            signal.await(Duration.ofMillis(20));
            return true;
        }

        @Override
        public void wakeup() {
            signal.raise();
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            ended = true;
            given.listener().onEnd(cause);
        }
    }
}
