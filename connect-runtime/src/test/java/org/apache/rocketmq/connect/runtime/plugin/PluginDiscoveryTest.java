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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan of {@code pluginPaths} finds: behaviour §13, M-056, M-063, M-081, M-231, U-12, D-73. */
class PluginDiscoveryTest {

    private static final String RAN = "plugin-discovery-test.ran";

    static Path jars;
    static Path mixed;
    static Path sink;

    private final Path dir;

    PluginDiscoveryTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @BeforeAll
    static void compilePlugins(@TempDir Path directory) throws IOException {
        jars = directory;
        mixed = PluginJars.jar(jars.resolve("mixed.jar"))
                .source("a.MyConnector", PluginJars.sourceConnector("a.MyConnector", ""))
                .source("a.MyConverter", PluginJars.converter("a.MyConverter", ""))
                .source("a.MyTransform", PluginJars.transform("a.MyTransform", ""))
                .version("1.2.3")
                .build();
        sink = PluginJars.jar(jars.resolve("sink.jar"))
                .source("b.OtherConnector", PluginJars.sinkConnector("b.OtherConnector", ""))
                .build();
    }

    @BeforeEach
    @AfterEach
    void forgetWhatRan() {
        System.clearProperty(RAN);
    }

    private static List<String> listing(PluginCatalog catalog, String location) {
        return catalog.plugins().stream()
                .filter(p -> p.location().startsWith(location))
                .map(p -> p.kind() + " " + p.className())
                .toList();
    }

    private List<String> listing(String pluginPaths) {
        return listing(PluginRegistry.scan(pluginPaths).catalog(), dir.toString());
    }

    private static final List<String> BOTH = List.of(
            "SINK b.OtherConnector", "SOURCE a.MyConnector", "TRANSFORM a.MyTransform", "CONVERTER a.MyConverter");

    @Test
    void everyFormOfPathFindsTheSamePlugins() throws IOException {
        Path plugins = Files.createDirectories(dir.resolve("with blank and 汉字"));
        Path first = Files.copy(mixed, plugins.resolve("mixed.jar"));
        Path second = Files.copy(sink, plugins.resolve("sink.zip"));

        assertThat(listing(plugins.toString())).isEqualTo(BOTH);
        assertThat(listing(plugins + "/")).isEqualTo(BOTH);
        assertThat(listing(plugins + "/*")).isEqualTo(BOTH);
        assertThat(listing(first + " , " + second)).isEqualTo(BOTH);
        assertThat(listing("," + first + "," + plugins + "/*," + second + ",")).isEqualTo(BOTH);
    }

    @Test
    void aFatJarInASubDirectoryIsOnePlugin() throws IOException {
        Path library = PluginJars.jar(jars.resolve("library.jar"))
                .source(
                        "lib.Base",
                        PluginJars.sourceConnector("lib.Base", "").replace("public class", "public abstract class"))
                .build();
        PluginJars.jar(dir.resolve("my-plugin/my-jar-with-dependencies.jar"))
                .including(library)
                .source("a.Fat", "package a; public class Fat extends lib.Base {}")
                .build();

        PluginDescriptor plugin = PluginRegistry.scan(dir.toString()).catalog().find("a.Fat", PluginKind.SOURCE);

        assertThat(plugin.location()).isEqualTo(dir.resolve("my-plugin").toString());
        assertThat(plugin.newInstance(Object.class).getClass().getSuperclass().getName())
                .isEqualTo("lib.Base");
    }

    @Test
    void aSubDirectoryContributesEveryArchiveBelowIt() throws IOException {
        Path library = PluginJars.jar(dir.resolve("plugin/lib/deep/library.jar"))
                .source("lib.Base", PluginJars.sinkConnector("lib.Base", ""))
                .source("lib.Middle", "package lib; public class Middle extends Base {}")
                .build();
        PluginJars.jar(dir.resolve("plugin/main.jar"))
                .compiledAgainst(library)
                .source("a.Mine", "package a; public class Mine extends lib.Middle {}")
                .build();

        assertThat(listing(dir.toString())).containsExactly("SINK a.Mine", "SINK lib.Base", "SINK lib.Middle");
    }

    @Test
    void classFilesAreAPluginWhereverTheirDirectoryBegins() throws IOException {
        Path classes = PluginJars.jar(dir.resolve("project/classes"))
                .source("a.b.Mine", PluginJars.sourceConnector("a.b.Mine", ""))
                .source("c.Yours", PluginJars.sinkConnector("c.Yours", ""))
                .source("Bare", PluginJars.transform("Bare", ""))
                .entry("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: 7\n")
                .buildDirectory();

        for (Path path : List.of(classes, classes.resolveSibling(""))) {
            PluginCatalog catalog = PluginRegistry.scan(path.toString()).catalog();
            assertThat(catalog.plugins())
                    .filteredOn(p -> p.location().equals(classes.toString()))
                    .extracting(PluginDescriptor::className)
                    .as("%s", path)
                    .containsExactly("c.Yours", "a.b.Mine", "Bare");
            PluginDescriptor mine = catalog.find("a.b.Mine", PluginKind.SOURCE);
            assertThat(mine.version()).isEqualTo("7");
            assertThat(mine.newInstance(Object.class)).isNotNull();
        }
    }

    @Test
    void aLooseClassFileAmongJarsHarmsNothing() throws IOException {
        Files.copy(mixed, dir.resolve("mixed.jar"));
        Files.write(dir.resolve("Loose.class"), new byte[] {1, 2, 3});

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(listing(catalog, dir.toString())).hasSize(3);
        assertThat(catalog.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.location()).endsWith("Loose.class");
            assertThat(broken.reason()).startsWith("Expected a class file");
        });
    }

    @Test
    void onlyClassesThatTheWorkerCanCreateAreListed() throws IOException {
        PluginJars.jar(dir.resolve("p.jar"))
                .source("p.Hidden", PluginJars.converter("p.Hidden", "").replace("public class", "class"))
                .source(
                        "p.Abstract",
                        PluginJars.converter("p.Abstract", "").replace("public class", "public abstract class"))
                .source("p.NeedsMore", PluginJars.converter("p.NeedsMore", "public NeedsMore(int size) {}"))
                .source(
                        "p.Outer",
                        "package p; public class Outer {\n"
                                + nested("public static", "Key")
                                + nested("protected static", "Protected")
                                + nested("public", "Inner")
                                + "}")
                .source("p.Both", PluginJars.converter("p.Both", "").replace("implements ", "implements p.More, "))
                .source("p.More", "package p; public interface More {}")
                .build();

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(listing(catalog, dir.toString())).containsExactly("CONVERTER p.Both", "CONVERTER p.Outer$Key");
        assertThat(catalog.broken())
                .extracting(BrokenPlugin::reason)
                .containsExactlyInAnyOrder(
                        "Plugin class p.NeedsMore has no public constructor without parameters",
                        "Plugin class p.Outer$Protected has no public constructor without parameters",
                        "Plugin class p.Outer$Inner has no public constructor without parameters");
    }

    private static String nested(String modifiers, String name) {
        return PluginJars.converter(name, "public " + name + "() {}\n").replace("public class", modifiers + " class");
    }

    @Test
    void theVersionIsTheManifests() throws IOException {
        Files.copy(mixed, dir.resolve("mixed.jar"));
        Files.copy(sink, dir.resolve("sink.jar"));
        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(catalog.find("a.MyConnector", PluginKind.SOURCE).version()).isEqualTo("1.2.3");
        assertThat(catalog.find("b.OtherConnector", PluginKind.SINK).version()).isEqualTo("undefined");
    }

    @Test
    void scanningRunsNoCodeOfAPlugin() throws IOException {
        PluginJars.jar(dir.resolve("rude.jar"))
                .source(
                        "p.Rude",
                        PluginJars.sourceConnector(
                                "p.Rude",
                                "static { System.setProperty(\"" + RAN + "\", \"initialised\");"
                                        + " if (true) throw new IllegalStateException(\"rude\"); }\n"
                                        + "public Rude() { System.exit(3); }\n"))
                .build();

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();
        Class<?> loaded = catalog.find("p.Rude", PluginKind.SOURCE).load();

        assertThat(loaded.getName()).isEqualTo("p.Rude");
        assertThat(System.getProperty(RAN)).isNull();
    }

    @Test
    void aClassWhoseOptionalLibraryIsMissingIsListedAndWorks() throws IOException {
        Path optional = PluginJars.jar(jars.resolve("optional.jar"))
                .source("opt.Thing", "package opt; public class Thing {}")
                .build();
        PluginJars.jar(dir.resolve("p.jar"))
                .compiledAgainst(optional)
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", "public opt.Thing thing() { return null; }\n"))
                .source("p.Unusable", "package p; public class Unusable extends opt.Thing {}")
                .build();

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(catalog.broken()).isEmpty();
        assertThat(catalog.find("p.Mine", PluginKind.SOURCE).newInstance(Object.class))
                .isNotNull();
    }

    @Test
    void brokenArchivesAreListedWithTheirReasonAndHarmNothing() throws IOException {
        Files.copy(mixed, dir.resolve("good.jar"));
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        Files.write(dir.resolve("noise.jar"), noise);
        Files.createFile(dir.resolve("empty.jar"));
        byte[] whole = Files.readAllBytes(sink);
        Files.write(dir.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2));
        Files.createDirectories(dir.resolve("plugin"));
        Files.copy(sink, dir.resolve("plugin/sink.jar"));
        Files.write(dir.resolve("plugin/noise.jar"), noise);

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(listing(catalog, dir.toString())).isEqualTo(BOTH);
        assertThat(catalog.broken())
                .allSatisfy(broken -> assertThat(broken.reason()).startsWith("Expected a readable archive"))
                .extracting(broken -> dir.relativize(Path.of(broken.location())).toString())
                .containsExactlyInAnyOrder("noise.jar", "empty.jar", "cut.jar", "plugin/noise.jar");
        assertThat(catalog.find("b.OtherConnector", PluginKind.SINK).newInstance(Object.class))
                .isNotNull();
    }

    @Test
    void damagedClassesAreListedOncePerArchive() throws IOException {
        byte[] damaged = Files.readAllBytes(PluginJars.jar(dir.resolve("unpacked"))
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .buildDirectory()
                .resolve("p/Mine.class"));
        for (int i = 10; i < 60; i++) {
            damaged[i] = (byte) 0xFF;
        }
        Path jar = PluginJars.jar(dir.resolve("plugins/p.jar"))
                .source("p.Good", PluginJars.sourceConnector("p.Good", ""))
                .entry("p/Bad.class", damaged)
                .entry("p/Worse.class", "no class at all")
                .build();

        PluginCatalog catalog = PluginRegistry.scan(jar.toString()).catalog();

        assertThat(listing(catalog, jar.toString())).containsExactly("SOURCE p.Good");
        assertThat(catalog.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.location()).isEqualTo(jar.toString());
            assertThat(broken.reason()).contains("2 cannot be read", "p/Bad.class");
        });
    }

    @Test
    void aClassForANewerJavaIsListedAsBroken() throws IOException {
        byte[] newer = Files.readAllBytes(PluginJars.jar(dir.resolve("unpacked"))
                .source("p.Newer", PluginJars.sourceConnector("p.Newer", ""))
                .buildDirectory()
                .resolve("p/Newer.class"));
        int release = Runtime.version().feature() + 1;
        newer[7] = (byte) (44 + release);
        Path jar = PluginJars.jar(dir.resolve("plugins/p.jar"))
                .entry("p/Newer.class", newer)
                .build();

        PluginCatalog catalog = PluginRegistry.scan(jar.toString()).catalog();

        assertThat(listing(catalog, jar.toString())).isEmpty();
        assertThat(catalog.broken()).singleElement().satisfies(broken -> assertThat(broken.reason())
                .contains("p.Newer needs Java " + release));
    }

    @Test
    void multiReleaseAndModuleEntriesAreNoPlugins() throws IOException {
        byte[] versioned = Files.readAllBytes(PluginJars.jar(dir.resolve("unpacked"))
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .buildDirectory()
                .resolve("p/Mine.class"));
        Path jar = PluginJars.jar(dir.resolve("plugins/p.jar"))
                .source("p.Mine", PluginJars.sourceConnector("p.Mine", ""))
                .manifestEntry("Multi-Release", "true")
                .entry("META-INF/versions/11/p/Mine.class", versioned)
                .entry("META-INF/versions/9999/p/Mine.class", "for another Java")
                .entry("module-info.class", "not looked at")
                .entry("p/package-info.class", "not looked at")
                .build();

        PluginCatalog catalog = PluginRegistry.scan(jar.toString()).catalog();

        assertThat(listing(catalog, jar.toString())).containsExactly("SOURCE p.Mine");
        assertThat(catalog.broken()).isEmpty();
        assertThat(catalog.find("p.Mine", PluginKind.SOURCE).newInstance(Object.class))
                .isNotNull();
    }

    @Test
    void anArchiveOfArchivesIsNamedWithWhatToDo() throws IOException {
        Path zip = PluginJars.jar(dir.resolve("release.zip"))
                .entry("release/lib/a.jar", Files.readAllBytes(mixed))
                .build();

        assertThat(PluginRegistry.scan(zip.toString()).catalog().broken())
                .singleElement()
                .satisfies(broken -> assertThat(broken.reason()).contains("1 jars", "unpack"));
    }

    @Test
    void aPathThatIsMissingOrNoPluginIsListed() throws IOException {
        Path text = Files.writeString(dir.resolve("notes.txt"), "hello");
        Path missing = dir.resolve("nowhere");

        PluginCatalog catalog = PluginRegistry.scan(missing + "," + text).catalog();

        assertThat(catalog.broken())
                .extracting(BrokenPlugin::location)
                .containsExactly(missing.toString(), text.toString());
        assertThat(catalog.broken().get(0).reason()).contains("nothing exists there");
    }

    @Test
    void filesThatAreNoPluginsAreIgnoredInADirectory() throws IOException {
        Files.copy(mixed, dir.resolve("mixed.jar"));
        Files.writeString(dir.resolve("README.txt"), "hello");
        Files.writeString(dir.resolve("._mixed.jar"), "left behind by a desktop");
        Files.createDirectories(dir.resolve("empty"));

        assertThat(PluginRegistry.scan(dir.toString()).catalog().broken()).isEmpty();
    }

    @Test
    @DisplayName("KafkaRegression_6288: a broken symbolic link does not stop the scan")
    void aBrokenSymbolicLinkDoesNotStopTheScan() throws IOException {
        Files.createDirectories(dir.resolve("plugin"));
        Files.copy(mixed, dir.resolve("plugin/mixed.jar"));
        Files.createSymbolicLink(dir.resolve("a-link.jar"), dir.resolve("gone.jar"));
        Files.createSymbolicLink(dir.resolve("plugin/link.jar"), dir.resolve("gone.jar"));
        Files.createSymbolicLink(dir.resolve("plugin/loop"), dir.resolve("plugin"));

        PluginCatalog catalog = PluginRegistry.scan(dir.toString()).catalog();

        assertThat(listing(catalog, dir.toString())).hasSize(3);
        assertThat(catalog.broken())
                .allSatisfy(broken -> assertThat(broken.reason()).contains("leads nowhere"))
                .extracting(BrokenPlugin::location)
                .containsExactly(
                        dir.resolve("a-link.jar").toString(),
                        dir.resolve("plugin/link.jar").toString());
    }

    @Test
    void linkedPluginsAreFollowedAndCountedOnce() throws IOException {
        Files.createDirectories(dir.resolve("plugins"));
        Files.createSymbolicLink(dir.resolve("plugins/linked.jar"), mixed);

        assertThat(listing(dir.resolve("plugins") + "," + mixed)).hasSize(3);
    }

    @Test
    void copiesOfTheApiAndOfTheWorkerInAPluginAreNotOfferedToOthers() throws IOException {
        String converter = "org.apache.rocketmq.connect.runtime.converter.record.CopiedConverter";
        Path jar = PluginJars.jar(dir.resolve("p.jar"))
                .source(converter, PluginJars.converter(converter, ""))
                .source("p.Mine", PluginJars.converter("p.Mine", ""))
                .build();

        assertThat(listing(jar.toString())).containsExactly("CONVERTER p.Mine");
    }
}
