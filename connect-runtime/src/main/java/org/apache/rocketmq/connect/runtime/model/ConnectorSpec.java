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
package org.apache.rocketmq.connect.runtime.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a user asked for: one connector.
 *
 * @param name unique in the cluster
 * @param config the effective configuration: current spellings, secrets in clear text
 * @param secrets the keys that the plugin declares as secrets; kept here, so that they are masked also where the plugin
 *     is not installed
 * @param target whether it should run or rest
 */
public record ConnectorSpec(String name, Map<String, String> config, Set<String> secrets, TargetState target) {

    public ConnectorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(target, "target");
        config = Map.copyOf(config);
        secrets = Set.copyOf(secrets);
    }

    /** The same connector with another target. */
    public ConnectorSpec withTarget(TargetState other) {
        return new ConnectorSpec(name, config, secrets, other);
    }

    /** Never shows the configuration: it may hold secrets. */
    @Override
    public String toString() {
        return "ConnectorSpec[" + name + ", " + target + ", " + config.size() + " keys]";
    }
}
