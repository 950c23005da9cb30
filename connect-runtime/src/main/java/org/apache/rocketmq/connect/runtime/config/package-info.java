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
 * What a worker and a connector can be told: every key once, with its type, its default and its meaning.
 *
 * <p>{@link org.apache.rocketmq.connect.runtime.config.WorkerConfig} reads a worker's conf file, JVM properties and
 * environment; {@link org.apache.rocketmq.connect.runtime.config.ConnectorConfig} reads what a user sent for a
 * connector. Old spellings are known here and nowhere else;
 * {@link org.apache.rocketmq.connect.runtime.config.Secrets} says what may be shown. {@code docs/configuration.md} is
 * generated from these declarations.
 *
 * <p>Everything here is immutable or static and pure, so any thread may use it; no thread owns anything.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.config;

import org.jspecify.annotations.NullMarked;
