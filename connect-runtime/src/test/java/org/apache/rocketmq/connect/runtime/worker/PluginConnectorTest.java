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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.plugin.PluginFailure;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.runtime.plugin.PluginNotFoundException;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U-11, H-13: a connector from an archive of its own; it is asked in its own scope, and may fail in any way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // compiling takes a second
class PluginConnectorTest {

    private static final String CLASS = "org.example.Moody";

    private final Path plugins;
    private final List<String> asked = new ArrayList<>();

    PluginConnectorTest(@TempDir Path plugins) throws IOException {
        this.plugins = plugins;
        compile(plugins);
    }

    /** Does what its configuration says under {@code mood}. */
    private static void compile(Path plugins) throws IOException {
        PluginJars.jar(plugins.resolve("moody.jar"))
                .source(CLASS, """
                        package org.example;
                        import io.openmessaging.KeyValue;
                        import io.openmessaging.connector.api.component.task.Task;
                        import java.util.ArrayList;
                        import java.util.Collections;
                        import java.util.List;
                        public class Moody extends io.openmessaging.connector.api.component.task.source.SourceConnector {
                            private String mood = "";
                            private String seen = "";
                            private void step(String name) {
                                ClassLoader context = Thread.currentThread().getContextClassLoader();
                                if (context != Moody.class.getClassLoader()) {
                                    throw new IllegalStateException(name + " is called with " + context);
                                }
                                seen = seen + name + " ";
                                if (mood.equals("error in " + name)) {
                                    throw new NoClassDefFoundError("org/example/Gone");
                                }
                                if (mood.equals("checked in " + name)) {
                                    Moody.<RuntimeException>sneak(new java.io.IOException("disk"));
                                }
                            }
                            @SuppressWarnings("unchecked")
                            private static <T extends Throwable> void sneak(Throwable e) throws T {
                                throw (T) e;
                            }
                            public void validate(KeyValue config) {
                                mood = config.getString("mood", "");
                                step("validate");
                            }
                            public void init(io.openmessaging.connector.api.component.connector.ConnectorContext c) {
                                super.init(c);
                                step("init");
                            }
                            public void start(KeyValue config) {
                                step("start");
                                if (mood.equals("asking")) {
                                    connectorContext.requestTaskReconfiguration();
                                    connectorContext.raiseError(new IllegalStateException("raised"));
                                }
                            }
                            public void stop() {
                                step("stop");
                            }
                            public List<KeyValue> taskConfigs(int max) {
                                step("taskConfigs");
                                if (mood.equals("null")) {
                                    return null;
                                }
                                List<KeyValue> cut = new ArrayList<KeyValue>();
                                for (int i = 0; i < (mood.equals("empty") ? 0 : max); i++) {
                                    cut.add(mood.equals("odd values") ? odd() : plain(i));
                                }
                                return cut;
                            }
                            private KeyValue plain(int i) {
                                KeyValue config = io.openmessaging.OMS.newKeyValue();
                                config.put("part", i);
                                config.put("seen", seen.trim());
                                return config;
                            }
                            private KeyValue odd() {
                                return (KeyValue) java.lang.reflect.Proxy.newProxyInstance(
                                        Moody.class.getClassLoader(), new Class<?>[] {KeyValue.class},
                                        new java.lang.reflect.InvocationHandler() {
                                            public Object invoke(Object p, java.lang.reflect.Method m, Object[] a) {
                                                throw new NoClassDefFoundError("org/example/Odd");
                                            }
                                        });
                            }
                            public Class<? extends Task> taskClass() {
                                step("taskClass");
                                return mood.equals("no class") ? null : MoodyTask.class;
                            }
                        }
                        """)
                .source("org.example.MoodyTask", """
                        package org.example;
                        public class MoodyTask extends io.openmessaging.connector.api.component.task.source.SourceTask {
                            public void start(io.openmessaging.KeyValue config) {}
                            public void stop() {}
                            public java.util.List<io.openmessaging.connector.api.data.ConnectRecord> poll() {
                                return null;
                            }
                        }
                        """)
                .build();
    }

    @Test
    void everyCallIsMadeInThePluginsScopeAndTasksCarryTheRealNames() {
        ConnectorObject connector = connector("", Map.of("connector.class", "Moody", "max.tasks", "2"));
        connector.start();
        List<TaskSpec> tasks = connector.cutTasks();
        assertThat(tasks).extracting(TaskSpec::id).containsExactly(new TaskId("c", 0), new TaskId("c", 1));
        assertThat(tasks).extracting(TaskSpec::siblings).containsOnly(2);
        assertThat(tasks.get(1).config())
                .containsEntry("connector.class", CLASS)
                .containsEntry("task.class", "org.example.MoodyTask")
                .containsEntry("connect.topicname", "t")
                .containsEntry("part", "1")
                .containsEntry("seen", "validate init start taskClass taskConfigs");
        assertThatCode(connector::stop).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"empty, at least one task", "null, at least one task", "no class, taskClass()"})
    void whatCannotBeCutIsSaidInWords(String mood, String words) {
        ConnectorObject connector = connector(mood, Map.of());
        connector.start();
        assertThatThrownBy(connector::cutTasks)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(CLASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "init", "start", "taskClass", "taskConfigs", "stop"})
    void anErrorOfThePluginIsItsFailureAndNoError(String where) {
        assertThatThrownBy(() -> live(connector("error in " + where, Map.of())))
                .isInstanceOf(PluginFailure.class)
                .hasMessageContaining("moody.jar")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> live(connector("checked in " + where, Map.of())))
                .isInstanceOf(ConnectException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void anErrorInThePluginsOwnKeyValuesIsItsFailureAndNoError() {
        assertThatThrownBy(() -> live(connector("odd values", Map.of())))
                .isInstanceOf(PluginFailure.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    private static void live(ConnectorObject connector) {
        connector.start();
        connector.cutTasks();
        connector.stop();
    }

    @Test
    void whatThePluginAsksReachesTheWorker() {
        connector("asking", Map.of()).start();
        assertThat(asked).containsExactly("reconfigure", "raised");
    }

    @Test
    void aClassThatIsNotInstalledIsSaidToBeMissing() {
        assertThatThrownBy(() -> connector("", Map.of("connector.class", "org.example.Missing")))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining("org.example.Missing");
    }

    private ConnectorObject connector(String mood, Map<String, String> more) {
        Map<String, String> config =
                new HashMap<>(Map.of("connector.class", CLASS, "connect.topicname", "t", "mood", mood));
        config.putAll(more);
        ConnectorSpec spec = new ConnectorSpec("c", config, Set.of(), TargetState.STARTED);
        return PluginConnector.of(PluginRegistry.scan(plugins.toString())).create(spec, new Requests());
    }

    private final class Requests implements ConnectorObject.Requests {
        @Override
        public void reconfigureTasks() {
            asked.add("reconfigure");
        }

        @Override
        public void raiseError(Exception error) {
            asked.add(String.valueOf(error.getMessage()));
        }
    }
}
