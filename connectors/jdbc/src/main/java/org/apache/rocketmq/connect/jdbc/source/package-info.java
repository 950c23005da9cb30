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
 * Copies tables, or the result of a query, to topics.
 *
 * <p>{@link org.apache.rocketmq.connect.jdbc.source.JdbcSourceConnector} cuts the tables into tasks and watches for new
 * ones on a thread of its own. {@link org.apache.rocketmq.connect.jdbc.source.JdbcSourceTask} reads its tables one after
 * the other: {@code TableReading} knows how far one table was read and when its turn is, {@code QueryPlan} words the
 * next query, {@code OpenQuery} hands its rows out in batches and decides which position each row may claim. A task and
 * everything below it belongs to the thread that polls; only {@code stop} may come from another one.
 */
@NullMarked
package org.apache.rocketmq.connect.jdbc.source;

import org.jspecify.annotations.NullMarked;
