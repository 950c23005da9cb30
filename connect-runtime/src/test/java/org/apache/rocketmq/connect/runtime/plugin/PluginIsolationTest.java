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

import io.openmessaging.connector.api.component.task.source.SourceConnector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQClientException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One loader per location: U-10, U-13, U-14, H-28, D-35, D-73d; behaviour §1.5. */
class PluginIsolationTest {

    private static final String WORKER_CLASS = "org.apache.rocketmq.client.exception.MQClientException";

    private final Path dir;

    PluginIsolationTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private Object create(String className) {
        return PluginRegistry.scan(dir.toString())
                .catalog()
                .find(className, PluginKind.SOURCE)
                .newInstance(Object.class);
    }

    private void connector(String jar, String className, String answer) throws IOException {
        PluginJars.jar(dir.resolve(jar))
                .source(className, PluginJars.sourceConnector(className, PluginJars.answering(answer)))
                .build();
    }

    @Test
    void aConnectorPassesBetweenPluginAndWorker() throws IOException {
        connector("p.jar", "p.Mine", "1");

        SourceConnector connector = PluginRegistry.scan(dir.toString())
                .catalog()
                .find("p.Mine", PluginKind.SOURCE)
                .newInstance(SourceConnector.class);

        List<?> taskConfigs = connector.taskConfigs(1);
        assertThat(taskConfigs).isEmpty();
        assertThat(connector.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
    }

    @Test
    void twoPluginsUseTwoVersionsOfOneLibrary() throws IOException {
        for (String version : List.of("one", "two")) {
            Path library = PluginJars.jar(dir.resolve(version + "/library.jar"))
                    .source(
                            "lib.Version",
                            PluginJars.type(
                                    "lib.Version", "public static String get() { return \"" + version + "\"; }"))
                    .build();
            String name = "p." + version + ".Mine";
            PluginJars.jar(dir.resolve(version + "/main.jar"))
                    .compiledAgainst(library)
                    .source(name, PluginJars.sourceConnector(name, PluginJars.answering("lib.Version.get()")))
                    .build();
        }

        assertThat(create("p.one.Mine")).hasToString("one");
        assertThat(create("p.two.Mine")).hasToString("two");
    }

    @Test
    void aBundledRocketMqClientIsThePluginsOwn() throws IOException {
        PluginJars.jar(dir.resolve("p.jar"))
                .source(WORKER_CLASS, PluginJars.type(WORKER_CLASS, PluginJars.answering("\"bundled\"")))
                .source(
                        "p.Mine",
                        PluginJars.sourceConnector("p.Mine", PluginJars.answering("new " + WORKER_CLASS + "()")))
                .build();

        assertThat(create("p.Mine")).hasToString("bundled");
        assertThat(new MQClientException(1, "the worker's own").getErrorMessage())
                .isEqualTo("the worker's own");
    }

    @Test
    void aThinPluginFindsItsLibrariesInTheWorker() throws IOException {
        PluginJars.jar(dir.resolve("p.jar"))
                .compiledAgainst(PluginJars.jarOf(MQClientException.class))
                .source(
                        "p.Mine",
                        PluginJars.sourceConnector(
                                "p.Mine", PluginJars.answering(WORKER_CLASS + ".class.getClassLoader()")))
                .build();

        assertThat(create("p.Mine")).hasToString(String.valueOf(MQClientException.class.getClassLoader()));
    }

    @Test
    void defaultKeyValueIsThereForPluginsThatExcludeIt() throws IOException {
        connector("p.jar", "p.Mine", "new io.openmessaging.internal.DefaultKeyValue().put(\"k\", 1).getInt(\"k\")");

        assertThat(create("p.Mine")).hasToString("1");
    }

    @Test
    void bundledCopiesOfApiAndLoggingAreNotUsed() throws Exception {
        String transform = "io.openmessaging.connector.api.component.Transform";
        PluginJars.jar(dir.resolve("p.jar"))
                .entry("org/slf4j/LoggerFactory.class", "never read")
                .entry(transform.replace('.', '/') + ".class", "never read")
                .entry("io/openmessaging/KeyValue.class", "never read")
                .entry("javax/sql/DataSource.class", "never read")
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .build();
        ClassLoader loader = PluginRegistry.scan(dir.toString())
                .catalog()
                .find("p.Mine", PluginKind.SOURCE)
                .loader();

        for (String name :
                List.of("org.slf4j.LoggerFactory", transform, "io.openmessaging.KeyValue", "javax.sql.DataSource")) {
            assertThat(loader.loadClass(name)).isSameAs(Class.forName(name));
        }
        assertThat(loader.loadClass("org.slf4j.LoggerFactory")).isSameAs(LoggerFactory.class);
    }

    @Test
    void aSharedPackageOfWhichOnlyThePluginHasAClassIsNoWall() throws IOException {
        PluginJars.jar(dir.resolve("p.jar"))
                .source("org.slf4j.ext.Extra", PluginJars.type("org.slf4j.ext.Extra", PluginJars.answering("7")))
                .source(
                        "p.Mine",
                        PluginJars.sourceConnector("p.Mine", PluginJars.answering("new org.slf4j.ext.Extra()")))
                .build();

        assertThat(create("p.Mine")).hasToString("7");
    }

    @Test
    void resourcesAreThePluginsOwnFirst() throws IOException {
        Path workerJar = PluginJars.jar(dir.resolve("worker/worker.jar"))
                .entry("only-worker.txt", "worker")
                .entry("both.txt", "worker")
                .build();
        PluginJars.jar(dir.resolve("plugins/p.jar"))
                .entry("both.txt", "plugin")
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .build();

        try (URLClassLoader worker = loader(workerJar)) {
            ClassLoader loader = PluginRegistry.scan(dir.resolve("plugins").toString(), worker)
                    .catalog()
                    .find("p.Mine", PluginKind.SOURCE)
                    .loader();

            assertThat(text(loader.getResourceAsStream("both.txt"))).isEqualTo("plugin");
            assertThat(text(loader.getResourceAsStream("only-worker.txt"))).isEqualTo("worker");
            assertThat(loader.getResourceAsStream("nobody.txt")).isNull();
            List<String> all = new ArrayList<>();
            for (URL url : Collections.list(loader.getResources("both.txt"))) {
                all.add(text(url.openStream()));
            }
            assertThat(all).containsExactly("plugin", "worker");
        }
    }

    private URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    }

    private static String text(InputStream stream) throws IOException {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void servicesOfATypeThatThePluginBringsAreOnlyItsOwn() throws IOException {
        String service = "package s; public interface Service {}";
        Path workerJar = PluginJars.jar(dir.resolve("worker/worker.jar"))
                .source("s.Service", service)
                .source("w.Provider", "package w; public class Provider implements s.Service {}")
                .entry("META-INF/services/s.Service", "w.Provider")
                .build();
        PluginJars.jar(dir.resolve("plugins/p.jar"))
                .source("s.Service", service)
                .source("p.Provider", "package p; public class Provider implements s.Service {}")
                .entry("META-INF/services/s.Service", "p.Provider")
                .source(
                        "p.Mine",
                        PluginJars.sourceConnector(
                                "p.Mine",
                                PluginJars.answering("names()")
                                        + "private static String names() { String names = \"\";"
                                        + " for (s.Service s : java.util.ServiceLoader.load(s.Service.class))"
                                        + " names += s.getClass().getName() + \" \"; return names; }\n"))
                .build();

        try (URLClassLoader worker = loader(workerJar)) {
            PluginDescriptor plugin = PluginRegistry.scan(dir.resolve("plugins").toString(), worker)
                    .catalog()
                    .find("p.Mine", PluginKind.SOURCE);
            Object mine = plugin.newInstance(Object.class);
            try (PluginScope scope = PluginScope.enter(plugin.loader())) {
                assertThat(scope).isNotNull();
                assertThat(mine).hasToString("p.Provider ");
            }
        }
    }

    @Test
    void theDriversOfEveryPluginAreKnownToTheDriverManager() throws IOException {
        for (String name : List.of("one", "two")) {
            String driver = name + ".Driver";
            PluginJars.jar(dir.resolve(name + ".jar"))
                    .source(driver, driver(name))
                    .entry("META-INF/services/java.sql.Driver", driver + "\nno.such.Driver\n")
                    .source(
                            name + ".Mine",
                            PluginJars.sourceConnector(
                                    name + ".Mine",
                                    PluginJars.answering("driver()")
                                            + "private static String driver() { try { return java.sql.DriverManager"
                                            + ".getDriver(\"jdbc:" + name + ":x\").getClass().getName();"
                                            + " } catch (java.sql.SQLException e) { return e.toString(); } }\n"))
                    .build();
        }

        assertThat(create("one.Mine")).hasToString("one.Driver");
        assertThat(create("two.Mine")).hasToString("two.Driver");
    }

    private static String driver(String name) {
        return """
                package %s;
                import java.sql.*;
                public class Driver implements java.sql.Driver {
                    static {
                        try {
                            DriverManager.registerDriver(new Driver());
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    public Connection connect(String url, java.util.Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:%s:"); }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) { return null; }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """.formatted(name, name);
    }

    @Test
    void theConstructorRunsInThePluginsScope() throws IOException {
        PluginJars.jar(dir.resolve("p.jar"))
                .source(
                        "p.Mine",
                        PluginJars.sourceConnector(
                                "p.Mine",
                                "private final boolean own ="
                                        + " Thread.currentThread().getContextClassLoader() == getClass().getClassLoader();\n"
                                        + PluginJars.answering("own")))
                .build();
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThat(create("p.Mine")).hasToString("true");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void whatFailsWhileAPluginIsCreatedNamesClassPlaceAndCause() throws IOException {
        Path gone = PluginJars.jar(dir.resolve("gone.jar"))
                .source("lib.Gone", PluginJars.type("lib.Gone", ""))
                .build();
        Path jar = PluginJars.jar(dir.resolve("plugins/p.jar"))
                .compiledAgainst(gone)
                .source(
                        "p.Initialiser",
                        PluginJars.sourceConnector(
                                "p.Initialiser",
                                "static { if (true) throw new IllegalStateException(\"static trouble\"); }"))
                .source(
                        "p.Constructor",
                        PluginJars.sourceConnector(
                                "p.Constructor",
                                "public Constructor() { throw new IllegalStateException(\"own trouble\"); }"))
                .source(
                        "p.Missing",
                        PluginJars.sourceConnector("p.Missing", "private final Object o = new lib.Gone();"))
                .build();
        PluginCatalog catalog = PluginRegistry.scan(jar.toString()).catalog();

        assertFailure(catalog, "p.Initialiser", jar, "static trouble");
        assertFailure(catalog, "p.Constructor", jar, "own trouble");
        assertFailure(catalog, "p.Missing", jar, "lib/Gone");
        assertThatThrownBy(() -> catalog.find("p.Missing", PluginKind.SOURCE).newInstance(Object.class))
                .hasMessageContaining("put both into one sub-directory");
        assertThatThrownBy(() -> catalog.find("p.Missing", PluginKind.SOURCE).newInstance(Runnable.class))
                .isInstanceOf(PluginFailure.class)
                .hasMessageContaining("java.lang.Runnable");
    }

    private static void assertFailure(PluginCatalog catalog, String className, Path jar, String cause) {
        PluginDescriptor plugin = catalog.find(className, PluginKind.SOURCE);
        assertThatThrownBy(() -> plugin.newInstance(Object.class))
                .isInstanceOf(PluginFailure.class)
                .hasMessageStartingWith("Expected to create source connector " + className)
                .hasMessageContaining(jar.toString())
                .hasMessageContaining(cause)
                .hasCauseInstanceOf(Throwable.class);
    }

    @Test
    void theSameJarInTwoLocationsWorks() throws IOException {
        String name = "org.apache.rocketmq.connect.sample.Mine";
        Path jar = PluginJars.jar(dir.resolve("a/p.jar"))
                .source(name, PluginJars.sourceConnector(name, PluginJars.answering("new Helper()")))
                .source(
                        "org.apache.rocketmq.connect.sample.Helper",
                        PluginJars.type("org.apache.rocketmq.connect.sample.Helper", PluginJars.answering("3")))
                .build();
        Files.createDirectories(dir.resolve("b"));
        Files.copy(jar, dir.resolve("b/p.jar"));

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(catalog.plugins())
                .filteredOn(p -> p.className().equals(name))
                .hasSize(1);
        PluginDescriptor plugin = catalog.find(name, PluginKind.SOURCE);
        assertThat(plugin.location()).isEqualTo(dir.resolve("a").toString());
        assertThat(plugin.newInstance(Object.class)).hasToString("3");
    }

    @Test
    @DisplayName("KafkaRegression_7421: plugins that load classes of one another at the same time do not block")
    void pluginsThatLoadClassesOfOneAnotherAtTheSameTimeDoNotBlock() throws Exception {
        int classes = 20;
        for (String name : List.of("one", "two")) {
            PluginJars jar = PluginJars.jar(dir.resolve(name + ".jar"))
                    .source(name + ".Mine", PluginJars.sourceConnector(name + ".Mine", ""));
            for (int i = 0; i < classes; i++) {
                // Its initialiser loads a class of the plugin that is in scope: the other one.
                jar.source(
                        name + ".C" + i,
                        PluginJars.type(
                                name + ".C" + i,
                                "static final Object OTHER; static { try { OTHER ="
                                        + " Thread.currentThread().getContextClassLoader().loadClass(\""
                                        + (name.equals("one") ? "two" : "one") + ".C" + (classes - 1 - i)
                                        + "\"); } catch (ClassNotFoundException e) {"
                                        + " throw new IllegalStateException(e); } }"));
            }
            jar.build();
        }
        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();
        ClassLoader one = catalog.find("one.Mine", PluginKind.SOURCE).loader();
        ClassLoader two = catalog.find("two.Mine", PluginKind.SOURCE).loader();

        assertThat(List.of(one, two)).allMatch(ClassLoader::isRegisteredAsParallelCapable);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = threads.submit(() -> initialise("one", one, two, classes, start));
            Future<?> second = threads.submit(() -> initialise("two", two, one, classes, start));
            first.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int initialise(String name, ClassLoader loader, ClassLoader scope, int classes, CyclicBarrier start)
            throws Exception {
        start.await(20, TimeUnit.SECONDS);
        PluginScope.run(scope, () -> {
            for (int i = 0; i < classes; i++) {
                Class.forName(name + ".C" + i, true, loader);
            }
        });
        return classes;
    }
}
