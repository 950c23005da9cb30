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
package org.apache.rocketmq.connect.runtime.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which keys of a {@link KeyedLog}'s maps one batch of updates has changed. Never changes once it is handed out. */
public final class Changes {

    private final Map<ReplicatedMap<?>, Set<String>> keys = new LinkedHashMap<>();

    Changes() {}

    void add(ReplicatedMap<?> map, String key) {
        Set<String> changed = keys.computeIfAbsent(map, ignored -> new LinkedHashSet<>());
        changed.remove(key); // a key stands where the log changed it last
        changed.add(key);
    }

    /** The changed keys of the map, without its prefix, in the log's order. */
    public Set<String> of(ReplicatedMap<?> map) {
        Set<String> changed = keys.get(map);
        return changed == null ? Set.of() : Collections.unmodifiableSet(changed);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    @Override
    public String toString() {
        return "Changes" + keys;
    }
}
