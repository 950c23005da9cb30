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
import java.time.Duration;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/**
 * What a user can say about a file source.
 *
 * @param filename as configured; it names the source partition, so it is never rewritten
 * @param batchSize most lines per poll
 * @param partialLineTimeout how long the file must be quiet before an unterminated last line is delivered; empty: never
 */
record FileSourceConfig(String filename, int batchSize, Optional<Duration> partialLineTimeout) {

    static final String BATCH_SIZE = "batch.size";
    static final String PARTIAL_LINE_TIMEOUT = "partial.line.timeout.ms";

    private static final long NEVER = -1;

    static final ConfigDef DEF = ConfigDef.of(
            FileNames.key("The file to read. A relative name is relative to the worker's working directory; the file"
                    + " may appear later."),
            ConfigKey.of(BATCH_SIZE, ConfigKey.Type.INT, "Most lines that one poll delivers.")
                    .withDefault(2000)
                    .between(1, Integer.MAX_VALUE),
            ConfigKey.of(
                            PARTIAL_LINE_TIMEOUT,
                            ConfigKey.Type.LONG,
                            "A last line without a line end is delivered once the file has not grown for this many"
                                    + " milliseconds; -1 waits for the line end, however long that takes.")
                    .withDefault(5000)
                    .between(NEVER, Integer.MAX_VALUE)
                    .withImportance(ConfigKey.Importance.LOW));

    /**
     * @throws org.apache.rocketmq.connect.api.config.ConfigException with every error
     */
    static FileSourceConfig of(KeyValue given) {
        Config config = DEF.parse(given);
        Optional<Duration> timeout = config.getLong(PARTIAL_LINE_TIMEOUT) == NEVER
                ? Optional.empty()
                : Optional.of(config.getMillis(PARTIAL_LINE_TIMEOUT));
        return new FileSourceConfig(config.getString(FileNames.KEY), config.getInt(BATCH_SIZE), timeout);
    }
}
