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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/** Remembers what a log has told, by whom, and the map that it makes. */
public final class RecordingListener implements KeyValueLog.Listener {

    private final List<List<Update>> batches = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();

    @Override
    public synchronized List<Update> onUpdates(List<Update> updates) {
        batches.add(List.copyOf(updates));
        threads.add(Thread.currentThread().getName());
        return updates;
    }

    public synchronized List<List<Update>> batches() {
        return List.copyOf(batches);
    }

    public synchronized List<Update> updates() {
        return batches.stream().flatMap(List::stream).toList();
    }

    public synchronized List<String> threads() {
        return List.copyOf(threads);
    }

    public Map<String, String> map() {
        Map<String, String> map = new TreeMap<>();
        for (Update update : updates()) {
            String value = update.value();
            if (value == null) {
                map.remove(update.key());
            } else {
                map.put(update.key(), value);
            }
        }
        return map;
    }
}
