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
package org.apache.rocketmq.connect.jdbc.sink;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The sink on SQLite, which has one writer at a time. */
final class SqliteSinkTest extends SinkContract {

    private Path file = Path.of("");

    @BeforeEach
    void choose(@TempDir Path directory) {
        file = directory.resolve("test.db");
    }

    @Override
    TargetDatabase database() {
        return new TargetDatabase("jdbc:sqlite:" + file, null, null);
    }

    @Override
    String shortText() {
        return "TEXT";
    }

    /** The driver cannot tell the columns of a table whose name has single quotes. */
    @Override
    String strangeName() {
        return "订单 \"Tab`le\" x";
    }
}
