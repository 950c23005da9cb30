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
package org.apache.rocketmq.connect.jdbc.dialect;

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect.Feature;
import org.apache.rocketmq.connect.jdbc.table.TableId;

/** Words the statements that make tables and columns, with the types that a dialect gives them. */
record TableDefinitions(GenericDialect dialect) {

    String create(TableId table, List<NewColumn> columns) {
        List<String> lines = new ArrayList<>();
        columns.forEach(column -> lines.add(definition(column)));
        List<String> keys =
                columns.stream().filter(NewColumn::key).map(NewColumn::name).toList();
        if (!keys.isEmpty() && dialect.features().contains(Feature.PRIMARY_KEY)) {
            lines.add("PRIMARY KEY (" + dialect.statements().names(keys) + ")");
        }
        return "CREATE TABLE " + dialect.quote(table) + " (" + String.join(", ", lines) + ")" + dialect.tableOptions();
    }

    List<String> add(TableId table, List<NewColumn> columns) {
        return columns.stream()
                .map(column -> new NewColumn(column.name(), column.schema(), false))
                .map(column -> "ALTER TABLE " + dialect.quote(table) + " ADD " + definition(column))
                .toList();
    }

    private String definition(NewColumn column) {
        String type = ValueType.of(column.schema())
                .flatMap(kind -> dialect.typeFor(kind, column))
                .orElseThrow(() -> Misfits.newColumn(column, dialect.name()));
        return dialect.quote(column.name()) + " " + type + (column.key() ? dialect.keySuffix() : "");
    }
}
