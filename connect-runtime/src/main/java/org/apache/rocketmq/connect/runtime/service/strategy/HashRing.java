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
package org.apache.rocketmq.connect.runtime.service.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.common.consistenthash.HashFunction;

/** Workers as points on a ring of hashes, each many times; a key belongs to the first point at or behind its hash. */
final class HashRing {

    private final HashFunction hash;
    private final long[] points;
    private final String[] owners;

    /**
     * @param workers at least one, sorted: where two points fall together the first worker has both
     * @param pointsEach how many points a worker has
     */
    HashRing(List<String> workers, int pointsEach, HashFunction hash) {
        this.hash = hash;
        TreeMap<Long, String> ring = new TreeMap<>();
        for (String worker : workers) {
            for (int point = 0; point < pointsEach; point++) {
                ring.putIfAbsent(hash.hash(worker + "-" + point), worker);
            }
        }
        points = new long[ring.size()];
        owners = new String[ring.size()];
        int next = 0;
        for (Map.Entry<Long, String> each : ring.entrySet()) {
            points[next] = each.getKey();
            owners[next++] = each.getValue();
        }
    }

    String ownerOf(String key) {
        int found = Arrays.binarySearch(points, hash.hash(key));
        int at = found >= 0 ? found : -(found + 1);
        return owners[at == points.length ? 0 : at];
    }
}
