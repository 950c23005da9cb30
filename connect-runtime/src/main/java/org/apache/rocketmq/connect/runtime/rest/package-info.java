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
 * What users see over HTTP: the routes of the original and of its documents, a few truthful ones beside them, and the
 * guard against web pages that try to use a reader's browser as their hand.
 *
 * <p>{@code RestServer} starts and ends everything; {@code Route} is the table of what answers; {@code Dispatcher} takes
 * a request from the socket to its answer. Everything here is a thin view over
 * {@link org.apache.rocketmq.connect.runtime.controller.ConnectController}: Jetty's threads own no state, they parse,
 * ask the controller, and write what its futures bring. A future is never waited for on a Jetty thread and its answer is
 * never written on the controller's thread.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.rest;

import org.jspecify.annotations.NullMarked;
