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
package org.apache.rocketmq.connect.bench.plugin;

import io.openmessaging.KeyValue;
import java.nio.file.Path;

/**
 * What a generator is to make.
 *
 * @param records how many; after that it is silent
 * @param size bytes of a value
 * @param batch most records of one poll
 * @param keys how many different keys; 0 means none at all
 * @param rate records a second, each of which tells when it was due; 0 means as many as possible
 * @param fields whether a value is a structure, see {@link TenFields}, instead of bytes
 * @param gate nothing is made before this file exists
 */
public record GeneratorSettings(long records, int size, int batch, int keys, int rate, boolean fields, Path gate) {

    public static final String RECORDS = "bench.records";
    public static final String SIZE = "bench.size";
    public static final String BATCH = "bench.batch";
    public static final String KEYS = "bench.keys";
    public static final String RATE = "bench.rate";
    public static final String FIELDS = "bench.fields";
    public static final String GATE = "bench.gate";

    static GeneratorSettings of(KeyValue given) {
        return new GeneratorSettings(
                Long.parseLong(given.getString(RECORDS)),
                Integer.parseInt(given.getString(SIZE)),
                Integer.parseInt(given.getString(BATCH, "500")),
                Integer.parseInt(given.getString(KEYS, "0")),
                Integer.parseInt(given.getString(RATE, "0")),
                Boolean.parseBoolean(given.getString(FIELDS, "false")),
                Path.of(given.getString(GATE)));
    }
}
