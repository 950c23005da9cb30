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

import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;

/** A source that declares its keys, a secret among them. */
public class DeclaredSource extends ProbeSource implements Configurable {

    @Override
    public ConfigDef configDef() {
        return ConfigDef.of(
                ConfigKey.of("filename", ConfigKey.Type.STRING, "A file.").asRequired(),
                ConfigKey.of("directory", ConfigKey.Type.STRING, "A directory.").asRequired(),
                ConfigKey.of("probe", ConfigKey.Type.STRING, "A name.").withDefault("?"),
                ConfigKey.of("db.password", ConfigKey.Type.PASSWORD, "A secret.").withDefault("none"));
    }
}
