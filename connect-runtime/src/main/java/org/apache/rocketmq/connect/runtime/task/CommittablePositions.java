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

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.Map;

/** Where a {@link PositionCommitter} gets what it may store. Belongs to the task's thread. */
interface CommittablePositions {

    /** Whether it makes sense to ask {@link #takeCommittable}. */
    boolean hasCommittable();

    /** The positions that have advanced since the last call, each the furthest that may be stored (S1); may be none. */
    Map<RecordPartition, RecordOffset> takeCommittable();

    /** Puts back what could not be stored, unless the partition has advanced since. */
    void putBack(Map<RecordPartition, RecordOffset> taken);
}
