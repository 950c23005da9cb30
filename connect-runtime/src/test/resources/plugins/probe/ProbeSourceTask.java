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
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.component.task.source.SourceTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Emits {@code count} numbered records, one a poll, or {@code values}; goes on behind the position that is stored for
 * it. {@code fail.in} and {@code hang.in} name a call, {@code at.index} the only task that does so.
 */
public class ProbeSourceTask extends SourceTask {

    private String who = "?";
    private String failIn = "";
    private String hangIn = "";
    private int count;
    private String[] values;
    private int next;
    private RecordPartition partition;

    public ProbeSourceTask() {
        Journal.note("?", "task.new", "");
    }

    @Override
    public void validate(KeyValue config) {
        String index = config.getString("probe.index");
        who = config.getString("probe") + "-" + index;
        String only = config.getString("at.index");
        if (only == null || only.equals(index)) {
            failIn = config.getString("fail.in", "");
            hangIn = config.getString("hang.in", "");
        }
        Journal.note(who, "validate", "");
    }

    @Override
    public void init(SourceTaskContext context) {
        super.init(context);
        Journal.note(who, "init", context.getTaskName());
    }

    @Override
    public void start(KeyValue config) {
        Journal.note(who, "start", "");
        if (config.containsKey("db.password")) {
            Journal.note(who, "password", config.getString("db.password"));
        }
        String list = config.getString("values");
        values = list == null ? null : list.split("/", -1);
        count = values == null ? Integer.parseInt(config.getString("count", "0")) : values.length;
        partition = new RecordPartition(Collections.singletonMap("who", who));
        RecordOffset stored = sourceTaskContext.offsetStorageReader().readOffset(partition);
        next = stored == null ? 0 : Integer.parseInt(String.valueOf(stored.getOffset().get("next")));
    }

    @Override
    public List<ConnectRecord> poll() {
        Journal.note(who, "poll", "");
        if (failIn.equals("poll") && next >= count) {
            throw new AssertionError("the probe fails in poll");
        }
        if (hangIn.equals("poll") && next >= count) {
            Journal.hang(who, "poll");
        }
        List<ConnectRecord> records = new ArrayList<ConnectRecord>();
        if (next < count) {
            Object value = values == null ? who + ":" + next : value(values[next]);
            next++;
            RecordOffset offset = new RecordOffset(Collections.singletonMap("next", Integer.toString(next)));
            ConnectRecord record = new ConnectRecord(partition, offset, 1700000000000L + next);
            record.setKey(who);
            record.setData(value);
            records.add(record);
        }
        return records;
    }

    private static Object value(String text) {
        return text.equals("NULL") ? null : text;
    }

    @Override
    public void commit(ConnectRecord record, Map<String, String> metadata) {
        Journal.note(who, "commit(record)", record.getData() + " " + (metadata == null ? "dropped" : "sent"));
    }

    @Override
    public void commit() {
        Journal.note(who, "commit", "");
    }

    @Override
    public void stop() {
        Journal.note(who, "stop", "");
        if (hangIn.equals("stop")) {
            Journal.hang(who, "stop");
        }
    }
}
