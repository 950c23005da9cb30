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
 * Who runs what, so that it never doubles: {@link org.apache.rocketmq.connect.runtime.ownership.Ownership} takes work by a
 * claim in the log and gives it back by a release, {@link org.apache.rocketmq.connect.runtime.ownership.WorkerIdentity}
 * sees to it that a worker id belongs to one process. Both only decide: what they are told and what they ask for are
 * method calls on the controller's thread, time included, so that a simulation can drive thousands of clusters through
 * every disaster.
 */
@NullMarked
package org.apache.rocketmq.connect.runtime.ownership;

import org.jspecify.annotations.NullMarked;
