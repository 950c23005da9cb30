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
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;

/** Appends {@code suffix} to each text; drops what contains {@code drop}, fails on what contains {@code poison}. */
public class Suffix implements Transform<ConnectRecord> {

    private String suffix;
    private String drop;
    private String who;

    @Override
    public void start(KeyValue config) {
        suffix = config.getString("suffix", "");
        drop = config.getString("drop");
        who = config.getString("who", "?");
        Journal.note(who, "transform.start", suffix);
    }

    @Override
    public void stop() {
        Journal.note(who, "transform.stop", suffix);
    }

    @Override
    public ConnectRecord doTransform(ConnectRecord record) {
        Journal.note(who, "transform", suffix);
        Object data = record.getData();
        if (data == null) {
            return record;
        }
        String text = data.toString();
        if (text.contains("poison")) {
            throw new IllegalStateException("the probe's transform does not like this record");
        }
        if (drop != null && text.contains(drop)) {
            return null;
        }
        record.setData(text + suffix);
        return record;
    }
}
