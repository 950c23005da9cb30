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

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code docs/configuration.md} and its Chinese sister from the declared keys.
 *
 * <p>A template holds the prose and the heads of the tables; the rows come from the code. The English meaning of a key
 * is its {@code doc}; the Chinese one stands in {@code config-doc.zh-CN.properties}.
 */
final class ConfigurationDocs {

    /** One language of the page. */
    enum Language {
        ENGLISH("configuration.md", null),
        CHINESE("configuration.zh-CN.md", "config-doc.zh-CN.properties");

        private final String page;
        private final @Nullable String texts;

        Language(String page, @Nullable String texts) {
            this.page = page;
            this.texts = texts;
        }

        String page() {
            return page;
        }
    }

    private final Language language;
    private final Properties texts = new Properties();

    ConfigurationDocs(Language language) {
        this.language = language;
        if (language.texts != null) {
            try (InputStreamReader reader = new InputStreamReader(resource(language.texts), StandardCharsets.UTF_8)) {
                texts.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The whole page. */
    String render() {
        Map<String, String> tables = Map.of(
                "worker-keys", rows(WorkerKeys.ALL, this::workerRow),
                "jvm-properties",
                        rows(
                                WorkerKeys.JVM.keys(),
                                key -> row(code(key.name()), type(key), byDefault(key), meaning("jvm", key))),
                "variables", rows(WorkerKeys.VARIABLES.keys(), key -> row(code(key.name()), meaning("env", key))),
                "connector-keys", rows(ConnectorKeys.DECLARED, this::connectorRow),
                "old-spellings", rows(OldSpellings.TABLE, this::spellingRow));
        String page = template();
        for (Map.Entry<String, String> table : tables.entrySet()) {
            page = page.replace("{{" + table.getKey() + "}}", table.getValue());
        }
        return page;
    }

    /** Every name that needs a text in a language other than English. */
    static List<String> textNames() {
        return List.of(
                        WorkerKeys.ALL.stream()
                                .map(each -> "worker." + each.key().name()),
                        WorkerKeys.JVM.keys().stream().map(key -> "jvm." + key.name()),
                        WorkerKeys.VARIABLES.keys().stream().map(key -> "env." + key.name()),
                        ConnectorKeys.DECLARED.stream()
                                .map(each -> "connector." + each.key().name()))
                .stream()
                .flatMap(Function.identity())
                .toList();
    }

    /** Every name that has a text. */
    List<String> translated() {
        return texts.stringPropertyNames().stream().sorted().toList();
    }

    private String workerRow(WorkerKeys.WorkerKey each) {
        ConfigKey key = each.key();
        return row(
                code(key.name()),
                type(key),
                byDefault(key),
                word("mode", each.mode()),
                word("importance", key.importance()),
                meaning("worker", key));
    }

    private String connectorRow(ConnectorKeys.ConnectorKey each) {
        ConfigKey key = each.key();
        return row(
                code(key.name()),
                type(key),
                byDefault(key),
                word("side", each.side()),
                word("importance", key.importance()),
                meaning("connector", key));
    }

    private String spellingRow(OldSpellings.Spelling each) {
        boolean dropped = each.fate() == OldSpellings.Fate.DROPPED;
        return row(
                code(each.old()),
                dropped ? "–" : code(each.current()),
                word("when", each.when()),
                word("fate", each.fate()));
    }

    private static String type(ConfigKey key) {
        return key.allowed().isEmpty()
                ? key.type().name().toLowerCase(Locale.ROOT)
                : key.allowed().stream().map(ConfigurationDocs::code).collect(Collectors.joining(", "));
    }

    private String byDefault(ConfigKey key) {
        if (key.required()) {
            return word("word", "REQUIRED");
        }
        return Optional.ofNullable(key.defaultText())
                .map(ConfigurationDocs::code)
                .orElse("–");
    }

    private String meaning(String group, ConfigKey key) {
        String meaning = language == Language.ENGLISH ? key.doc() : text(group + "." + key.name());
        return meaning.replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("~", "\\~");
    }

    private String word(String group, Object value) {
        String english = value.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        return language == Language.ENGLISH
                ? ENGLISH_WORDS.getOrDefault(group + "." + value, english)
                : text(group + "." + value);
    }

    private static final Map<String, String> ENGLISH_WORDS = Map.of(
            "mode.NONE", "no effect",
            "when.FILE_SOURCE", "file source only",
            "when.FILE_SINK", "file sink only",
            "when.SINK", "sinks only",
            "fate.COPIED", "copied; the old one stays for the plugin",
            "fate.DROPPED", "ignored");

    private String text(String name) {
        return Objects.requireNonNull(
                texts.getProperty(name),
                () -> "Expected a text for " + name + " in " + language.texts + ", but it has none");
    }

    private static <T> String rows(List<T> values, Function<T, String> row) {
        return values.stream().map(row).collect(Collectors.joining("\n"));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private String template() {
        try (InputStream in = resource("template." + language.page)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                ConfigurationDocs.class.getResourceAsStream(name), () -> "Expected the resource " + name);
    }
}
