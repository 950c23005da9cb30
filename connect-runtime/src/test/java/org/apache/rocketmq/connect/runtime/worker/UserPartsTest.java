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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.ConverterSpec;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M-193, M-206, M-231: a user's own transforms, predicates and converters come out of a jar on {@code pluginPaths}. */
class UserPartsTest {

    @Test
    void partsOfAJarWorkUnderShortNames(@TempDir Path plugins) throws IOException {
        PluginJars.jar(plugins.resolve("mine.jar"))
                .release(17) // as the API of predicates is
                .compiledAgainst(PluginJars.jarOf(Predicate.class))
                .compiledAgainst(PluginJars.jarOf(org.jspecify.annotations.NullMarked.class))
                .source("user.MySource", PluginJars.sourceConnector("user.MySource", ""))
                .source("user.ShoutTransform", """
                        package user;
                        import io.openmessaging.KeyValue;
                        import io.openmessaging.connector.api.component.Transform;
                        import io.openmessaging.connector.api.data.ConnectRecord;
                        public class ShoutTransform implements Transform<ConnectRecord> {
                            private String mark;
                            public void start(KeyValue config) { mark = config.getString("mark"); }
                            public void stop() { mark = null; }
                            public ConnectRecord doTransform(ConnectRecord record) {
                                return new ConnectRecord(null, null, 0L, null, record.getData() + mark);
                            }
                        }
                        """)
                .source("user.LongPredicate", """
                        package user;
                        import io.openmessaging.KeyValue;
                        import io.openmessaging.connector.api.data.ConnectRecord;
                        import org.apache.rocketmq.connect.api.predicate.Predicate;
                        public class LongPredicate implements Predicate {
                            private int length;
                            @Override public void start(KeyValue config) {
                                length = Integer.parseInt(config.getString("length"));
                            }
                            @Override public boolean test(ConnectRecord record) {
                                return String.valueOf(record.getData()).length() >= length;
                            }
                        }
                        """)
                .source("user.MineConverter", PluginJars.converter("user.MineConverter", ""))
                .build();
        PluginCatalog catalog = PluginRegistry.scan(plugins.toString()).catalog();
        PluginParts parts = new PluginParts(catalog, catalog.find("MySource", PluginKind.SOURCE));
        TransformSpec spec = ConnectorConfig.of(
                        "c",
                        Map.of(
                                "connector.class", "MySource",
                                "transforms", "shout",
                                "transforms.shout.class", "Shout",
                                "transforms.shout.mark", "!",
                                "transforms.shout.predicate", "long",
                                "predicates", "long",
                                "predicates.long.type", "Long",
                                "predicates.long.length", "4"),
                        ConnectorType.SOURCE)
                .transforms()
                .get(0);

        TransformChain.Step step = parts.transform(spec);
        PluginParts.start(step, spec);

        ClassLoader loader =
                catalog.find("user.LongPredicate", PluginKind.PREDICATE).loader();
        TransformChain.Condition condition = Objects.requireNonNull(step.condition());
        assertThat(condition.loader()).isSameAs(loader);
        assertThat(condition.predicate().getClass().getClassLoader()).isSameAs(loader);
        assertThat(step.transform().getClass().getClassLoader()).isSameAs(loader);
        assertThat(condition.predicate().test(of("abc"))).isFalse();
        assertThat(condition.predicate().test(of("abcd"))).isTrue();
        assertThat(step.transform().doTransform(of("abcd")).getData()).isEqualTo("abcd!");
        RecordConverter converter = parts.converter(new ConverterSpec("Mine", Map.of()));
        assertThat(converter.fromConnectData("t", null, "x")).isEqualTo("".getBytes(StandardCharsets.UTF_8));
    }

    private static ConnectRecord of(String data) {
        return new ConnectRecord(null, null, 0L, null, data);
    }
}
