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

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * Words the next query of a table. A value: any thread may use it.
 *
 * <p>Both ends are exclusive for timestamps: what lies at the position was delivered, and what lies at the end may still
 * get company. Rows without a value in a column that the mode uses have no place in the order and are left out.
 *
 * @param quote writes the name of a column
 * @param suffix what the user wants at the end of the statement; may be empty
 */
record QueryPlan(UnaryOperator<String> quote, String suffix) {

    /**
     * How far a query may go.
     *
     * @param incrementing the last number to read; null: no end
     * @param timestamp the first moment not to read; null where the mode does not use it
     */
    record End(@Nullable BigDecimal incrementing, @Nullable Instant timestamp) {

        static final End OPEN = new End(null, null);
    }

    /** Every row behind the position, in the order of positions. */
    Select rows(Layout layout, Position after, End end) {
        Clauses clauses = new Clauses();
        Optional<Column> incrementing = layout.incrementing();
        if (!layout.timestamps().isEmpty()) {
            byTime(clauses, layout, after, end);
        } else if (incrementing.isPresent()) {
            byNumber(clauses, incrementing.get(), after, end);
        }
        String columns = layout.columns().stream().map(Column::name).map(quote).collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM " + layout.from() + clauses.text() + order(layout) + tail();
        return new Select(sql, clauses.parameters);
    }

    /** The greatest number that is there. */
    String greatest(Layout layout) {
        String column = layout.incrementing().map(Column::name).map(quote).orElseThrow();
        return "SELECT MAX(" + column + ") FROM " + layout.from();
    }

    private void byNumber(Clauses clauses, Column column, Position after, End end) {
        String name = quote.apply(column.name());
        if (after.incrementing() != null) {
            clauses.add(name + " > ?", new Select.Id(after.incrementing()));
        } else if (column.nullable()) {
            clauses.add(name + " IS NOT NULL");
        }
        if (end.incrementing() != null) {
            clauses.add(name + " <= ?", new Select.Id(end.incrementing()));
        }
    }

    private void byTime(Clauses clauses, Layout layout, Position after, End end) {
        Column column = layout.timestamps().get(0);
        String time = time(layout);
        Instant from = after.timestamp();
        layout.incrementing()
                .filter(Column::nullable)
                .ifPresent(number -> clauses.add(quote.apply(number.name()) + " IS NOT NULL"));
        if (from != null) {
            Select.Moment moment = new Select.Moment(from, column);
            if (layout.incrementing().isPresent() && after.incrementing() != null) {
                // The first condition is implied by the second; it lets the database start in an index.
                clauses.add(time + " >= ?", moment);
                String number = quote.apply(layout.incrementing().get().name());
                clauses.add("(" + time + " > ? OR " + number + " > ?)", moment, new Select.Id(after.incrementing()));
            } else {
                clauses.add(time + " > ?", moment);
            }
        }
        if (end.timestamp() != null) {
            clauses.add(time + " < ?", new Select.Moment(end.timestamp(), column));
        }
    }

    private String time(Layout layout) {
        List<String> names =
                layout.timestamps().stream().map(Column::name).map(quote).toList();
        return names.size() == 1 ? names.get(0) : "COALESCE(" + String.join(", ", names) + ")";
    }

    private String order(Layout layout) {
        List<String> parts = new ArrayList<>();
        if (!layout.timestamps().isEmpty()) {
            parts.add(time(layout) + " ASC");
        }
        layout.incrementing().ifPresent(column -> parts.add(quote.apply(column.name()) + " ASC"));
        return parts.isEmpty() ? "" : " ORDER BY " + String.join(", ", parts);
    }

    private String tail() {
        return suffix.isBlank() ? "" : " " + suffix.strip();
    }

    /** The conditions and what they compare with, kept in step. */
    private static final class Clauses {

        private final List<String> conditions = new ArrayList<>();
        private final List<Select.Parameter> parameters = new ArrayList<>();

        void add(String condition, Select.Parameter... values) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }

        String text() {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }
}
