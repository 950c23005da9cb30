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

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.Origin;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The records that the sink of a direct task cannot write. A sink may report from any thread; the task's thread takes out
 * those that go to the dead-letter queue.
 */
final class DirectReports implements ErrorRecordReporter {

    private final String task;
    private final ErrorPolicy policy;
    private final Signal signal;
    private final Queue<Report> deadLetters = new ConcurrentLinkedQueue<>();
    private volatile @Nullable RecordFailure failure;

    /** A record as the sink was given it, and why it is given up. */
    record Report(ConnectRecord record, RecordError error) {}

    /**
     * @param signal wakes the task's thread
     */
    DirectReports(String task, ErrorPolicy policy, Signal signal) {
        this.task = task;
        this.policy = policy;
        this.signal = signal;
    }

    @Override
    public void report(ConnectRecord record, Throwable error) {
        try {
            policy.giveUp(new RecordError(Stage.TASK_PUT, task, error), new Origin() {
                @Override
                public String describe() {
                    return DirectRecord.describe(record);
                }

                @Override
                public void deadLetter(RecordError why) {
                    deadLetters.add(new Report(record, why));
                }
            });
        } catch (RecordFailure e) {
            failure = e; // also when the plugin swallows it
            throw e;
        } finally {
            signal.raise();
        }
    }

    /** What is to become a dead letter; null when there is nothing. The task's thread. */
    @Nullable
    Report take() {
        return deadLetters.poll();
    }

    /** Ends the task when a reported record is not tolerated. */
    void check() {
        RecordFailure reported = failure;
        if (reported != null) {
            throw reported;
        }
    }
}
