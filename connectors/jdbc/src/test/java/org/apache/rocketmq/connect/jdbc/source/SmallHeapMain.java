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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.List;

/** Reads a table and says how many rows it had; to be run in a JVM of its own, with less memory than the table needs. */
final class SmallHeapMain {

    private SmallHeapMain() {}

    /**
     * @param args keys and values of the configuration, then the number of rows
     */
    public static void main(String[] args) {
        KeyValue config = new DefaultKeyValue();
        for (int i = 0; i < args.length - 1; i += 2) {
            config.put(args[i], args[i + 1]);
        }
        int expected = Integer.parseInt(args[args.length - 1]);
        int rows = 0;
        try (SourceRun run = SourceRun.real(config, new SourceRun.Positions())) {
            while (rows < expected) {
                List<ConnectRecord> records = run.poll();
                rows += records.size();
            }
        }
        System.out.println("rows " + rows);
    }
}
