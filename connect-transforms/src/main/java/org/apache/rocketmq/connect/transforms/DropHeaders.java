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
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Takes headers away from records. */
public final class DropHeaders extends ConfiguredTransform<Set<String>> {

    private static final String HEADERS = "headers";

    private static final ConfigDef DEF =
            ConfigDef.of(ConfigKey.of(HEADERS, ConfigKey.Type.LIST, "The names of the headers to take away.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty()));

    public DropHeaders() {
        super(DEF);
    }

    @Override
    Set<String> settingsOf(KeyValue given) {
        return Set.copyOf(DEF.parse(given).getList(HEADERS));
    }

    @Override
    ConnectRecord apply(ConnectRecord source, Set<String> dropped) {
        KeyValue headers = source.getExtensions();
        if (headers == null || headers.keySet().stream().noneMatch(dropped::contains)) {
            return source;
        }
        ConnectRecord result = Part.copyWithoutExtensions(source);
        for (String name : headers.keySet()) {
            if (!dropped.contains(name)) {
                result.addExtension(name, headers.getString(name));
            }
        }
        return result;
    }
}
