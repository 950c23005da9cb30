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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.connector.api.data.RecordPartition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.jdbc.table.TableId;

/** What is read and how that is called, in positions and on topics. */
sealed interface Target {

    /** For messages. */
    String label();

    /**
     * Where records go unless the connector's configuration names a topic; empty when nothing names one.
     *
     * @param prefix may be empty
     */
    String topic(String prefix);

    /** Names the schema of the records. */
    String schemaName(String prefix);

    /** Under which the position is stored. */
    RecordPartition partition(Mode mode, SourceConfig.Naming naming);

    /**
     * @param id as the database spells it
     */
    record OfTable(TableId id) implements Target {

        @Override
        public String label() {
            return "table " + id;
        }

        @Override
        public String topic(String prefix) {
            return prefix + id.name();
        }

        @Override
        public String schemaName(String prefix) {
            return id.name();
        }

        @Override
        public RecordPartition partition(Mode mode, SourceConfig.Naming naming) {
            return named(mode == Mode.BULK ? id.name() : id.toString(), naming);
        }

        /** As {@link #partition}, for a table as users write it: older releases may have stored it so. */
        RecordPartition named(String table, SourceConfig.Naming naming) {
            return Target.partition("table", table, topic(naming.topicPrefix()), naming.offsetSuffix());
        }
    }

    /**
     * @param sql a SELECT, without a semicolon
     */
    record OfQuery(String sql) implements Target {

        private static final String NAME = "query";

        @Override
        public String label() {
            return "the query";
        }

        @Override
        public String topic(String prefix) {
            return prefix;
        }

        @Override
        public String schemaName(String prefix) {
            return prefix.isEmpty() ? NAME : prefix;
        }

        @Override
        public RecordPartition partition(Mode mode, SourceConfig.Naming naming) {
            return Target.partition(NAME, NAME, topic(naming.topicPrefix()), naming.offsetSuffix());
        }
    }

    private static RecordPartition partition(String key, String value, String topic, String suffix) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(suffix.isEmpty() ? key : key + "-" + suffix, value);
        if (!topic.isEmpty()) {
            entries.put("topic", topic);
        }
        return new RecordPartition(entries);
    }
}
