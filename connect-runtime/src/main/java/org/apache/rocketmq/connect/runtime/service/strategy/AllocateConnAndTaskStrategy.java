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

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;

/**
 * Deals connectors and tasks out to workers. Users may implement this with a public class that has a public
 * constructor without parameters.
 */
public interface AllocateConnAndTaskStrategy {

    /**
     * What one worker is to run.
     *
     * <p>Asked of every worker in turn, the answers must cover every connector and every task exactly once.
     *
     * @param allWorker the ids of the living workers, in no particular order
     * @param curWorker the worker whose share is asked for
     * @param connectorConfigs by connector name
     * @param taskConfigs by connector name, in the order of the tasks' numbers
     */
    ConnAndTaskConfigs allocate(
            List<String> allWorker,
            String curWorker,
            Map<String, ConnectKeyValue> connectorConfigs,
            Map<String, List<ConnectKeyValue>> taskConfigs);
}
