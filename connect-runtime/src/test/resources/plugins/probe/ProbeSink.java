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
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.ArrayList;
import java.util.List;

/** Cuts as many tasks as it may. */
public class ProbeSink extends SinkConnector {

    private KeyValue config;

    @Override
    public void start(KeyValue given) {
        config = given;
        Journal.note(given.getString("probe"), "connector.start", "");
    }

    @Override
    public void stop() {
        Journal.note(config.getString("probe"), "connector.stop", "");
    }

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        List<KeyValue> tasks = new ArrayList<KeyValue>();
        for (int i = 0; i < maxTasks; i++) {
            KeyValue task = new DefaultKeyValue();
            for (String key : config.keySet()) {
                task.put(key, config.getString(key));
            }
            task.put("probe.index", Integer.toString(i));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ProbeSinkTask.class;
    }
}
