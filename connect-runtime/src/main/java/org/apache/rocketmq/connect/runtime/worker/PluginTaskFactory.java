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

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.errors.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.ConnectorKeys;
import org.apache.rocketmq.connect.runtime.config.ConsumeSettings;
import org.apache.rocketmq.connect.runtime.config.Secrets;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.DeadLetterQueue;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.RecordDecoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.store.OffsetStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.task.DirectLoop;
import org.apache.rocketmq.connect.runtime.task.DirectPipeline;
import org.apache.rocketmq.connect.runtime.task.IsolatedSink;
import org.apache.rocketmq.connect.runtime.task.IsolatedSource;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.RecordLetters;
import org.apache.rocketmq.connect.runtime.task.SinkLoop;
import org.apache.rocketmq.connect.runtime.task.SinkPipeline;
import org.apache.rocketmq.connect.runtime.task.SinkSettings;
import org.apache.rocketmq.connect.runtime.task.SourceLoop;
import org.apache.rocketmq.connect.runtime.task.SourcePipeline;
import org.apache.rocketmq.connect.runtime.task.SourceSettings;
import org.apache.rocketmq.connect.runtime.transport.ConsumerFactory;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.jspecify.annotations.Nullable;

/** Makes task loops around plugins' tasks. */
public final class PluginTaskFactory implements TaskFactory {

    /**
     * What every task on a worker has in common.
     *
     * @param keyConverter class for connectors that name none
     * @param valueConverter class for connectors that name none
     * @param maxMessageSize bytes of a body that RocketMQ takes
     * @param clusterId for the context of dead letters
     * @param secretsOf the declared secrets of a connector, by its name
     */
    public record Settings(
            String keyConverter,
            String valueConverter,
            Duration commitInterval,
            Duration commitTimeout,
            int maxMessageSize,
            String clusterId,
            Function<String, Collection<ConfigKey>> secretsOf) {}

    /** The message system. */
    public record Transport(RecordProducer producer, ConsumerFactory consumers) {}

    /** How far tasks are. */
    public record Progress(PositionStore positions, OffsetStore offsets) {}

    private final Settings settings;
    private final PluginRegistry plugins;
    private final Progress stores;
    private final Transport transport;
    private final Clock clock;

    public PluginTaskFactory(
            Settings settings, PluginRegistry plugins, Progress stores, Transport transport, Clock clock) {
        this.settings = settings;
        this.plugins = plugins;
        this.stores = stores;
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Agent create(Owned<TaskSpec> task, LoopStart start) {
        return new Making(task, start).loop();
    }

    /** The making of one task. */
    private final class Making {

        private final TaskSpec spec;
        private final long generation;
        private final LoopStart start;
        private final PluginDescriptor plugin;
        private final ConnectorConfig config;
        private final PluginParts parts;
        private final ErrorPolicy errors;

        private Making(Owned<TaskSpec> task, LoopStart start) {
            this.spec = task.spec();
            this.generation = task.generation();
            this.start = start;
            PluginCatalog catalog = plugins.catalog();
            this.plugin = catalog.find(
                    spec.config().getOrDefault(ConnectorKeys.CONNECTOR_CLASS, ""), PluginKind.SOURCE, PluginKind.SINK);
            ConnectorType type = plugin.kind() == PluginKind.SOURCE ? ConnectorType.SOURCE : ConnectorType.SINK;
            this.config = ConnectorConfig.of(spec.id().connector(), spec.config(), type);
            this.parts = new PluginParts(catalog, plugin);
            this.errors = new ErrorPolicy(spec.id().toString(), config.errors(), clock, start.pause());
        }

        private Agent loop() {
            if (config.direct()) {
                return direct();
            }
            Task<?> task = task();
            Converters converters = converters();
            TransformChain transforms = new TransformChain(startTransforms(), errors);
            try {
                return loop(task, converters, transforms);
            } catch (RuntimeException e) {
                transforms.stop(); // no loop is there to do it
                throw e;
            }
        }

        private Converters converters() {
            return new Converters(
                    parts.converter(config.keyConverter(settings.keyConverter())),
                    parts.converter(config.valueConverter(settings.valueConverter())));
        }

        private Agent loop(Task<?> task, Converters converters, TransformChain transforms) {
            if (task instanceof SourceTask source) {
                return source(source, converters, transforms);
            }
            if (task instanceof SinkTask sink) {
                return sink(sink, converters, transforms);
            }
            throw new ConnectException("Expected task class " + task.getClass().getName() + " of connector "
                    + plugin.className() + " to be a SourceTask or a SinkTask, but it is neither");
        }

        private Task<?> task() {
            String taskClass = spec.config().getOrDefault(ConnectorKeys.TASK_CLASS, "");
            return new PluginDescriptor(taskClass, plugin.kind(), plugin.version(), plugin.location(), plugin.loader())
                    .newInstance(Task.class);
        }

        private List<TransformChain.Step> startTransforms() {
            List<TransformChain.Step> steps = new ArrayList<>();
            try {
                for (TransformSpec transform : config.transforms()) {
                    TransformChain.Step step = parts.transform(transform);
                    PluginParts.start(step, transform);
                    steps.add(step);
                }
            } catch (RuntimeException e) {
                new TransformChain(steps, errors).stop();
                throw e;
            }
            return steps;
        }

        private Agent source(SourceTask task, Converters converters, TransformChain transforms) {
            TaskId id = spec.id();
            IsolatedSource isolated = new IsolatedSource(
                    task,
                    plugin.loader(),
                    id,
                    ConnectKeyValue.of(spec.config()),
                    shownConfig(),
                    stores.positions().reader(id.connector()));
            RecordEncoder encoder = encoder(converters);
            SourcePipeline pipeline = new SourcePipeline(
                    transforms,
                    encoder,
                    transport.producer(),
                    offsets -> stores.positions().put(id, generation, offsets),
                    errors,
                    letters(encoder));
            return new SourceLoop(id.toString(), isolated, pipeline, sourceSettings(), start, clock);
        }

        private Agent direct() {
            PluginParts.MadeTask<SourceTask> source = parts.sourceTask(config.sourceTaskClass());
            PluginParts.MadeTask<SinkTask> sink = parts.sinkTask(config.sinkTaskClass());
            // Converters write nothing but dead letters here.
            RecordLetters letters = errors.settings().deadLetters().isEmpty() ? null : letters(encoder(converters()));
            TransformChain transforms = new TransformChain(startTransforms(), errors);
            TaskId id = spec.id();
            return new DirectLoop(
                    id.toString(),
                    new IsolatedSource(
                            source.task(),
                            source.loader(),
                            id,
                            side(ConnectorKeys.SOURCE_SIDE),
                            shownConfig(),
                            stores.positions().reader(id.connector())),
                    new IsolatedSink(sink.task(), sink.loader(), id, side(ConnectorKeys.SINK_SIDE), shownConfig()),
                    new DirectPipeline(
                            transforms,
                            offsets -> stores.positions().put(id, generation, offsets),
                            errors,
                            transport.producer(),
                            letters),
                    sourceSettings(),
                    start,
                    clock);
        }

        private ConnectKeyValue side(String prefix) {
            return ConnectKeyValue.of(ConnectorConfig.sideOf(spec.config(), prefix));
        }

        private SourceSettings sourceSettings() {
            return new SourceSettings(
                    settings.commitInterval(),
                    settings.commitTimeout(),
                    SourceSettings.DEFAULT_WINDOW_RECORDS,
                    SourceSettings.DEFAULT_WINDOW_BYTES,
                    SourceSettings.DEFAULT_NEW_TOPIC_QUEUES);
        }

        private RecordEncoder encoder(Converters converters) {
            return new RecordEncoder(converters, config.topic(), settings.maxMessageSize(), errors);
        }

        private @Nullable RecordLetters letters(RecordEncoder encoder) {
            return errors.settings()
                    .deadLetters()
                    .map(queue ->
                            new RecordLetters(new DeadLetterQueue(queue, spec.id(), settings.clusterId()), encoder))
                    .orElse(null);
        }

        private Agent sink(SinkTask task, Converters converters, TransformChain transforms) {
            TaskId id = spec.id();
            IsolatedSink isolated =
                    new IsolatedSink(task, plugin.loader(), id, ConnectKeyValue.of(spec.config()), shownConfig());
            ConsumeSettings consume = config.consume();
            ConsumerSpec consumer = new ConsumerSpec(
                    id,
                    consume.group(),
                    consume.topics(),
                    consume.startFrom(),
                    consume.outOfRange(),
                    consume.maxRecords(),
                    consume.prefetchBytes());
            return new SinkLoop(
                    id.toString(),
                    isolated,
                    new SinkPipeline(
                            transport.consumers(),
                            new RecordDecoder(converters, transforms, errors),
                            transforms,
                            offsets -> stores.offsets().record(id.connector(), offsets),
                            errors,
                            transport.producer(),
                            letters(encoder(converters))),
                    new SinkSettings(
                            consumer, consume.pollTimeout(), settings.commitInterval(), settings.commitTimeout()),
                    start,
                    clock);
        }

        /** As the documents show it in their log lines. */
        private String shownConfig() {
            Map<String, String> masked = Secrets.mask(
                    spec.config(), settings.secretsOf().apply(spec.id().connector()));
            return JSON.toJSONString(Map.of("properties", new TreeMap<>(masked)));
        }
    }
}
