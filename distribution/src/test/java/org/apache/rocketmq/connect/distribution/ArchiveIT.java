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
package org.apache.rocketmq.connect.distribution;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the archive, and what must not be (M-037, M-043, M-054). */
class ArchiveIT {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int LIMIT_MEGABYTES = 45;

    /** Classes of the RocketMQ client's jars that only a broker, a proxy, mqadmin's commands or OpenTracing load. */
    private static final Pattern NEVER_LOADED = Pattern.compile("org\\.apache\\.rocketmq\\.(tools\\.command\\..*"
            + "|client\\.trace\\.hook\\..*OpenTracing.*"
            + "|common\\.config\\..*"
            + "|common\\.metrics\\.Nop.*"
            + "|common\\.constant\\.GrpcConstants"
            + "|remoting\\.metrics\\.RemotingMetricsManager"
            + "|remoting\\.netty\\.NettyRemotingServer.*)");

    private static Path home = Path.of("");

    @BeforeAll
    static void unpack(@TempDir Path directory) {
        home = Installation.unpack(directory, "127.0.0.1:1").home();
    }

    @Test
    void theTreeIsWhatTheDocumentsName() {
        assertThat(List.of(
                        "bin/connect-standalone.sh",
                        "bin/connect-distributed.sh",
                        "bin/connectshutdown.sh",
                        "bin/runconnect.sh",
                        "bin/run_worker.sh",
                        "conf/connect-standalone.conf",
                        "conf/connect-distributed.conf",
                        "conf/logback.xml",
                        "plugins/file/rocketmq-connect-sample-0.0.1-SNAPSHOT.jar",
                        "plugins/rocketmq-connect-jdbc/rocketmq-connect-jdbc-0.0.1-SNAPSHOT.jar",
                        "plugins/rocketmq-connect-jdbc/README.txt",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "README.zh-CN.md"))
                .allSatisfy(name -> assertThat(home.resolve(name)).isNotEmptyFile());
        assertThat(files("bin")).allSatisfy(file -> assertThat(file).isExecutable());
    }

    @Test
    void theUnpackedFormLiesWhereTheDocumentsSay() {
        Path documented = Installation.PROJECT.resolve(
                "distribution/target/rocketmq-connect-0.0.1-SNAPSHOT/rocketmq-connect-0.0.1-SNAPSHOT");

        assertThat(documented.resolve("bin/connect-standalone.sh")).isExecutable();
        assertThat(documented.resolve("lib")).isDirectory();
    }

    @Test
    void theLibrariesAreTheWorkersOnly() {
        assertThat(names("lib"))
                .anyMatch(name -> name.startsWith("connect-runtime-"))
                .anyMatch(name -> name.startsWith("connect-transforms-"))
                .noneMatch(name -> name.matches(
                        "rocketmq-(broker|namesrv|store|controller|rocksdb|connect-sample|connect-jdbc)-.*"))
                .noneMatch(name -> name.matches("(junit|assertj|awaitility|mockito|testcontainers|connect-testkit).*"))
                .noneMatch(name -> name.matches("fastjson-1\\..*"));
        assertThat(names("lib").map(name -> name.replaceFirst("-\\d.*", ""))).doesNotHaveDuplicates();
    }

    /** U-30: which driver, and which version of it, is for the user to say. */
    @Test
    void theJdbcPluginBringsNoDriverAndSaysWhereToPutOne() throws IOException {
        assertThat(names("plugins/rocketmq-connect-jdbc"))
                .containsExactly("README.txt", "rocketmq-connect-jdbc-0.0.1-SNAPSHOT.jar");
        Path plugin = home.resolve("plugins/rocketmq-connect-jdbc");
        try (JarFile jar = new JarFile(
                plugin.resolve("rocketmq-connect-jdbc-0.0.1-SNAPSHOT.jar").toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("org/apache/rocketmq/connect/jdbc/"));
            assertThat(jar.getEntry("META-INF/services/java.sql.Driver")).isNull();
        }
        assertThat(plugin.resolve("README.txt"))
                .content()
                .contains("com.mysql:mysql-connector-j", "org.postgresql:postgresql");
    }

    @Test
    void itStaysSmall() {
        assertThat(files("lib").stream().mapToLong(ArchiveIT::size).sum())
                .isLessThan((long) LIMIT_MEGABYTES * MEGABYTE);
    }

    /** Guards the list of what is left out, in src/assembly, against the next release of RocketMQ. */
    @Test
    void noClassThatAWorkerLoadsMissesAClassThatWasLeftOut() {
        Set<String> broken = new TreeSet<>();
        String[] checked = names("lib")
                .filter(name -> name.matches("(connect|rocketmq-(client|common|remoting|tools))-.*"))
                .map(name -> home.resolve("lib").resolve(name).toString())
                .toArray(String[]::new);
        assertThat(checked).hasSizeGreaterThan(4);

        String user = "";
        for (String line : jdeps(checked).lines().toList()) {
            Matcher reference = Pattern.compile("^\\s+(?<from>\\S+)?\\s*-> (?<to>\\S+)\\s+(?<where>.*)$")
                    .matcher(line);
            if (!reference.matches()) {
                continue;
            }
            user = reference.group("from") == null ? user : reference.group("from");
            if (reference.group("where").contains("not found")
                    && !reference.group("to").startsWith("javax.annotation.") // a JVM does without annotations
                    && !NEVER_LOADED.matcher(user).matches()) {
                broken.add(user + " -> " + reference.group("to"));
            }
        }

        assertThat(broken).isEmpty();
    }

    private static String jdeps(String... jars) {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        String classPath = files("lib").stream().map(Path::toString).collect(joining(File.pathSeparator));
        StringWriter out = new StringWriter();
        PrintWriter print = new PrintWriter(out);
        List<String> arguments = Stream.concat(
                        Stream.of("--multi-release", "17", "-verbose:class", "-filter:none", "-cp", classPath),
                        Stream.of(jars))
                .toList();
        assertThat(jdeps.run(print, print, arguments.toArray(String[]::new)))
                .as(out.toString())
                .isZero();
        return out.toString();
    }

    private static Stream<String> names(String folder) {
        return files(folder).stream().map(file -> file.getFileName().toString());
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
