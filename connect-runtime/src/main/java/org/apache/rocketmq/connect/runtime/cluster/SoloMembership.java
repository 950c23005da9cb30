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

import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.ClusterView;

/** A worker alone. */
public final class SoloMembership implements Membership {

    private final String workerId;
    private final Clock clock;
    private volatile Consumer<ClusterView> listener = view -> {};

    public SoloMembership(String workerId, Clock clock) {
        this.workerId = workerId;
        this.clock = clock;
    }

    @Override
    public void start(Consumer<ClusterView> onView) {
        listener = onView;
        refresh();
    }

    @Override
    public ClusterView view() {
        return new ClusterView(workerId, List.of(workerId), clock.nanos());
    }

    @Override
    public void refresh() {
        listener.accept(view());
    }

    @Override
    public void close() {}
}
