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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the table that a record goes to, as users write tables. Belongs to the task's thread: it remembers the last
 * answer, as records that follow each other mostly go to one table.
 */
final class TableNames {

    static final String TOPIC = "${topic}";
    static final String SCHEMA = "${schema}";
    /** The extension that may name a table; change data capture puts it there. */
    static final String HEADER = "__source_table";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}?");

    /**
     * How tables are named.
     *
     * @param format with placeholders
     * @param fromHeader whether the extension {@link #HEADER} comes first
     */
    record Rule(String format, boolean fromHeader) {}

    private final Rule rule;
    private final boolean usesSchema;
    private @Nullable RecordPartition lastPartition;
    private @Nullable Schema lastSchema;
    private String last = "";

    TableNames(Rule rule) {
        this.rule = rule;
        this.usesSchema = rule.format().contains(SCHEMA);
    }

    /** What is wrong with a format. */
    static Optional<String> problem(String format) {
        if (format.isBlank()) {
            return Optional.of("expected the name of a table, but it is blank");
        }
        Matcher matcher = PLACEHOLDER.matcher(format);
        while (matcher.find()) {
            if (!matcher.group().equals(TOPIC) && !matcher.group().equals(SCHEMA)) {
                return Optional.of(
                        "expected no placeholders but " + TOPIC + " and " + SCHEMA + ", but got " + matcher.group());
            }
        }
        return Optional.empty();
    }

    /**
     * @throws BadRecordException when the record lacks what its table is named after
     */
    @SuppressWarnings(
            "ReferenceEquality") // records share these, and comparing what is in them costs more than it saves
    String of(ConnectRecord source) throws BadRecordException {
        if (rule.fromHeader()) {
            String header = source.getExtensions() == null ? null : source.getExtension(HEADER);
            if (header != null && !header.isBlank()) {
                return header;
            }
        }
        RecordPosition position = source.getPosition();
        RecordPartition partition = position == null ? null : position.getPartition();
        Schema schema = usesSchema ? schema(source) : null;
        if (partition == null || partition != lastPartition || schema != lastSchema) {
            last = format(partition, schema);
            lastPartition = partition;
            lastSchema = schema;
        }
        return last;
    }

    private static @Nullable Schema schema(ConnectRecord source) {
        return source.getData() instanceof Struct struct ? struct.schema() : source.getSchema();
    }

    private String format(@Nullable RecordPartition partition, @Nullable Schema schema) throws BadRecordException {
        String name = rule.format();
        if (name.contains(TOPIC)) {
            Object topic = partition == null || partition.getPartition() == null
                    ? null
                    : partition.getPartition().get("topic");
            if (topic == null) {
                throw new BadRecordException(
                        "Expected the topic that the record was read from, as table.name.format names it, but it is not"
                                + " known");
            }
            name = name.replace(TOPIC, topic.toString());
        }
        if (usesSchema) {
            String schemaName = schema == null ? null : schema.getName();
            if (schemaName == null || schemaName.isBlank()) {
                throw new BadRecordException("Expected a value whose schema has a name, as table.name.format says "
                        + SCHEMA + ", but it has none");
            }
            name = name.replace(SCHEMA, schemaName);
        }
        return name;
    }
}
