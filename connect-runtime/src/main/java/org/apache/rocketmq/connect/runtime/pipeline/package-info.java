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
 * What happens to one record between a plugin and a message: transforms, conversion, routing, and what to do when one of
 * them fails. Everything here belongs to one task and is used by that task's thread only; the exceptions say so: a plugin
 * may report bad records from threads of its own.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.pipeline;

import org.jspecify.annotations.NullMarked;
