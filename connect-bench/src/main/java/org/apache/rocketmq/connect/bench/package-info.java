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
 * Measures a worker beside the plain RocketMQ client, in one run on one machine: {@code java -jar
 * connect-bench/target/rocketmq-connect-bench.jar --help}.
 *
 * <pre>
 *  this JVM ── starts ──▶ RocketMQ (a JVM)        what all numbers are relative to
 *      │  ───── starts ──▶ raw client (a JVM)      {@code raw}: sends and pulls as fast as the client can
 *      └─────── starts ──▶ worker (a JVM)          the real one, with {@code plugin}: a generator and a null sink
 * </pre>
 *
 * One thread of this JVM does everything in order: whatever is measured runs alone. Both sides are measured from
 * outside and in the same way: sends by the broker's own time stamps, CPU time by what the operating system says of a
 * process.
 */
@NullMarked
package org.apache.rocketmq.connect.bench;

import org.jspecify.annotations.NullMarked;
