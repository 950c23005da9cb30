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
package org.apache.rocketmq.connect.runtime.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/** What somebody has made of a topic's beginning: the updates that count, and a number that two equal ones share. */
final class Replica {

    private final TreeMap<String, String> values;
    private long hash;

    Replica() {
        this.values = new TreeMap<>();
    }

    private Replica(Replica other) {
        this.values = new TreeMap<>(other.values);
        this.hash = other.hash;
    }

    Replica copy() {
        return new Replica(this);
    }

    void apply(List<Update> counting) {
        for (Update update : counting) {
            String value = update.value();
            String before = value == null ? values.remove(update.key()) : values.put(update.key(), value);
            hash -= before == null ? 0 : mixed(update.key(), before);
            hash += value == null ? 0 : mixed(update.key(), value);
        }
    }

    private static long mixed(String key, String value) {
        long both = (((long) key.hashCode()) << 32) ^ (value.hashCode() & 0xffffffffL);
        both *= 0x9e3779b97f4a7c15L;
        return both ^ (both >>> 29);
    }

    long hash() {
        return hash;
    }

    /** As a snapshot is replayed: in the order of the keys. */
    List<Update> updates() {
        List<Update> updates = new ArrayList<>();
        values.forEach((key, value) -> updates.add(new Update(key, value)));
        return updates;
    }

    Map<String, String> values() {
        return values;
    }
}
