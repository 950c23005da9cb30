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
package org.apache.rocketmq.connect.runtime.worker;

import java.util.List;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/** What a worker tells, on the controller's loop. */
public interface WorkerEvents {

    void onConnectorStatus(ConnectorStatus status);

    void onTaskStatus(TaskStatus status);

    /**
     * A connector has cut its tasks.
     *
     * @param connector the configuration that it was cut from, and the generation of the claim on its object
     */
    void onTasksCut(Owned<ConnectorSpec> connector, List<TaskSpec> tasks);

    /** Nothing of the work runs here any more, unless it begins again. */
    void onEnded(WorkId work);
}
