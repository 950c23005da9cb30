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
package org.apache.rocketmq.connect.runtime.worker;

import java.time.Duration;
import org.apache.rocketmq.connect.runtime.task.Lease;

/**
 * How a worker reports, how long it waits for plugins, and when what it runs may commit.
 *
 * @param workerId the name under which it reports
 * @param startTimeout what has not started by then has failed
 * @param stopTimeout a plugin that has not stopped by then is abandoned
 * @param interruptAfter a plugin that has not stopped by then is interrupted
 * @param wellAfter what runs this long counts as recovered from its failures
 * @param lease without which nothing that runs may commit what others could commit, too
 */
public record WorkerSettings(
        String workerId,
        Duration startTimeout,
        Duration stopTimeout,
        Duration interruptAfter,
        Duration wellAfter,
        Lease lease) {

    public static final Duration DEFAULT_INTERRUPT_AFTER = Duration.ofSeconds(5);
    public static final Duration DEFAULT_WELL_AFTER = Duration.ofMinutes(1);
}
