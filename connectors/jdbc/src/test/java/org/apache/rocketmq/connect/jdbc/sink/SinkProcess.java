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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.ArrayList;
import java.util.List;

/** A sink in a process of its own, which reads its queue from the beginning each time it is started, and is killed. */
final class SinkProcess {

    static final int RECORDS = 30_000;
    static final String WRITING = "writing";

    private static final int BATCH = 50;

    private SinkProcess() {}

    /** Takes URL, user, password and topic. */
    public static void main(String[] arguments) {
        TargetDatabase database = new TargetDatabase(arguments[0], arguments[1], arguments[2]);
        String topic = arguments[3];
        JdbcSinkTask task = new JdbcSinkTask();
        task.init(new SinkContext(false));
        task.start(database.config(
                "auto.create",
                "true",
                "offset.store",
                "target",
                "offset.table",
                "offsets_" + topic,
                "batch.size",
                "20"));
        Records records = new Records(topic);
        for (int from = 0; from < RECORDS; from += BATCH) {
            List<ConnectRecord> batch = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                batch.add(records.at(0, i, null, Records.order(i, "n", (long) i)));
            }
            task.put(batch);
            if (from == 0) {
                System.out.println(WRITING);
                System.out.flush();
            }
        }
        task.stop();
    }
}
