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
package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import org.apache.rocketmq.connect.api.config.ConfigDef;

/**
 * What a user can say about a file sink.
 *
 * @param filename as configured
 */
record FileSinkConfig(String filename) {

    static final ConfigDef DEF = ConfigDef.of(
            FileNames.key("The file to append to; it is created when missing, its directory is not. A relative name is"
                    + " relative to the worker's working directory."));

    /**
     * @throws org.apache.rocketmq.connect.api.config.ConfigException with every error
     */
    static FileSinkConfig of(KeyValue given) {
        return new FileSinkConfig(DEF.parse(given).getString(FileNames.KEY));
    }
}
