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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/** Drops every record that it sees; a predicate decides which it sees. It has no settings. */
public final class Filter implements Transform<ConnectRecord>, Configurable {

    private static final ConfigDef DEF = ConfigDef.of();

    @Override
    public ConfigDef configDef() {
        return DEF;
    }

    @Override
    public void start(KeyValue given) {
        // nothing to read
    }

    @Override
    public void stop() {
        // nothing to give back
    }

    @Override
    public @Nullable ConnectRecord doTransform(ConnectRecord source) {
        return null;
    }
}
