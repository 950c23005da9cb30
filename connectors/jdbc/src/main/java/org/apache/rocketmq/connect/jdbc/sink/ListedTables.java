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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * The tables that {@code tables.whitelist} names. Users write there where a table is even when records leave that to the
 * connection, so what a record's table does not say is taken from where the connection points to.
 */
final class ListedTables {

    private final Connection connection;
    private final DatabaseDialect dialect;
    private final List<String> listed;
    private @Nullable Place place;

    private record Place(Optional<String> catalog, Optional<String> schema) {}

    /** A question to the database. */
    private interface Question {
        @Nullable
        String ask() throws SQLException;
    }

    /**
     * @param listed as users write them; empty means all tables
     */
    ListedTables(Connection connection, DatabaseDialect dialect, List<String> listed) {
        this.connection = connection;
        this.dialect = dialect;
        this.listed = listed;
    }

    /**
     * @param name the table as the record names it
     */
    boolean has(String name, TableId table) throws SQLException {
        return listed.isEmpty()
                || listed.contains(name)
                || names(table.catalog(), table.schema(), table.name()).anyMatch(listed::contains)
                || hasThere(table);
    }

    private boolean hasThere(TableId table) throws SQLException {
        Place here = place;
        if (here == null) {
            here = new Place(answer(connection::getCatalog), answer(connection::getSchema));
            place = here;
        }
        Optional<String> catalog = table.catalog().or(here::catalog);
        // In another catalog the connection's schema means nothing.
        Optional<String> schema =
                table.catalog().isPresent() ? table.schema() : table.schema().or(here::schema);
        return names(catalog, schema, table.name()).anyMatch(listed::contains);
    }

    private static Stream<String> names(Optional<String> catalog, Optional<String> schema, String name) {
        Stream<String> places = Stream.of(
                        catalog, schema, catalog.flatMap(first -> schema.map(second -> first + "." + second)))
                .flatMap(Optional::stream)
                .flatMap(there -> Stream.of(there, there + "." + name));
        return Stream.concat(Stream.of(name), places);
    }

    /** Empty when the database has no such thing; some drivers refuse the question then. */
    private Optional<String> answer(Question question) throws SQLException {
        try {
            return Optional.ofNullable(question.ask()).filter(text -> !text.isBlank());
        } catch (SQLException e) {
            if (dialect.isTransient(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
