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
package org.apache.rocketmq.connect.runtime.service.strategy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.jspecify.annotations.Nullable;

/**
 * What the strategies that come with the worker have in common: they decide for all workers in one go, look at no
 * configuration, and may look at who has what now. Users implement {@link AllocateConnAndTaskStrategy} instead.
 */
public sealed interface WholeAllocation extends AllocateConnAndTaskStrategy
        permits DefaultAllocateConnAndTaskStrategy,
                AllocateConnAndTaskStrategyByConsistentHash,
                StickyAllocateConnAndTaskStrategy {

    /**
     * Gives every piece of work an owner; the same one whatever the order of the arguments' elements.
     *
     * @param workers the ids of those that can take work; none means that nothing is given
     * @param work all there is
     * @param owners who has what now, as far as it is known; may name work and workers that are gone
     */
    Map<WorkId, String> ownersOf(Collection<String> workers, Collection<WorkId> work, Map<WorkId, String> owners);

    /** Whether it looks at who has what now. */
    default boolean readsOwners() {
        return false;
    }

    /** As if nobody had anything yet: this form of the question has no place for the present owners. */
    @Override
    default ConnAndTaskConfigs allocate(
            @Nullable List<String> allWorker,
            String curWorker,
            Map<String, ConnectKeyValue> connectorConfigs,
            Map<String, List<ConnectKeyValue>> taskConfigs) {
        List<WorkId> work = new ArrayList<>();
        connectorConfigs.keySet().forEach(connector -> work.add(WorkId.object(connector)));
        taskConfigs.forEach((connector, tasks) -> {
            for (int index = 0; index < tasks.size(); index++) {
                work.add(new WorkId(connector, index));
            }
        });
        List<String> workers = allWorker == null ? List.of() : allWorker;
        Map<WorkId, String> owners = ownersOf(workers, work, Map.of());
        ConnAndTaskConfigs share = new ConnAndTaskConfigs();
        connectorConfigs.forEach((connector, config) -> {
            if (curWorker.equals(owners.get(WorkId.object(connector)))) {
                share.getConnectorConfigs().put(connector, config);
            }
        });
        taskConfigs.forEach((connector, tasks) -> {
            for (int index = 0; index < tasks.size(); index++) {
                if (curWorker.equals(owners.get(new WorkId(connector, index)))) {
                    share.getTaskConfigs()
                            .computeIfAbsent(connector, name -> new ArrayList<>())
                            .add(tasks.get(index));
                }
            }
        });
        return share;
    }
}
