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
package org.apache.rocketmq.connect.jdbc;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.jdbc.sink.JdbcSinkConnector;
import org.apache.rocketmq.connect.jdbc.source.JdbcSourceConnector;
import org.junit.jupiter.api.Test;

/** U-43: the pages on the connectors name every key as the code has it; {@code -Dregenerate.docs=true} writes the English tables. */
class JdbcDocsTest {

    private static final Path ENGLISH = Path.of("../../docs/connectors/jdbc.md");
    private static final Path CHINESE = Path.of("../../docs/connectors/jdbc.zh-CN.md");
    /** Set by the connector for its tasks. */
    private static final String NOT_FOR_USERS = "tables";

    @Test
    void theEnglishPageHasTheTablesThatTheCodeMakes() throws IOException {
        String page = Files.readString(ENGLISH);
        String made =
                with(with(page, "source", table(new JdbcSourceConnector())), "sink", table(new JdbcSinkConnector()));
        if (Boolean.getBoolean("regenerate.docs")) {
            Files.writeString(ENGLISH, made);
        }

        assertThat(Files.readString(ENGLISH)).isEqualTo(made);
    }

    @Test
    void theChinesePageHasEveryKeyWithItsDefault() throws IOException {
        String page = Files.readString(CHINESE);

        assertThat(between(page, "source").lines().map(JdbcDocsTest::keyTypeDefault))
                .containsAll(rows(new JdbcSourceConnector()));
        assertThat(between(page, "sink").lines().map(JdbcDocsTest::keyTypeDefault))
                .containsAll(rows(new JdbcSinkConnector()));
    }

    private static List<ConfigKey> keys(Configurable connector) {
        return connector.configDef().keys().stream()
                .filter(key -> !key.name().equals(NOT_FOR_USERS))
                .toList();
    }

    private static List<String> rows(Configurable connector) {
        return keys(connector).stream()
                .map(JdbcDocsTest::row)
                .map(JdbcDocsTest::keyTypeDefault)
                .toList();
    }

    private static String table(Configurable connector) {
        return keys(connector).stream()
                .map(JdbcDocsTest::row)
                .collect(joining("\n", "| Key | Type | Default | Meaning |\n|---|---|---|---|\n", "\n"));
    }

    private static String row(ConfigKey key) {
        String type = key.type().name().toLowerCase(Locale.ROOT);
        String given = key.defaultText() == null ? "–" : "`" + key.defaultText() + "`";
        String standard = key.required() ? "required" : "``".equals(given) ? "empty" : given;
        return "| `" + key.name() + "` | " + type + " | " + standard + " | "
                + key.doc().replace("|", "\\|") + " |";
    }

    /** The first three cells; what a key means is told in each language. */
    private static String keyTypeDefault(String row) {
        String[] cells = row.split("(?<!\\\\)\\|", -1);
        return cells.length < 4
                ? row
                : (cells[1] + cells[2] + cells[3]).replace("必填", "required").replace("空", "empty");
    }

    private static Matcher marks(String page, String side) {
        Matcher marks = Pattern.compile(
                        "(?<=<!-- keys of the " + side + ": begin -->\n).*?(?=<!-- keys of the " + side + ": end -->)",
                        Pattern.DOTALL)
                .matcher(page);
        assertThat(marks.find()).as("marks of the " + side).isTrue();
        return marks;
    }

    private static String between(String page, String side) {
        return marks(page, side).group();
    }

    private static String with(String page, String side, String table) {
        Matcher marks = marks(page, side);
        return page.substring(0, marks.start()) + table + page.substring(marks.end());
    }
}
