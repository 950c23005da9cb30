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
package probe;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.sink.SinkTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.List;
import java.util.Map;

/** Notes every record that it is given, and reports what equals {@code report}. {@code fail.in} and {@code hang.in} name a call. */
public class ProbeSinkTask extends SinkTask {

    private String who = "?";
    private String failIn = "";
    private String hangIn = "";
    private String report = "";

    @Override
    public void validate(KeyValue config) {
        who = config.getString("probe") + "-" + config.getString("probe.index");
        failIn = config.getString("fail.in", "");
        hangIn = config.getString("hang.in", "");
        report = config.getString("report", "");
        Journal.note(who, "validate", "");
    }

    @Override
    public void init(SinkTaskContext context) {
        super.init(context);
        Journal.note(who, "init", context.getTaskName());
    }

    @Override
    public void start(KeyValue config) {
        Journal.note(who, "start", "");
    }

    @Override
    public void put(List<ConnectRecord> records) {
        for (ConnectRecord record : records) {
            Object data = record.getData();
            if (!report.isEmpty() && report.equals(data)) {
                sinkTaskContext.errorRecordReporter().report(record, new IllegalArgumentException("it is on the list"));
            } else {
                Journal.note(who, "put", data == null ? "NULL" : data);
            }
        }
        if (failIn.equals("put")) {
            throw new AssertionError("the probe fails in put");
        }
        if (hangIn.equals("put")) {
            Journal.hang(who, "put");
        }
    }

    @Override
    public Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
        Journal.note(who, "preCommit", "");
        return offsets;
    }

    @Override
    public void stop() {
        Journal.note(who, "stop", "");
        if (hangIn.equals("stop")) {
            Journal.hang(who, "stop");
        }
    }
}
