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
/**
 * Writes records into tables. {@link org.apache.rocketmq.connect.jdbc.sink.JdbcSinkTask} is the face. What is decided
 * from a record and the configuration alone is a value: {@code TableNames} names the table, {@code RowShaper} says which
 * field goes to which column by what kind of statement. {@code RecordWriter} owns the patience: when is tried again,
 * when is given up. A {@code Session} is everything that holds for one open connection only: what is known of the tables
 * ({@code TableCatalog}), prepared statements ({@code StatementCache}) and, with {@code offset.store=target}, how far each
 * queue has been written ({@code QueueOffsets}).
 *
 * <pre>
 *  put ─▶ RecordWriter ─▶ Session: leave out what is stored already
 *            ▲                     make or extend tables
 *            │ later, again        one transaction: offsets, rows in batches ─▶ commit
 *            └── transient ◀──┐      │ a row does not fit
 *                             └──────┴─▶ halve until it is alone, report it, commit the others
 * </pre>
 *
 * <p>All of it belongs to the one thread that runs the task, except that a task may be stopped from any thread.
 */
@NullMarked
package org.apache.rocketmq.connect.jdbc.sink;

import org.jspecify.annotations.NullMarked;
