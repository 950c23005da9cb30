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
package org.apache.rocketmq.connect.jdbc.source;

import java.util.ArrayList;
import java.util.List;

/** Cuts the tables among tasks. */
final class TableGroups {

    private TableGroups() {}

    /**
     * Neighbours stay together, and the first groups take what does not divide evenly.
     *
     * @param most how many groups there may be; at least 1
     * @return no more groups than tables
     */
    static List<List<String>> cut(List<String> tables, int most) {
        int groups = Math.min(tables.size(), most);
        List<List<String>> cut = new ArrayList<>(groups);
        int from = 0;
        for (int i = 0; i < groups; i++) {
            int size = tables.size() / groups + (i < tables.size() % groups ? 1 : 0);
            cut.add(List.copyOf(tables.subList(from, from + size)));
            from += size;
        }
        return cut;
    }
}
