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
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Gives every record a header of the same text; one that it has already is overwritten. */
public final class InsertHeader extends ConfiguredTransform<InsertHeader.Header> {

    private static final String HEADER = "header";
    private static final String LITERAL = "value.literal";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(HEADER, ConfigKey.Type.STRING, "The name of the header.")
                    .asRequired(),
            ConfigKey.of(LITERAL, ConfigKey.Type.STRING, "Its text.").asRequired());

    /** What to set. */
    record Header(String name, String text) {}

    public InsertHeader() {
        super(DEF);
    }

    @Override
    Header settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        return new Header(config.getString(HEADER).strip(), config.getString(LITERAL));
    }

    @Override
    ConnectRecord apply(ConnectRecord source, Header with) {
        ConnectRecord result = Part.copy(source);
        result.addExtension(with.name(), with.text());
        return result;
    }
}
