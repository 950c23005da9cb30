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
package org.apache.rocketmq.connect.runtime.cluster;

import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.model.ClusterView;

/** Knows the living workers. Safe for any thread. */
public interface Membership extends AutoCloseable {

    /**
     * Joins, and goes on asking who is there. Returns when the first answer is known; without an answer it waits.
     *
     * @param onView told every view that differs from the one before it in its workers, and every answer to
     *     {@link #refresh}; on a thread of the membership's, so it must return at once
     */
    void start(Consumer<ClusterView> onView);

    /** The last known view; never without this worker. When nobody answers, the view stays as it is. */
    ClusterView view();

    /** Asks now. The answer is told to the listener, also when nothing has changed; when nobody answers, nothing is. */
    void refresh();

    /** Leaves: the others are told at once. */
    @Override
    void close();
}
