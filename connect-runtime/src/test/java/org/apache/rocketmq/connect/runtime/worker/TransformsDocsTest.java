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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Decimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C-59: every example in {@code docs/transforms.md} is what happens, to a map and to a struct, and every key is documented. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class TransformsDocsTest {

    private static final String PAGE = "docs/transforms.md";
    private static final String CHINESE_PAGE = "docs/transforms.zh-CN.md";
    private static final String PACKAGE = "org.apache.rocketmq.connect.transforms.";
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SECTION =
            Pattern.compile("^##+ (\\w+)$(.*?)(?=^##|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern KEY_ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    private static final PluginCatalog CATALOG = PluginRegistry.scan(null).catalog();

    /** An example; the connector that would have it does not matter, so a converter stands in for its plugin. */
    private record Example(
            Map<String, String> config,
            JSONObject before,
            @Nullable JSONObject after) {

        private List<TransformSpec> specs() {
            ConnectorConfig connector = ConnectorConfig.of("c", config, ConnectorType.UNKNOWN);
            assertThat(connector.transformErrors()).isEmpty();
            return connector.transforms();
        }

        @Override
        public String toString() {
            return specs().stream().map(TransformSpec::className).collect(Collectors.joining(", ")) + " " + before;
        }
    }

    private static String page(String name) throws IOException {
        return Files.readString(Repository.root().resolve(name));
    }

    private static List<String> exampleTexts(String page) throws IOException {
        return EXAMPLE.matcher(page(page))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    static Stream<Example> examples() throws IOException {
        return exampleTexts(PAGE).stream().map(JSON::parseObject).map(json -> {
            Map<String, String> config = new HashMap<>();
            json.getJSONObject("config").forEach((key, value) -> config.put(key, String.valueOf(value)));
            return new Example(config, json.getJSONObject("record"), json.getJSONObject("becomes"));
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleIsWhatHappens(Example example) throws Exception {
        if (!example.before().containsKey("parameters")) {
            assertThat(described(transformed(example, record(example.before(), false)), Set.of()))
                    .as("without schema")
                    .isEqualTo(plain(example.after()));
        }
        Set<String> parameters = example.before().containsKey("parameters")
                ? example.before().getJSONObject("parameters").keySet()
                : Set.of();
        assertThat(described(transformed(example, record(example.before(), true)), parameters))
                .as("with schema")
                .isEqualTo(plain(example.after()));
    }

    /** As a task does it. */
    private static @Nullable ConnectRecord transformed(Example example, ConnectRecord source) {
        PluginDescriptor connector = CATALOG.find("StringConverter", PluginKind.CONVERTER);
        PluginParts parts = new PluginParts(CATALOG, connector);
        ConnectRecord current = source;
        for (TransformSpec spec : example.specs()) {
            TransformChain.Step step = parts.transform(spec);
            PluginParts.start(step, spec);
            TransformChain.Condition condition = step.condition();
            if (condition == null || condition.predicate().test(current) != condition.negate()) {
                ConnectRecord next = step.transform().doTransform(current);
                if (next == null) {
                    return null;
                }
                assertThat(next.getPosition()).isEqualTo(source.getPosition());
                assertThat(next.getTimestamp()).isEqualTo(source.getTimestamp());
                current = next;
            }
        }
        return current;
    }

    private static ConnectRecord record(JSONObject json, boolean typed) {
        JSONObject parameters = json.getJSONObject("parameters");
        Object key = json.get("key");
        Object value = json.get("value");
        Schema keySchema = typed ? schema(key, null) : null;
        Schema schema = typed ? schema(value, parameters) : null;
        ConnectRecord result = new ConnectRecord(
                new RecordPartition(json.containsKey("partition") ? json.getJSONObject("partition") : Map.of()),
                new RecordOffset(json.containsKey("offset") ? json.getJSONObject("offset") : Map.of()),
                json.getLong("timestamp"),
                keySchema,
                keySchema == null ? key : typed(keySchema, key),
                schema,
                schema == null ? value : typed(schema, value));
        if (json.containsKey("topic")) {
            result.addExtension("topic", json.getString("topic"));
        }
        if (json.containsKey("headers")) {
            json.getJSONObject("headers").forEach((name, text) -> result.addExtension(name, String.valueOf(text)));
        }
        return result;
    }

    private static @Nullable Schema schema(@Nullable Object value, @Nullable JSONObject parameters) {
        if (value == null) {
            return null;
        }
        if (value instanceof JSONObject fields) {
            SchemaBuilder builder = SchemaBuilder.struct();
            fields.forEach((name, field) -> {
                JSONObject ofField = parameters == null ? null : parameters.getJSONObject(name);
                builder.field(name, ofField == null ? schema(field, null) : decimal(field, ofField));
            });
            return builder.build();
        }
        return new SchemaBuilder(Schema.schemaType(value.getClass())).build();
    }

    private static Schema decimal(Object value, JSONObject parameters) {
        SchemaBuilder builder = Decimal.builder(((BigDecimal) value).scale());
        parameters.forEach((name, text) -> builder.parameter(name, String.valueOf(text)));
        return builder.build();
    }

    private static @Nullable Object typed(Schema schema, @Nullable Object value) {
        if (!(value instanceof JSONObject fields)) {
            return value;
        }
        Struct struct = new Struct(schema);
        for (Field field : schema.getFields()) {
            struct.put(field, typed(field.getSchema(), fields.get(field.getName())));
        }
        return struct;
    }

    /** The record in the words of the page. */
    private static @Nullable Object described(@Nullable ConnectRecord record, Set<String> withParameters) {
        if (record == null) {
            return null;
        }
        Map<String, @Nullable Object> result = new TreeMap<>();
        result.put("key", record.getKey());
        result.put("value", record.getData());
        Map<String, @Nullable Object> headers = new TreeMap<>();
        KeyValue extensions = record.getExtensions();
        if (extensions != null) {
            extensions.keySet().forEach(name -> headers.put(name, extensions.getString(name)));
        }
        result.put("topic", headers.remove("topic"));
        result.put("headers", headers.isEmpty() ? null : headers);
        Map<String, Object> parameters = new TreeMap<>();
        for (String field : withParameters) {
            Map<String, String> all =
                    new TreeMap<>(record.getSchema().getField(field).getSchema().getParameters());
            all.remove(Decimal.SCALE_FIELD);
            parameters.put(field, all);
        }
        result.put("parameters", parameters.isEmpty() ? null : parameters);
        result.values().removeIf(part -> part == null);
        return plain(result);
    }

    /** Without the differences between structs and maps, and between numbers that are equal. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            struct.schema().getFields().forEach(field -> fields.put(field.getName(), plain(struct.get(field))));
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), plain(field)));
            return fields;
        }
        if (value instanceof Date date) {
            return plain(date.getTime());
        }
        return value instanceof Number ? new BigDecimal(value.toString()).stripTrailingZeros() : value;
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, CHINESE_PAGE})
    void everyTransformAndPredicateIsDocumentedWithItsKeysAndAnExample(String name) throws IOException {
        Map<String, String> sections = new TreeMap<>();
        for (MatchResult section : SECTION.matcher(page(name)).results().toList()) {
            sections.put(section.group(1), section.group(2));
        }
        Map<String, PluginDescriptor> plugins = new TreeMap<>();
        for (PluginDescriptor plugin : CATALOG.plugins()) {
            boolean ours = plugin.className().startsWith(PACKAGE);
            if (ours && Set.of(PluginKind.TRANSFORM, PluginKind.PREDICATE).contains(plugin.kind())) {
                String simpleName =
                        plugin.className().substring(plugin.className().lastIndexOf('.') + 1);
                plugins.put(simpleName.replaceAll("\\$.*", ""), plugin);
            }
        }
        assertThat(plugins).hasSizeGreaterThan(20);
        assertThat(sections.keySet()).containsAll(plugins.keySet());
        plugins.forEach((simpleName, plugin) -> {
            String section = String.valueOf(sections.get(simpleName));
            assertThat(keysIn(section)).as("keys of %s", simpleName).isEqualTo(declaredBy(plugin));
            assertThat(EXAMPLE.matcher(section).results().map(MatchResult::group))
                    .as("examples of %s", simpleName)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(example).contains(simpleName));
        });
    }

    private static Set<String> keysIn(String section) {
        return KEY_ROW.matcher(section)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> declaredBy(PluginDescriptor plugin) {
        Configurable made = (Configurable) plugin.newInstance(plugin.kind().baseType());
        Set<String> keys = new TreeSet<>();
        made.configDef().keys().forEach(key -> keys.add(key.name()));
        return keys;
    }

    @Test
    void bothPagesHaveTheSameExamples() throws IOException {
        List<String> examples = new ArrayList<>(exampleTexts(PAGE));
        assertThat(exampleTexts(CHINESE_PAGE)).isEqualTo(examples);
    }
}
