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
package soak;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.RetriableException;

/** Drops some records and chokes on others, as their kind, which is part of their value, has it. */
public class SoakTransform implements Transform<ConnectRecord> {

    private String drops;
    private String poison;
    private Chance chance;

    @Override
    public void start(KeyValue config) {
        drops = config.getString("soak.drops");
        poison = config.getString("soak.poison");
        chance = new Chance(config, "transform");
    }

    @Override
    public void stop() {}

    @Override
    public ConnectRecord doTransform(ConnectRecord record) {
        String value = String.valueOf(record.getData());
        if (value.contains(poison)) {
            throw new IllegalArgumentException("poison; made for this test");
        }
        if (chance.hit("transform: throws RetriableException", 0.0001)) {
            throw new RetriableException("a transform may succeed later; made for this test");
        }
        return value.contains(drops) ? null : record;
    }
}
