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
package org.apache.rocketmq.connect.transforms.predicates;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.api.predicate.Predicate;

/** Holds for records that have a header of a name, whatever its text. */
public final class HasHeaderKey implements Predicate, Configurable {

    private static final String NAME = "name";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(NAME, ConfigKey.Type.STRING, "The name of the header.").asRequired());

    private String name = "";

    @Override
    public ConfigDef configDef() {
        return DEF;
    }

    @Override
    public void validate(KeyValue given) {
        DEF.parse(given);
    }

    @Override
    public void start(KeyValue given) {
        name = DEF.parse(given).getString(NAME).strip();
    }

    @Override
    public boolean test(ConnectRecord record) {
        return record.getExtension(name) != null;
    }
}
