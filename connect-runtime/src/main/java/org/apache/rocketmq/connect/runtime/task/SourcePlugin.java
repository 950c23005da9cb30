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
import java.util.List;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.jspecify.annotations.Nullable;

/** A source task's plugin code, behind the boundary that isolates it. All on the task's thread. */
public interface SourcePlugin {

    /** {@code init} and {@code start}. */
    void start();

    @Nullable
    List<ConnectRecord> poll() throws Exception;

    /** Whether the source wants to hear of single records; most do not, and then nothing is made for them. */
    boolean listensToRecords();

    /**
     * Tells the source what became of a record; never throws.
     *
     * @param receipt null when the record was dropped
     */
    void commitRecord(ConnectRecord record, @Nullable SendReceipt receipt);

    /** Tells the source that its positions are durable; never throws. */
    void commit();

    /** {@code stop}, once; never throws. */
    void stop();
}
