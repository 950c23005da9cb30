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

import io.openmessaging.connector.api.data.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was worked out for the schemas seen last: a source may send a new schema with every record (D-72b). */
final class SchemaCache<V> {

    static final int CAPACITY = 64;

    private final Map<Schema, V> entries = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Schema, V> eldest) {
            return size() > CAPACITY;
        }
    };

    V get(Schema schema, Function<Schema, V> make) {
        V known = entries.get(schema);
        if (known == null) {
            known = make.apply(schema);
            entries.put(schema, known);
        }
        return known;
    }

    int size() {
        return entries.size();
    }
}
