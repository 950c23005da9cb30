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
package org.apache.rocketmq.connect.runtime.assign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.service.strategy.WholeAllocation;

/** Deals out everything in one go, from ids alone: no configuration is copied or read. */
final class WholeAssignor implements Assignor {

    private final WholeAllocation strategy;

    WholeAssignor(WholeAllocation strategy) {
        this.strategy = strategy;
    }

    @Override
    public Set<WorkId> share(Inputs inputs) {
        if (!inputs.workers().contains(inputs.self())) {
            return Set.of();
        }
        return owners(inputs).entrySet().stream()
                .filter(each -> each.getValue().equals(inputs.self()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Everybody's share. */
    Map<WorkId, String> owners(Inputs inputs) {
        List<WorkId> work = new ArrayList<>();
        inputs.connectors().keySet().forEach(connector -> work.add(WorkId.object(connector)));
        inputs.tasks().values().forEach(tasks -> tasks.forEach(task -> work.add(WorkId.of(task.id()))));
        return strategy.ownersOf(inputs.workers(), work, inputs.owners());
    }

    @Override
    public boolean readsOwners() {
        return strategy.readsOwners();
    }
}
