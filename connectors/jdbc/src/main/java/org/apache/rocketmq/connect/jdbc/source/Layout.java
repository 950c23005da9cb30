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

import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.jdbc.table.Column;

/**
 * What a query reads, as it is in the database at that time.
 *
 * @param from what follows FROM: a quoted table, or a query in brackets
 * @param columns that are read, in this order; all of their types are supported
 * @param primaryKey names among the columns; empty when there is no key, or one of its columns cannot be read
 * @param incrementing the column that only grows, where the mode uses one
 * @param timestamps the columns of which the first that is not NULL counts, where the mode uses them
 */
record Layout(
        String from,
        List<Column> columns,
        List<String> primaryKey,
        Optional<Column> incrementing,
        List<Column> timestamps) {

    Layout {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        timestamps = List.copyOf(timestamps);
    }
}
