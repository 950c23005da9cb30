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
 * For authors of predicates: a yes or no about a record, which decides whether a transform of the chain sees it.
 *
 * <p>The worker makes a predicate for each transform that names it, so an object belongs to the thread of the task whose
 * chain it is in; only {@code validate} is also called on others, for objects that are never started.
 */
@NullMarked
package org.apache.rocketmq.connect.api.predicate;

import org.jspecify.annotations.NullMarked;
