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
package org.apache.rocketmq.connect.jdbc.dialect.postgres;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnReader;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/** Reads an array of one dimension, each element as a column of its type is read. */
final class ArrayReader implements ColumnReader {

    /** Of the result that an array is shown as; the first column is the element's index. */
    private static final int ELEMENT = 2;

    private final Schema schema;
    private final ColumnReader element;

    ArrayReader(Column column, ColumnReader element) {
        SchemaBuilder builder = SchemaBuilder.array(element.schema());
        this.schema = (column.nullable() ? builder.optional() : builder.required()).build();
        this.element = element;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        Array array = row.getArray(index);
        if (array == null) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        try (ResultSet shown = array.getResultSet()) {
            while (shown.next()) {
                elements.add(element.read(shown, ELEMENT));
            }
        } finally {
            array.free();
        }
        return elements;
    }
}
