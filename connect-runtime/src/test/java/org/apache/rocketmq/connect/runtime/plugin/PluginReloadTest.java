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
package org.apache.rocketmq.connect.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M-153, D-35, D-35b, D-73c: a reload picks up what changed and disturbs nothing that runs. */
class PluginReloadTest {

    private static final String NAME = "org.apache.rocketmq.connect.sample.Mine";
    private static final String HELPER = "org.apache.rocketmq.connect.sample.Helper";

    private final Path dir;
    private final Path plugins;

    PluginReloadTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.plugins = Files.createDirectories(dir.resolve("plugins"));
    }

    /** As careful users do it: the finished jar takes the place of the old one in one step. */
    private void install(String version) throws IOException {
        Path built = PluginJars.jar(dir.resolve("mine-" + version + ".jar"))
                .source(NAME, PluginJars.sourceConnector(NAME, PluginJars.answering("new Helper()")))
                .source(HELPER, PluginJars.type(HELPER, PluginJars.answering("\"helped by " + version + "\"")))
                .version(version)
                .build();
        Files.move(built, plugins.resolve("mine.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static PluginDescriptor mine(PluginCatalog catalog) {
        return catalog.find(NAME, PluginKind.SOURCE);
    }

    @Test
    void aNewJarIsUsableAfterAReload() throws IOException {
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        PluginCatalog before = registry.catalog();
        install("1");
        assertThatThrownBy(() -> mine(registry.catalog())).isInstanceOf(PluginNotFoundException.class);

        PluginCatalog after = registry.reload();

        assertThat(registry.catalog()).isSameAs(after);
        assertThat(mine(after).newInstance(Object.class)).hasToString("helped by 1");
        assertThatThrownBy(() -> mine(before)).isInstanceOf(PluginNotFoundException.class);
    }

    @Test
    void anInstanceOfAReplacedJarGoesOnAndNewOnesAreNew() throws IOException {
        install("1");
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        PluginDescriptor oldPlugin = mine(registry.catalog());
        Object old = oldPlugin.newInstance(Object.class);
        install("two");

        PluginDescriptor replaced = mine(registry.reload());

        assertThat(replaced.version()).isEqualTo("two");
        assertThat(replaced.newInstance(Object.class)).hasToString("helped by two");
        assertThat(old).as("loads its helper only now").hasToString("helped by 1");
        assertThat(oldPlugin.newInstance(Object.class)).hasToString("helped by 1");
    }

    @Test
    void aRunningConnectorStillFindsItsOwnConvertersAfterItsJarIsGone() throws IOException {
        Path jar = PluginJars.jar(plugins.resolve("p.jar"))
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .source("p.OwnConverter", PluginJars.converter("p.OwnConverter", ""))
                .build();
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        PluginDescriptor connector = registry.catalog().find("p.Mine", PluginKind.SOURCE);
        Files.delete(jar);

        PluginCatalog after = registry.reload();

        assertThat(after.resolve("OwnConverter", PluginKind.CONVERTER, connector)
                        .loader())
                .isSameAs(connector.loader());
        assertThatThrownBy(() -> after.find("p.Mine", PluginKind.SOURCE)).isInstanceOf(PluginNotFoundException.class);
    }

    @Test
    void whatHasNotChangedKeepsItsLoader() throws IOException {
        install("1");
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        ClassLoader before = mine(registry.catalog()).loader();
        PluginJars.jar(plugins.resolve("another.jar"))
                .source("p.Another", PluginJars.sinkConnector("p.Another", ""))
                .build();

        PluginCatalog after = registry.reload();

        assertThat(after.find("p.Another", PluginKind.SINK)).isNotNull();
        assertThat(mine(after).loader()).isSameAs(before);
    }

    @Test
    void aJarThatIsMendedIsNoLongerBroken() throws IOException {
        Files.writeString(plugins.resolve("mine.jar"), "half a jar");
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        assertThat(registry.catalog().broken()).hasSize(1);
        install("1");

        PluginCatalog after = registry.reload();

        assertThat(after.broken()).isEmpty();
        assertThat(mine(after).newInstance(Object.class)).hasToString("helped by 1");
    }

    @Test
    void resourcesComeFromTheNewJar() throws IOException {
        for (String version : new String[] {"1", "two"}) {
            Path built = PluginJars.jar(dir.resolve("p.jar"))
                    .source(
                            "p.Mine",
                            PluginJars.sourceConnector(
                                    "p.Mine",
                                    PluginJars.answering("read()")
                                            + "private String read() { try (java.util.Scanner s = new java.util.Scanner("
                                            + "getClass().getResourceAsStream(\"/version.txt\"))) { return s.next(); } }\n"))
                    .entry("version.txt", version)
                    .build();
            Files.move(built, plugins.resolve("p.jar"), StandardCopyOption.REPLACE_EXISTING);
            Object mine = PluginRegistry.scan(plugins.toString())
                    .catalog()
                    .find("p.Mine", PluginKind.SOURCE)
                    .newInstance(Object.class);
            assertThat(mine).hasToString(version);
        }
    }

    @Test
    void aReplacedLoaderIsCollectedOnceNothingUsesIt() throws IOException {
        install("1");
        PluginRegistry registry = PluginRegistry.scan(plugins.toString());
        WeakReference<ClassLoader> old = loaderInUse(registry);
        install("two");
        registry.reload();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return old.get() == null;
        });
        assertThat(mine(registry.catalog()).newInstance(Object.class)).hasToString("helped by two");
    }

    private static WeakReference<ClassLoader> loaderInUse(PluginRegistry registry) {
        PluginDescriptor plugin = mine(registry.catalog());
        assertThat(plugin.newInstance(Object.class)).hasToString("helped by 1");
        return new WeakReference<>(plugin.loader());
    }
}
