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

import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.data.RecordConverter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that users type: behaviour §1.2–1.4, M-191, M-206, U-13, U-18. */
class PluginCatalogTest {

    private static final String JDBC = "org.apache.rocketmq.connect.jdbc.";

    static Path dir;

    static PluginCatalog catalog;

    @BeforeAll
    static void install(@TempDir Path directory) throws IOException {
        dir = directory;
        String json = "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter";
        Path worker = PluginJars.jar(dir.resolve("worker/worker.jar"))
                .source(json, PluginJars.converter(json, PluginJars.answering("\"the worker's\"")))
                .source("w.Listed", PluginJars.sourceConnector("w.Listed", ""))
                .source("w.Quiet", PluginJars.sinkConnector("w.Quiet", ""))
                .source("w.Plain", PluginJars.type("w.Plain", ""))
                .entry(services(RecordConverter.class), "# ours\n" + json + " # the default\n\nw.NotThere\n")
                .entry(services(SourceConnector.class), "w.Listed\n")
                .entry(services(SinkConnector.class), "w.Plain\n")
                .version("9")
                .build();
        PluginJars.jar(dir.resolve("plugins/file/file.jar"))
                .source("f.FileSourceConnector", PluginJars.sourceConnector("f.FileSourceConnector", ""))
                .source("f.FileSinkConnector", PluginJars.sinkConnector("f.FileSinkConnector", ""))
                .source("f.UpperTransform", PluginJars.transform("f.UpperTransform", ""))
                .source("f.OwnConverter", PluginJars.converter("f.OwnConverter", PluginJars.answering("\"file's\"")))
                .build();
        Path base = PluginJars.jar(dir.resolve("base.jar"))
                .source("lib.Base", PluginJars.sourceConnector("lib.Base", ""))
                .build();
        PluginJars.jar(dir.resolve("plugins/jdbc/jdbc.jar"))
                .compiledAgainst(base)
                .source(
                        JDBC + "source.JdbcSourceConnector",
                        PluginJars.sourceConnector(JDBC + "source.JdbcSourceConnector", ""))
                .source(JDBC + "sink.JdbcSinkConnector", PluginJars.sinkConnector(JDBC + "sink.JdbcSinkConnector", ""))
                .source("j.OwnConverter", PluginJars.converter("j.OwnConverter", PluginJars.answering("\"jdbc's\"")))
                .source(
                        "f.UpperTransform",
                        PluginJars.transform("f.UpperTransform", PluginJars.answering("\"jdbc's\"")))
                .source("j.Incomplete", "package j; public class Incomplete extends lib.Base {}")
                .build();
        Files.writeString(dir.resolve("plugins/bad.jar"), "bad");
        // Stays open for all tests; the plugins fall back to it.
        ClassLoader loader =
                new URLClassLoader(new URL[] {worker.toUri().toURL()}, PluginCatalogTest.class.getClassLoader());
        catalog = PluginRegistry.scan(dir.resolve("plugins").toString(), loader).catalog();
    }

    private static String services(Class<?> type) {
        return "META-INF/services/" + type.getName();
    }

    @ParameterizedTest
    @CsvSource({
        "f.FileSourceConnector, f.FileSourceConnector",
        "' f.FileSourceConnector ', f.FileSourceConnector",
        "FileSourceConnector, f.FileSourceConnector",
        "FileSource, f.FileSourceConnector",
        "JdbcSink, org.apache.rocketmq.connect.jdbc.sink.JdbcSinkConnector",
    })
    void aConnectorAnswersToItsNames(String name, String className) {
        assertThat(catalog.find(name, PluginKind.SOURCE, PluginKind.SINK).className())
                .isEqualTo(className);
    }

    @Test
    void aTasksClassComesFromTheConnectorsPluginElseFromAnotherElseFromTheClassPath() throws IOException {
        PluginJars.jar(dir.resolve("tasks/a/a.jar"))
                .source("t.Mine", PluginJars.sinkConnector("t.Mine", ""))
                .source("t.Both", PluginJars.type("t.Both", PluginJars.answering("\"a's\"")))
                .build();
        PluginJars.jar(dir.resolve("tasks/b/b.jar"))
                .source("u.Yours", PluginJars.sinkConnector("u.Yours", ""))
                .source("t.Both", PluginJars.type("t.Both", PluginJars.answering("\"b's\"")))
                .source("u.Only", PluginJars.type("u.Only", PluginJars.answering("\"b's only\"")))
                .build();
        PluginCatalog tasks =
                PluginRegistry.scan(dir.resolve("tasks").toString()).catalog();
        PluginDescriptor mine = tasks.find("t.Mine", PluginKind.SINK);
        PluginDescriptor yours = tasks.find("u.Yours", PluginKind.SINK);

        assertThat(tasks.task("t.Both", PluginKind.SINK, mine).newInstance(Object.class))
                .hasToString("a's");
        assertThat(tasks.task("t.Both", PluginKind.SINK, yours).newInstance(Object.class))
                .hasToString("b's");
        PluginDescriptor only = tasks.task("u.Only", PluginKind.SINK, mine);
        assertThat(only.newInstance(Object.class)).hasToString("b's only");
        assertThat(only.loader()).isSameAs(yours.loader());
        assertThat(tasks.task(getClass().getName(), PluginKind.SINK, mine).location())
                .isEqualTo(PluginDescriptor.CLASSPATH);
        assertThatThrownBy(() -> tasks.task("t.Nowhere", PluginKind.SINK, mine))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining("t.Nowhere")
                .hasMessageContaining(mine.location());
    }

    @Test
    void transformsAndConvertersAnswerToShortNamesToo() {
        assertThat(catalog.find("Upper", PluginKind.TRANSFORM).className()).isEqualTo("f.UpperTransform");
        assertThat(catalog.find("Json", PluginKind.CONVERTER).className()).endsWith(".JsonConverter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector.JdbcSourceConnector",
                "mysql.source.JdbcSourceConnector",
                "mysql.source.MysqlJdbcSourceConnector"
            })
    void theJdbcSourceAnswersToItsFormerNames(String name) {
        assertThat(catalog.find(JDBC + name, PluginKind.SOURCE).className())
                .isEqualTo(JDBC + "source.JdbcSourceConnector");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector.JdbcSinkConnector",
                "mysql.sink.JdbcSinkConnector",
                "mysql.sink.MysqlJdbcSinkConnector"
            })
    void theJdbcSinkAnswersToItsFormerNames(String name) {
        assertThat(catalog.find(JDBC + name, PluginKind.SINK).className()).isEqualTo(JDBC + "sink.JdbcSinkConnector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JsonConverter", "RocketMQConverter"})
    void formerConvertersBecomeTheJsonConverter(String name) {
        assertThat(catalog.find("org.apache.rocketmq.connect.runtime.converter." + name, PluginKind.CONVERTER)
                        .newInstance(RecordConverter.class))
                .isInstanceOf(JsonConverter.class);
    }

    @Test
    void aFormerNameOfWhatIsNotInstalledSaysSo() {
        assertThatThrownBy(() -> catalog.find(
                        "org.apache.rocketmq.connect.debezium.MySQL.DebeziumMySQLConnector", PluginKind.SOURCE))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContaining(
                        "former name of org.apache.rocketmq.connect.debezium.mysql.DebeziumMysqlConnector");
    }

    @Test
    void aShortNameOfSeveralPluginsIsRefusedWithAllOfThem() {
        assertThatThrownBy(() -> catalog.find("Own", PluginKind.CONVERTER))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageContainingAll("f.OwnConverter", "j.OwnConverter", "use the full class name");
    }

    @Test
    void anUnknownNameAnswersWithWhatIsInstalledAndWhereTheWorkerLooked() {
        assertThatThrownBy(() -> catalog.find("f.FileSorceConnector", PluginKind.SOURCE))
                .isInstanceOf(PluginNotFoundException.class)
                .hasMessageStartingWith("Expected the name of an installed source connector, but found none called"
                        + " f.FileSorceConnector.")
                .hasMessageContainingAll(
                        "Did you mean f.FileSourceConnector?",
                        "Installed: f.FileSourceConnector, " + JDBC + "source.JdbcSourceConnector, w.Listed.",
                        "Looked in " + dir.resolve("plugins") + ", the worker's class path.",
                        dir.resolve("plugins/bad.jar").toString())
                .hasMessageNotContaining("FileSinkConnector");
    }

    @Test
    void nothingIsSuggestedForANameLikeNoOther() {
        assertThatThrownBy(() -> catalog.find("com.example.Zebra", PluginKind.TRANSFORM))
                .hasMessageNotContaining("Did you mean");
        assertThatThrownBy(() -> catalog.find("  ", PluginKind.TRANSFORM)).hasMessageContaining("but it is empty");
    }

    @Test
    void aClassOfTheWrongKindIsCalledWhatItIs() {
        assertThatThrownBy(() -> catalog.find("f.FileSinkConnector", PluginKind.SOURCE))
                .hasMessageContaining("The class of this name is a sink connector.");
    }

    @Test
    void aClassThatCannotBeUsedIsNotCalledMissing() {
        assertThatThrownBy(() -> catalog.find("j.Incomplete", PluginKind.SOURCE))
                .hasMessageContaining("A class of this name lies in " + dir.resolve("plugins/jdbc"));
    }

    @Test
    void classesOnTheClassPathAreFoundByNameAndListedWhenAServiceFileNamesThem() {
        assertThat(catalog.plugins())
                .filteredOn(p -> p.location().equals(PluginDescriptor.CLASSPATH)
                        && p.className().startsWith("w."))
                .extracting(PluginDescriptor::className)
                .containsExactly("w.Listed");
        PluginDescriptor quiet = catalog.find("w.Quiet", PluginKind.SINK);

        assertThat(quiet.location()).isEqualTo("classpath");
        assertThat(quiet.version()).isEqualTo("9");
        assertThat(quiet.newInstance(SinkConnector.class)).isNotNull();
    }

    @Test
    void aServiceFileThatNamesNoPluginIsReported() {
        assertThat(catalog.broken())
                .filteredOn(b -> b.location().equals(PluginDescriptor.CLASSPATH)
                        && b.reason().contains(" w."))
                .extracting(BrokenPlugin::reason)
                .hasSize(2)
                .anySatisfy(reason -> assertThat(reason).contains("w.NotThere"))
                .anySatisfy(reason -> assertThat(reason).contains("w.Plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.Plain", "java.lang.String", "../w/Quiet", "w/Quiet", "w.Quiet.class", "%2e", "w.quiet"})
    void theClassPathOffersNothingElse(String name) {
        assertThatThrownBy(() -> catalog.find(name, PluginKind.SINK)).isInstanceOf(PluginNotFoundException.class);
    }

    @Test
    void aConnectorsOwnConvertersAndTransformsGoFirst() {
        PluginDescriptor jdbc = catalog.find("JdbcSource", PluginKind.SOURCE);
        PluginDescriptor file = catalog.find("FileSource", PluginKind.SOURCE);

        assertThat(catalog.newInstanceFor(jdbc, "f.UpperTransform", PluginKind.TRANSFORM, Object.class))
                .hasToString("jdbc's");
        assertThat(catalog.resolve("f.UpperTransform", PluginKind.TRANSFORM, file)
                        .location())
                .isEqualTo(file.location());
        assertThat(catalog.resolve("Own", PluginKind.CONVERTER, file).className())
                .isEqualTo("f.OwnConverter");
    }

    @Test
    void aConnectorUsesOtherPluginsAndTheWorkersConverters() {
        PluginDescriptor file = catalog.find("FileSource", PluginKind.SOURCE);

        assertThat(catalog.resolve("j.OwnConverter", PluginKind.CONVERTER, file).location())
                .isEqualTo(dir.resolve("plugins/jdbc").toString());
        assertThat(catalog.resolve("JsonConverter", PluginKind.CONVERTER, file).location())
                .isEqualTo(PluginDescriptor.CLASSPATH);
    }

    @Test
    void ofTwoLocationsWithOneClassTheFirstIsTaken() {
        PluginDescriptor upper = catalog.find("f.UpperTransform", PluginKind.TRANSFORM);

        assertThat(upper.location()).isEqualTo(dir.resolve("plugins/file").toString());
    }

    @Test
    void theListingGoesFromSinksToPredicatesByName() {
        List<PluginKind> kinds =
                catalog.plugins().stream().map(PluginDescriptor::kind).toList();

        assertThat(kinds).isSorted();
        assertThat(catalog.plugins())
                .filteredOn(p -> p.kind() == PluginKind.SINK)
                .extracting(PluginDescriptor::className)
                .isSorted();
        assertThat(PluginKind.values())
                .extracting(PluginKind::listedAs)
                .containsExactly("SINK", "SOURCE", "TRANSFORMATION", "CONVERTER", "PREDICATE");
    }
}
