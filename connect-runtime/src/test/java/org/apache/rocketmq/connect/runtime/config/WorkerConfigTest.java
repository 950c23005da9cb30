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
package org.apache.rocketmq.connect.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** behaviour §2.3 and §3, acceptance A4 and A5. */
class WorkerConfigTest {

    private static final ProcessEnvironment BARE = new ProcessEnvironment(Map.of("user.home", "/home/user"), Map.of());

    /** M-078…M-102. */
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        WorkerConfig config = worker();

        assertThat(config.workerId()).isEqualTo("DefaultWorker");
        assertThat(config.namesrvAddr()).isEqualTo("localhost:9876");
        assertThat(config.clusterName()).isEmpty();
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.httpPort()).isEqualTo(8082);
        assertThat(config.pluginPaths()).isEmpty();
        assertThat(config.storePathRootDir()).isEqualTo(Path.of("/home/user/connectorStore"));
        assertThat(config.connectHome()).isEmpty();
        assertThat(config.aclEnable()).isFalse();
        assertThat(config.accessKey()).isEmpty();
        assertThat(config.secretKey()).isEmpty();
        assertThat(config.autoCreateTopicEnable()).isTrue();
        assertThat(config.autoCreateGroupEnable()).isTrue();
        assertThat(config.keyConverter())
                .isEqualTo("org.apache.rocketmq.connect.runtime.converter.record.StringConverter");
        assertThat(config.valueConverter()).isEqualTo(config.keyConverter());
        assertThat(config.offsetCommitInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.offsetCommitTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxStartTimeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.maxStopTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.maxMessageSize()).isEqualTo(4 * 1024 * 1024);
        assertThat(config.operationTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.producerGroup()).isEqualTo("connector-producer-group");
        assertThat(config.adminGroup()).isEqualTo("connector-admin-group");
        assertThat(config.maxRedeliveryTimes()).isEmpty();
        assertThat(List.of(
                        config.configPersistInterval(),
                        config.positionPersistInterval(),
                        config.offsetPersistInterval(),
                        config.statePersistInterval()))
                .containsOnly(Duration.ofSeconds(20));
        assertThat(config.clusterPollInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.handoverTimeout()).isEqualTo(Duration.ofSeconds(70));
        assertThat(config.allocTaskStrategy())
                .isEqualTo("org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy");
        assertThat(config.connectClusterId()).isEqualTo("DefaultConnectCluster");
        assertThat(config.clusterStoreTopic()).isEqualTo("connector-cluster-topic");
        assertThat(config.configStoreTopic()).isEqualTo("connector-config-topic");
        assertThat(config.positionStoreTopic()).isEqualTo("connector-position-topic");
        assertThat(config.offsetStoreTopic()).isEqualTo("connector-offset-topic");
        assertThat(config.connectStatusTopic()).isEqualTo("connector-status-topic");
        assertThat(config.clusterManagementService()).isEmpty();
        assertThat(config.configManagementService()).isEmpty();
        assertThat(config.positionManagementService()).isEmpty();
        assertThat(config.stateManagementService()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    /** M-079, M-084, M-087, M-089, M-093, M-099, M-100. */
    @Test
    void whatTheFileSaysCounts() {
        WorkerConfig config = worker(
                "workerId=DEFAULT_WORKER_1",
                "namesrvAddr=10.0.0.1:9876; 10.0.0.2:9876",
                "httpPort=8081",
                "httpHost=0.0.0.0",
                "pluginPaths=/opt/a b.jar, ~/plugins ,/opt/plugins/*",
                "connectHome=/opt/connect",
                "aclEnable=TRUE",
                "accessKey=rocketmq",
                "secretKey=12345678",
                "autoCreateTopicEnable=false",
                "autoCreateGroupEnable=false",
                "offsetCommitIntervalMsConfig=60000",
                "offsetCommitTimeoutMsConfig=1000",
                "maxMessageSize=1024",
                "operationTimeout=500",
                "rmqMaxRedeliveryTimes=3",
                "positionPersistInterval=100",
                "clusterManagementService=a.B");

        assertThat(config.workerId()).isEqualTo("DEFAULT_WORKER_1");
        assertThat(config.namesrvAddr()).isEqualTo("10.0.0.1:9876;10.0.0.2:9876");
        assertThat(config.httpPort()).isEqualTo(8081);
        assertThat(config.httpHost()).isEqualTo("0.0.0.0");
        assertThat(config.pluginPaths()).containsExactly("/opt/a b.jar", "/home/user/plugins", "/opt/plugins/*");
        assertThat(config.connectHome()).contains(Path.of("/opt/connect"));
        assertThat(config.aclEnable()).isTrue();
        assertThat(config.accessKey()).contains("rocketmq");
        assertThat(config.secretKey()).contains("12345678");
        assertThat(config.autoCreateTopicEnable()).isFalse();
        assertThat(config.autoCreateGroupEnable()).isFalse();
        assertThat(config.offsetCommitInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.offsetCommitTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxMessageSize()).isEqualTo(1024);
        assertThat(config.operationTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxRedeliveryTimes()).hasValue(3);
        assertThat(config.positionPersistInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.clusterManagementService()).contains("a.B");
    }

    @Test
    void valuesAreTrimmedAndBlankOnesCountAsAbsent() {
        WorkerConfig config = worker("httpPort= 8083\t", "workerId= ", "accessKey=", "httpHost=");

        assertThat(config.httpPort()).isEqualTo(8083);
        assertThat(config.workerId()).isEqualTo("DefaultWorker");
        assertThat(config.accessKey()).isEmpty();
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void nameServersComeFromTheFileThenTheJvmThenTheEnvironment() {
        Map<String, String> file = Map.of("namesrvAddr", "file:1");
        Map<String, String> jvm = Map.of("rocketmq.namesrv.addr", "jvm:2");
        Map<String, String> variables = Map.of("NAMESRV_ADDR", "env:3");

        assertThat(WorkerConfig.of(file, new ProcessEnvironment(jvm, variables)).namesrvAddr())
                .isEqualTo("file:1");
        assertThat(WorkerConfig.of(Map.of(), new ProcessEnvironment(jvm, variables))
                        .namesrvAddr())
                .isEqualTo("jvm:2");
        assertThat(WorkerConfig.of(Map.of(), new ProcessEnvironment(Map.of(), variables))
                        .namesrvAddr())
                .isEqualTo("env:3");
    }

    @Test
    void withoutNameServersTheErrorSaysHowToNameThem() {
        assertThatThrownBy(() -> WorkerConfig.of(Map.of(), BARE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("namesrvAddr")
                .hasMessageContaining("-Drocketmq.namesrv.addr")
                .hasMessageContaining("NAMESRV_ADDR");
    }

    @Test
    void homeComesFromTheFileThenTheJvmThenTheEnvironment() {
        Map<String, String> file = Map.of("namesrvAddr", "n:1", "connectHome", "/file");
        Map<String, String> nothing = Map.of("namesrvAddr", "n:1");
        Map<String, String> jvm = Map.of("connect.home.dir", "/jvm");
        Map<String, String> variables = Map.of("CONNECT_HOME", "/env");

        assertThat(WorkerConfig.of(file, new ProcessEnvironment(jvm, variables)).connectHome())
                .contains(Path.of("/file"));
        assertThat(WorkerConfig.of(nothing, new ProcessEnvironment(jvm, variables))
                        .connectHome())
                .contains(Path.of("/jvm"));
        assertThat(WorkerConfig.of(nothing, new ProcessEnvironment(Map.of(), variables))
                        .connectHome())
                .contains(Path.of("/env"));
    }

    /** M-104, M-105. */
    @Test
    void jvmPropertiesChangeTheMessageLimitAndTheRebalancePeriod() {
        WorkerConfig config = WorkerConfig.of(
                Map.of("namesrvAddr", "n:1", "maxMessageSize", "5", "clusterPollIntervalMs", "7"),
                new ProcessEnvironment(
                        Map.of(
                                "rocketmq.runtime.max.message.size", "1000",
                                "rocketmq.runtime.cluster.rebalance.waitInterval", "50"),
                        Map.of()));

        assertThat(config.maxMessageSize()).isEqualTo(1000);
        assertThat(config.clusterPollInterval()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void theHandoverWaitsForTheLongestStopUnlessItIsTold() {
        assertThat(worker("maxStopTimeoutMills=5000").handoverTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(worker("maxStopTimeoutMills=5000", "handoverTimeoutMs=300").handoverTimeout())
                .isEqualTo(Duration.ofMillis(300));
        assertThat(worker("clusterPollIntervalMs=250").clusterPollInterval()).isEqualTo(Duration.ofMillis(250));
    }

    /** M-106, M-107. */
    @Test
    void aHashRingThatCannotBeUsedEndsTheStart() {
        ProcessEnvironment environment = new ProcessEnvironment(Map.of("virtualNode", "-1"), Map.of());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> WorkerConfig.of(Map.of("namesrvAddr", "n:1"), environment))
                .satisfies(e -> assertThat(keys(e)).containsExactly("virtualNode"));
    }

    /** M-088: documents and code of the original disagree about the default; a cluster of either name can go on. */
    @Test
    void theStatusTopicMayHaveTheNameOfTheOlderDocuments() {
        WorkerConfig config = worker("connectStatusTopic=connect-status-topic");

        assertThat(config.connectStatusTopic()).isEqualTo("connect-status-topic");
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "worker-1.example.com", "::", "127.example.com"})
    void anOpenRestInterfaceIsALoudWarning(String host) {
        assertThat(worker("httpHost=" + host, "httpPort=8083").warnings())
                .singleElement()
                .asString()
                .contains("httpHost is " + host, "PORT 8083", "EVERY CONNECTOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
    void aRestInterfaceOfThisMachineAloneIsNone(String host) {
        assertThat(worker("httpHost=" + host).warnings()).isEmpty();
    }

    @Test
    void aBadJvmPropertyIsNamedOnce() {
        ProcessEnvironment environment =
                new ProcessEnvironment(Map.of("rocketmq.runtime.max.message.size", "4MB"), Map.of());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> WorkerConfig.of(Map.of("namesrvAddr", "n:1"), environment))
                .satisfies(e -> assertThat(keys(e)).containsExactly("rocketmq.runtime.max.message.size"));
    }

    /** M-080, H-20: the original ignored values that do not parse. */
    @Test
    void everyBadValueIsReportedAtOnceWithItsKey() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> worker(
                        "httpPort=abc",
                        "aclEnable=yes",
                        "operationTimeout=0",
                        "rmqMaxConsumeThreadNums=many",
                        "rmqProducerGroup=a.b",
                        "configStoreTopic=主题"))
                .satisfies(e -> assertThat(keys(e))
                        .containsExactlyInAnyOrder(
                                "httpPort",
                                "aclEnable",
                                "operationTimeout",
                                "rmqMaxConsumeThreadNums",
                                "rmqProducerGroup",
                                "configStoreTopic"))
                .withMessageContaining("'abc'");
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536", "8082 # the port", "8082.0"})
    void aPortIsANumberFrom0To65535(String port) {
        assertThatThrownBy(() -> worker("httpPort=" + port))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("httpPort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", "a:1,b:2", "a:1;", "host name:1"})
    void nameServersAreHostAndPort(String addresses) {
        assertThatThrownBy(() -> worker("namesrvAddr=" + addresses))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("namesrvAddr")
                .hasMessageContaining("host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:9876", "http://mq.example.com:80/path", "a:1;b:2"})
    void otherFormsThatTheClientTakesAreFine(String addresses) {
        assertThat(worker("namesrvAddr=" + addresses).namesrvAddr()).isEqualTo(addresses);
    }

    /** D-61: the original signed requests with the dummy keys of its own conf file. */
    @Test
    void aclNeedsBothKeysAndKeysAloneDoNotTurnItOn() {
        assertThat(worker("accessKey=rocketmq", "secretKey=12345678").aclEnable())
                .isFalse();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> worker("aclEnable=true", "accessKey=a"))
                .satisfies(e -> assertThat(keys(e)).containsExactly("secretKey"));
    }

    /** M-082. */
    @Test
    void tildeIsTheHomeDirectory() {
        assertThat(worker("storePathRootDir=~/storeRoot").storePathRootDir())
                .isEqualTo(Path.of("/home/user/storeRoot"));
        assertThat(worker("storePathRootDir=~").storePathRootDir()).isEqualTo(Path.of("/home/user"));
        assertThat(worker("storePathRootDir=store").storePathRootDir()).isAbsolute();
    }

    /** M-082: the path of seed 000, copied from a Chinese web page. */
    @Test
    void theFullWidthTildeIsRejectedWithAdvice() {
        assertThatThrownBy(() -> worker("storePathRootDir=～/storeRoot"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("storePathRootDir")
                .hasMessageContaining("full-width")
                .hasMessageContaining("U+FF5E");
        assertThatThrownBy(() -> worker("storePathRootDir=~other/store")).isInstanceOf(ConfigException.class);
    }

    /** M-182. */
    @Test
    void aStoreUnderTmpIsAWarning() {
        assertThat(worker("storePathRootDir=/tmp/storeRoot").warnings())
                .singleElement()
                .asString()
                .contains("storePathRootDir", "/tmp");
    }

    /** behaviour §17: conf files that were shipped held {@code clusterName="DefaultCluster"}. */
    @Test
    void clusterNameMayBeQuoted() {
        assertThat(worker("clusterName=\"DefaultCluster\"").clusterName()).contains("DefaultCluster");
        assertThat(worker("clusterName=DefaultCluster").clusterName()).contains("DefaultCluster");
    }

    /** C-77: old conf files keep working, but a typing error is told. */
    @Test
    void unknownKeysAreWarningsThatGuessWhatWasMeant() {
        assertThat(worker("htpPort=1", "worker.id=x", "somethingElse=y").warnings())
                .containsExactlyInAnyOrder(
                        "Unknown worker setting htpPort is ignored; did you mean httpPort?",
                        "Unknown worker setting worker.id is ignored; did you mean workerId?",
                        "Unknown worker setting somethingElse is ignored");
    }

    /** Keys that the original declared and that mean nothing here do not disturb. */
    @Test
    void keysWithoutEffectAreAccepted() {
        assertThat(worker(
                                "rmqConsumerGroup=g",
                                "rmqMessageConsumeTimeout=3000",
                                "rmqMaxConsumeThreadNums=32",
                                "rmqMinConsumeThreadNums=1",
                                "brokerSuspendMaxTimeMillis=300",
                                "openLogMetricReporter=false",
                                "metricsConfigPath=metrics.conf")
                        .warnings())
                .isEmpty();
    }

    /** D-74, H-21. */
    @Test
    void theDescriptionShowsEverySettingButNoSecret() {
        String text =
                worker("accessKey=AKID7", "secretKey=S3cr3t", "httpPort=1").describe();

        assertThat(text)
                .contains("httpPort=1\n", "workerId=DefaultWorker\n", "accessKey=******\n", "secretKey=******\n")
                .doesNotContain("AKID7", "S3cr3t", "metricsConfigPath");
        assertThat(worker("secretKey=S3cr3t")).hasToString("WorkerConfig[DefaultWorker]");
    }

    @Test
    void filesAreUtf8AndEscapesAreUnderstood(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("connect.conf");
        Files.writeString(
                file,
                "\uFEFF# 注释\nnamesrvAddr=localhost:9876  \nworkerId=工人\\u4e00\nstorePathRootDir=/数据\n",
                StandardCharsets.UTF_8);

        WorkerConfig config = WorkerConfig.load(file);

        assertThat(config.workerId()).isEqualTo("工人一");
        assertThat(config.namesrvAddr()).isEqualTo("localhost:9876");
        assertThat(config.storePathRootDir()).isEqualTo(Path.of("/数据"));
    }

    @Test
    void aFileInAnotherEncodingIsReadAsTheOriginalDid(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("connect.conf");
        Files.writeString(file, "# 注释\nnamesrvAddr=localhost:9876\nhttpPort=81\n", Charset.forName("GBK"));

        assertThat(WorkerConfig.load(file).httpPort()).isEqualTo(81);
    }

    /** M-044. */
    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path dir) {
        Path file = dir.resolve("missing.conf");

        assertThatThrownBy(() -> WorkerConfig.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> WorkerConfig.load(dir))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(dir.toString());
    }

    @Test
    void aBrokenEscapeIsAnErrorOfTheFile(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("c.conf"), "pluginPaths=C:\\users\n");

        assertThatThrownBy(() -> WorkerConfig.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("c.conf")
                .hasMessageContaining("\\u");
    }

    private static WorkerConfig worker(String... lines) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("namesrvAddr", "localhost:9876"));
        Arrays.stream(lines).map(line -> line.split("=", 2)).forEach(pair -> properties.put(pair[0], pair[1]));
        return WorkerConfig.of(properties, BARE);
    }

    private static List<String> keys(ConfigException e) {
        return e.errors().stream().map(ConfigError::key).toList();
    }
}
