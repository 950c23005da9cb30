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
package org.apache.rocketmq.connect.runtime.task;

import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;

/**
 * What a loop begins with: who tells it, and whom it tells.
 *
 * @param control its target, its fence, its stop
 * @param listener told what becomes of it
 */
public record LoopStart(LoopControl control, TaskListener listener) {

    /** One run that begins with the given target; a paused one starts its plugin and then rests. */
    public static LoopStart with(TargetState target, TaskListener listener, Lease lease, Clock clock) {
        return new LoopStart(new LoopControl(target, lease, clock), listener);
    }

    /** Waits of this task's pipeline end when the task is being stopped. */
    public ErrorPolicy.Pause pause() {
        return control::sleep;
    }
}
