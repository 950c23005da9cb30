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

/** Takes away a record's key, or its data, together with the schema. It has no settings. */
public abstract class SetNull implements Transform<ConnectRecord>, Configurable {

    private static final ConfigDef DEF = ConfigDef.of();

    private final Part part;

    SetNull(Part part) {
        this.part = part;
    }

    @Override
    public final ConfigDef configDef() {
        return DEF;
    }

    @Override
    public final void start(KeyValue given) {
        // nothing to read
    }

    @Override
    public final void stop() {
        // nothing to give back
    }

    @Override
    public final ConnectRecord doTransform(ConnectRecord source) {
        return part.replace(source, null, null);
    }

    /** Works on the key. */
    public static final class Key extends SetNull {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends SetNull {
        public Value() {
            super(Part.VALUE);
        }
    }
}
