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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import org.apache.rocketmq.connect.runtime.pipeline.Origin;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.jspecify.annotations.Nullable;

/** A polled record of a direct task. Belongs to the task's thread. */
final class DirectRecord implements Origin {

    private final ConnectRecord polled;
    private final UnflushedPositions.@Nullable Entry entry;
    private @Nullable RecordError error;
    private boolean told;

    /**
     * @param entry null when the source keeps no position for this record
     */
    DirectRecord(ConnectRecord polled, UnflushedPositions.@Nullable Entry entry) {
        this.polled = polled;
        this.entry = entry;
    }

    ConnectRecord polled() {
        return polled;
    }

    UnflushedPositions.@Nullable Entry entry() {
        return entry;
    }

    @Override
    public String describe() {
        return describe(polled);
    }

    static String describe(ConnectRecord record) {
        RecordPosition at = record.getPosition();
        if (at == null || at.getPartition() == null || at.getOffset() == null) {
            return "an unknown position";
        }
        return "partition " + at.getPartition().getPartition() + " offset "
                + at.getOffset().getOffset();
    }

    @Override
    public void deadLetter(RecordError why) {
        error = why;
    }

    /** Why its dead letter stands for it; null while it is a record like others. */
    @Nullable
    RecordError error() {
        return error;
    }

    /** Whether the source is still to be told of it; true once. */
    boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }
}
