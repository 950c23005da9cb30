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
package org.apache.rocketmq.connect.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.ComponentContext;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ConverterSpec;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.log.InMemoryKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.plugin.PluginFailure;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginNotFoundException;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.store.OffsetStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.task.FakeProducer;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskListener;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** M-219, R-18: a task is put together from what is installed, and what cannot be put together leaves nothing behind. */
class PluginTaskFactoryTest {

    private static final String CONVERTER = "org.apache.rocketmq.connect.runtime.converter.record.StringConverter";

    /** What plugin objects did, in order. */
    private static final List<String> DONE = new CopyOnWriteArrayList<>();

    private final FakeProducer producer = new FakeProducer();
    private final PluginRegistry plugins = PluginRegistry.scan(null);
    private final PositionStore positions =
            new PositionStore(new KeyedLog(new InMemoryKeyValueLog()), new Incarnation("w1", "first"));
    private final PluginTaskFactory factory = new PluginTaskFactory(
            new PluginTaskFactory.Settings(
                    CONVERTER,
                    CONVERTER,
                    Duration.ofMillis(1),
                    Duration.ofSeconds(5),
                    1_000_000,
                    "cluster",
                    connector -> List.of()),
            plugins,
            new PluginTaskFactory.Progress(positions, new OffsetStore(new KeyedLog(new InMemoryKeyValueLog()))),
            new PluginTaskFactory.Transport(producer, (spec, listener) -> {
                throw new UnsupportedOperationException();
            }),
            Clock.system());
    private final List<String> reported = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        DONE.clear();
        CopyingSink.PUT.clear();
        positions.start();
        producer.acknowledgeAtOnce = true;
    }

    @AfterEach
    void close() {
        positions.close();
    }

    @Test
    void aSourceTaskSendsAndFindsItsPositionAgain() throws Exception {
        Agent first = create(CountingTask.class, Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> first.doWork() && producer.sent.size() >= 3);
        first.onClose(null);
        assertThat(reported).contains("STARTED", "end: null");
        assertThat(producer.sent.get(0).message().topic()).isEqualTo("t");
        int sent = producer.sent.size();
        assertThat(producer.bodies().get(sent - 1)).isEqualTo("line " + (sent - 1));

        Agent second = create(CountingTask.class, Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> second.doWork() && producer.sent.size() > sent);
        second.onClose(null);
        assertThat(producer.bodies().get(sent)).isEqualTo("line " + sent);
        assertThat(DONE).as("numbers are of the type that the task gave").contains("from Integer");
    }

    /** behaviour §10. */
    @Test
    void aDirectTaskCopiesToItsSinkStoresWhatIsFlushedAndFindsItAgain() throws Exception {
        Map<String, String> direct = Map.of(
                "connector.direct.enable",
                "true",
                "source.task.class",
                CountingTask.class.getName(),
                "sink.task.class",
                CopyingSink.class.getName(),
                "sink.task.name",
                "the sink's");
        Agent first = create(NeitherTask.class, direct); // its own class is not used
        await().atMost(Duration.ofSeconds(10)).until(() -> first.doWork() && CopyingSink.PUT.size() >= 3);
        first.onClose(null);
        int put = CopyingSink.PUT.size();
        Agent second = create(NeitherTask.class, direct);
        await().atMost(Duration.ofSeconds(10)).until(() -> second.doWork() && CopyingSink.PUT.size() > put);
        second.onClose(null);

        assertThat(CopyingSink.PUT.get(put)).isEqualTo("line " + put);
        assertThat(producer.sent).isEmpty();
        assertThat(DONE)
                .containsExactly("sink the sink's c-0 assigned []", "sink the sink's c-0 assigned []", "from Integer");
        assertThat(reported).containsExactly("STARTED", "end: null", "STARTED", "end: null");
    }

    @Test
    void aDirectTaskWithoutDeadLettersNeedsNoConverters() {
        Agent loop = create(
                NeitherTask.class,
                Map.of(
                        "connector.direct.enable",
                        "true",
                        "source.task.class",
                        CountingTask.class.getName(),
                        "sink.task.class",
                        CopyingSink.class.getName(),
                        "value.converter",
                        "org.example.Missing"));
        loop.onClose(null);
        assertThat(reported).containsExactly("end: null");
    }

    @Test
    void aTaskThatIsNeitherSourceNorSinkIsRefusedAndItsTransformsStop() {
        assertThatThrownBy(() -> create(NeitherTask.class, transforms(Quiet.class)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("NeitherTask")
                .hasMessageContaining("neither");
        assertThat(DONE).containsExactly("validate a", "start a", "stop a");
    }

    @Test
    void whenATransformCannotStartThoseBeforeItStop() {
        assertThatThrownBy(() -> create(CountingTask.class, transforms(Quiet.class, Failing.class)))
                .isInstanceOf(ConnectException.class);
        assertThat(DONE).containsExactly("validate a", "start a", "stop a");
    }

    @Test
    void predicatesStartAndStopWithTheirTransforms() {
        assertThatThrownBy(() -> create(NeitherTask.class, bound(transforms(Quiet.class, Quiet.class), "a", "b")))
                .isInstanceOf(ConnectException.class);
        assertThat(DONE)
                .as("each transform has a predicate of its own")
                .containsExactly(
                        "validate a",
                        "validate p",
                        "start p",
                        "start a",
                        "validate b",
                        "validate p",
                        "start p",
                        "start b",
                        "stop a",
                        "stop p",
                        "stop b",
                        "stop p");
    }

    @Test
    void whenATransformCannotStartItsPredicateStops() {
        assertThatThrownBy(() -> create(CountingTask.class, bound(transforms(Quiet.class, Failing.class), "b")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no start");
        assertThat(DONE).containsExactly("validate a", "start a", "validate p", "start p", "stop p", "stop a");
    }

    @Test
    void whenAPredicateCannotStartItsTransformIsNotStarted() {
        Map<String, String> config = bound(transforms(Quiet.class, Quiet.class), "b");
        config.put("predicates.p.type", FailingPredicate.class.getName());
        assertThatThrownBy(() -> create(CountingTask.class, config)).hasMessageContaining("no start of a predicate");
        assertThat(DONE).containsExactly("validate a", "start a", "validate b", "stop a");
    }

    private static Map<String, String> bound(Map<String, String> config, String... transforms) {
        config.put("predicates", "p");
        config.put("predicates.p.type", QuietPredicate.class.getName());
        for (String transform : transforms) {
            config.put("transforms." + transform + ".predicate", "p");
        }
        return config;
    }

    @Test
    void aMissingTaskClassIsNamed() {
        assertThatThrownBy(() -> factory.create(
                        new Owned<>(task("org.example.MissingTask", Map.of()), 1),
                        LoopStart.with(TargetState.STARTED, new Reports(), Lease.FOREVER, Clock.system())))
                .isInstanceOf(PluginFailure.class)
                .hasMessageContaining("org.example.MissingTask");
    }

    @Test
    void partsAreConfiguredWithTheirOwnKeysAndTransformsAreNotStartedToBeChecked() {
        PluginParts parts = parts();
        assertThat(parts.converter(new ConverterSpec(CONVERTER, Map.of("isKey", "false"))))
                .isNotNull();
        parts.transform(new TransformSpec("a", Quiet.class.getName(), Map.of("name", "a")));
        assertThat(DONE).containsExactly("validate a");
    }

    @Test
    void partsThatFailSayWhich() {
        PluginParts parts = parts();
        assertThatThrownBy(() -> parts.transform(new TransformSpec("a", "org.example.Missing", Map.of())))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining("org.example.Missing");
        assertThatThrownBy(() -> parts.converter(new ConverterSpec("org.example.Missing", Map.of())))
                .isInstanceOf(PluginNotFoundException.class);
        TransformSpec failing = new TransformSpec("a", InvalidTransform.class.getName(), Map.of());
        assertThatThrownBy(() -> parts.transform(failing))
                .isInstanceOf(PluginFailure.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    private PluginParts parts() {
        return new PluginParts(
                plugins.catalog(), plugins.catalog().find(TestConnector.class.getName(), PluginKind.SOURCE));
    }

    private Agent create(Class<?> taskClass, Map<String, String> more) {
        return factory.create(
                new Owned<>(task(taskClass.getName(), more), 1),
                LoopStart.with(TargetState.STARTED, new Reports(), Lease.FOREVER, Clock.system()));
    }

    private static TaskSpec task(String taskClass, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("connector.class", TestConnector.class.getName());
        config.put("task.class", taskClass);
        config.put("task.id", "0");
        config.put("connect.topicname", "t");
        return new TaskSpec(new TaskId("c", 0), config, 1);
    }

    private static Map<String, String> transforms(Class<?>... classes) {
        Map<String, String> config = new HashMap<>();
        List<String> aliases = List.of("a", "b").subList(0, classes.length);
        config.put("transforms", String.join(",", aliases));
        for (int i = 0; i < classes.length; i++) {
            config.put("transforms." + aliases.get(i) + ".class", classes[i].getName());
            config.put("transforms." + aliases.get(i) + ".name", aliases.get(i));
        }
        return config;
    }

    /** Only named, never asked. */
    public static final class TestConnector extends SourceConnector {
        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}

        @Override
        public List<KeyValue> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        @SuppressWarnings("rawtypes") // as the API declares it
        public Class<? extends Task> taskClass() {
            return CountingTask.class;
        }
    }

    /** One record a poll; its offsets are Integers. */
    public static final class CountingTask extends SourceTask {
        private static final RecordPartition PARTITION = new RecordPartition(Map.of("p", 1));
        private int next;

        @Override
        public void start(KeyValue config) {
            RecordOffset stored = sourceTaskContext.offsetStorageReader().readOffset(PARTITION);
            if (stored != null) {
                Integer at = (Integer)
                        Objects.requireNonNull((Object) stored.getOffset().get("at"));
                DONE.add("from " + at.getClass().getSimpleName());
                next = at + 1;
            }
        }

        @Override
        public void stop() {}

        @Override
        public List<ConnectRecord> poll() {
            int at = next++;
            ConnectRecord record =
                    new ConnectRecord(PARTITION, new RecordOffset(Map.of("at", at)), 0L, null, "line " + at);
            return List.of(record);
        }
    }

    /** Remembers what it is given, and asks its context for what has no effect here. */
    public static final class CopyingSink extends SinkTask {
        private static final List<Object> PUT = new CopyOnWriteArrayList<>();

        @Override
        public void start(KeyValue config) {
            RecordPartition partition = new RecordPartition(Map.of("p", 1));
            sinkTaskContext.resetOffset(partition, new RecordOffset(Map.of("at", 0)));
            sinkTaskContext.pause(List.of(partition));
            sinkTaskContext.resume(List.of(partition));
            DONE.add("sink " + config.getString("name") + " " + sinkTaskContext.getTaskName() + " assigned "
                    + sinkTaskContext.assignment());
        }

        @Override
        public void stop() {}

        @Override
        public void put(List<ConnectRecord> records) {
            records.forEach(record -> PUT.add(record.getData()));
        }
    }

    /** A task of no kind. */
    public static final class NeitherTask implements Task<ComponentContext> {
        @Override
        public void init(ComponentContext context) {}

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}
    }

    /** Tells what happens to it. */
    public static class Quiet implements Transform<ConnectRecord> {
        private String name = "";

        @Override
        public void validate(KeyValue config) {
            DONE.add("validate " + config.getString("name"));
        }

        @Override
        public void start(KeyValue config) {
            name = config.getString("name");
            DONE.add("start " + name);
        }

        @Override
        public void stop() {
            DONE.add("stop " + name);
        }

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            return record;
        }
    }

    /** Tells what happens to it. */
    public static class QuietPredicate implements Predicate {
        @Override
        public void validate(KeyValue config) {
            DONE.add("validate p");
        }

        @Override
        public void start(KeyValue config) {
            DONE.add("start p");
        }

        @Override
        public void stop() {
            DONE.add("stop p");
        }

        @Override
        public boolean test(ConnectRecord record) {
            return true;
        }
    }

    /** Cannot start. */
    public static final class FailingPredicate extends QuietPredicate {
        @Override
        public void validate(KeyValue config) {}

        @Override
        public void start(KeyValue config) {
            throw new NoClassDefFoundError("no start of a predicate");
        }
    }

    /** Cannot start. */
    public static final class Failing extends Quiet {
        @Override
        public void validate(KeyValue config) {}

        @Override
        public void start(KeyValue config) {
            throw new ConnectException("no start");
        }
    }

    /** Ends in an Error when its configuration is checked. */
    public static final class InvalidTransform extends Quiet {
        @Override
        public void validate(KeyValue config) {
            throw new NoClassDefFoundError("org/example/Gone");
        }
    }

    private final class Reports implements TaskListener {
        @Override
        public void onEvent(TaskState.Event event) {
            reported.add(event.name());
        }

        @Override
        public void onEnd(@Nullable Throwable failure) {
            reported.add("end: " + failure);
        }
    }
}
