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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words the statements that all databases have in common.
 *
 * @param quote writes the name of a column
 */
public record Statements(UnaryOperator<String> quote) {

    /** One parameter per name: first the keys, then the others. */
    public String insert(String table, List<String> keys, List<String> others) {
        return "INSERT INTO " + table + " (" + names(both(keys, others)) + ") VALUES ("
                + parameters(keys.size() + others.size()) + ")";
    }

    /** One parameter per name: first the others, then the keys. */
    public String update(String table, List<String> keys, List<String> others) {
        return "UPDATE " + table + " SET " + each(others, "%s = ?", ", ") + " WHERE " + each(keys, "%s = ?", " AND ");
    }

    public String delete(String table, List<String> keys) {
        return "DELETE FROM " + table + " WHERE " + each(keys, "%s = ?", " AND ");
    }

    /**
     * The standard's MERGE, of one row; one parameter per name: first the keys, then the others.
     *
     * @param into the table with its alias {@code target}
     * @param from what follows the row's values, such as {@code FROM dual}
     */
    public String merge(String into, String from, List<String> keys, List<String> others) {
        List<String> all = both(keys, others);
        String update = others.isEmpty()
                ? ""
                : " WHEN MATCHED THEN UPDATE SET " + each(others, "target.%1$s = incoming.%1$s", ", ");
        return "MERGE INTO " + into + " USING (SELECT " + each(all, "? AS %s", ", ") + from + ") incoming ON ("
                + each(keys, "target.%1$s = incoming.%1$s", " AND ") + ")" + update
                + " WHEN NOT MATCHED THEN INSERT (" + names(all) + ") VALUES (" + each(all, "incoming.%s", ", ") + ")";
    }

    /** The names, quoted, with commas between them. */
    public String names(List<String> names) {
        return each(names, "%s", ", ");
    }

    /** The format with each name, quoted, in place of {@code %s}. */
    public String each(List<String> names, String format, String separator) {
        return names.stream()
                .map(quote)
                .map(name -> String.format(java.util.Locale.ROOT, format, name))
                .collect(Collectors.joining(separator));
    }

    private static String parameters(int count) {
        return Stream.generate(() -> "?").limit(count).collect(Collectors.joining(", "));
    }

    private static List<String> both(List<String> keys, List<String> others) {
        List<String> all = new ArrayList<>(keys);
        all.addAll(others);
        return all;
    }
}
