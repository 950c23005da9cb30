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
package org.apache.rocketmq.connect.runtime.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * A loop that owns its state: a {@link Runner} calls it again and again, never on two threads at once; tests call it step
 * by step.
 */
public interface Agent {

    /**
     * One duty cycle. May wait for work, but only where {@link #wakeup} reaches it.
     *
     * @return false when the agent is done
     * @throws Exception ends the agent
     */
    boolean doWork() throws Exception;

    /** The agent is to end: makes a waiting {@link #doWork} return soon. Any thread. */
    void wakeup();

    /**
     * Called once, after the last {@link #doWork}; nothing is called any more after it.
     *
     * @param failure what ended the agent; null when it was done or asked to stop
     */
    void onClose(@Nullable Throwable failure);
}
