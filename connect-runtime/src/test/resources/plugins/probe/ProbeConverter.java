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
package probe;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Text as UTF-8. */
public class ProbeConverter implements RecordConverter {

    private String who = "?";

    @Override
    public void configure(Map<String, ?> configs) {
        Object given = configs.get("who");
        who = given == null ? "?" : given.toString();
        Journal.note(who, "converter.configure", "");
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        Journal.note(who, "converter.from", "");
        return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        Journal.note(who, "converter.to", "");
        return new SchemaAndValue(
                SchemaBuilder.string().build(), value == null ? null : new String(value, StandardCharsets.UTF_8));
    }
}
