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
 * How a connection comes about: which URLs are refused before anything is opened, where the driver is found, how often
 * it is tried. A {@link org.apache.rocketmq.connect.jdbc.connection.Connections} belongs to the thread of its task; what
 * else there is are values and questions without state.
 *
 * <p>Two gates lie before a connection. {@link
 * org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig#problems} refuses URLs by what they say, without loading
 * anything. {@link org.apache.rocketmq.connect.jdbc.connection.Dialects} lets through only databases for which there is a
 * dialect. A third gate is not code: no driver comes with the connector, so that only databases whose driver an
 * administrator has put beside it can be reached at all. SQLite, which opens files of the worker, is off in that way
 * until its driver is there, and H2 has a dialect in this project's tests only.
 */
@NullMarked
package org.apache.rocketmq.connect.jdbc.connection;

import org.jspecify.annotations.NullMarked;
