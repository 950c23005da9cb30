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
 * What a null sink waits for.
 *
 * @param records with so many it reports
 * @param stamped whether they tell when they were due
 * @param report the file that it writes then, see {@link Arrivals}
 */
public record NullSinkSettings(long records, boolean stamped, Path report) {

    public static final String RECORDS = "bench.records";
    public static final String STAMPED = "bench.stamped";
    public static final String REPORT = "bench.report";

    static NullSinkSettings of(KeyValue given) {
        return new NullSinkSettings(
                Long.parseLong(given.getString(RECORDS)),
                Boolean.parseBoolean(given.getString(STAMPED, "false")),
                Path.of(given.getString(REPORT)));
    }
}
