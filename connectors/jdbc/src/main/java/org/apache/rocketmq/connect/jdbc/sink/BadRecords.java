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

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The records of one put that cannot be written. They are told before the others are committed. */
final class BadRecords {

    private final Supplier<@Nullable ErrorRecordReporter> reporter;
    private final List<Bad> bad = new ArrayList<>();

    private record Bad(ConnectRecord source, String why) {}

    /**
     * @param reporter gives null where bad records end the task
     */
    BadRecords(Supplier<@Nullable ErrorRecordReporter> reporter) {
        this.reporter = reporter;
    }

    /**
     * @param why without the record's contents
     */
    void add(ConnectRecord source, String why) {
        bad.add(new Bad(source, why));
    }

    /**
     * Tells the worker, which may decide that the task ends: then nothing is committed.
     *
     * @throws ConnectException when the task ends
     */
    void report() {
        if (bad.isEmpty()) {
            return;
        }
        ErrorRecordReporter worker = reporter.get();
        for (Bad each : bad) {
            ConnectException reason = new ConnectException("Expected a record that can be written, but the one of "
                    + place(each.source()) + " cannot: " + each.why());
            if (worker == null) {
                throw reason;
            }
            worker.report(each.source(), reason);
        }
    }

    private static String place(ConnectRecord source) {
        RecordPosition position = source.getPosition();
        if (position == null
                || position.getPartition() == null
                || position.getPartition().getPartition() == null) {
            return "an unknown place";
        }
        Map<String, ?> partition = position.getPartition().getPartition();
        Object offset = position.getOffset() == null || position.getOffset().getOffset() == null
                ? null
                : position.getOffset().getOffset().get("queueOffset");
        return "topic " + partition.get("topic") + ", broker " + partition.get("brokerName") + ", queue "
                + partition.get("queueId") + ", offset " + offset;
    }
}
