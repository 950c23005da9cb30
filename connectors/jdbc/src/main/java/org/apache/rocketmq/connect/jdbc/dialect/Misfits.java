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

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.errors.ConnectException;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/** Tells what does not fit where, without telling the value. */
final class Misfits {

    private Misfits() {}

    static ConnectException value(@Nullable Schema schema, Object value, @Nullable Column column) {
        String to = column == null ? "a column" : "column '" + column.name() + "' of type " + column.typeName();
        String from =
                schema == null ? "of Java type " + value.getClass().getSimpleName() : "of schema type " + kind(schema);
        return new ConnectException("Expected a value that fits " + to + ", but the record's value " + from
                + " does not fit; change the column's type, or the value with a transform");
    }

    static ConnectException newColumn(NewColumn column, String database) {
        return new ConnectException("Expected column '" + column.name() + "' to have a type that " + database
                + " has, but got " + kind(column.schema())
                + "; change the value with a transform, or create the table yourself");
    }

    private static String kind(Schema schema) {
        return schema.getName() == null ? schema.getFieldType().name() : schema.getName();
    }
}
