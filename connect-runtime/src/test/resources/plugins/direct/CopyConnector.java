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
package direct;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.Collections;
import java.util.List;

/** Cuts one task, of the keys that its two sides need and no others. */
public class CopyConnector extends SourceConnector {

    private KeyValue config;

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public void stop() {}

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        KeyValue task = new DefaultKeyValue();
        for (String key : new String[] {"probe", "count", "values", "directory"}) {
            if (config.containsKey(key)) {
                task.put(key, config.getString(key));
            }
        }
        task.put("probe.index", "0");
        return Collections.singletonList(task);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return BufferingSinkTask.class;
    }
}
