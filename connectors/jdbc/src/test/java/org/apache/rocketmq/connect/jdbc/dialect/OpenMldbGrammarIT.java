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
package org.apache.rocketmq.connect.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * OpenMLDB's own parser and planner, from its driver's native library, on every statement of the golden file (M-066): it
 * takes them, which is not to say that a server would run them. Asked by reflection, since the library is there with the
 * profile openmldb only.
 */
@EnabledIfSystemProperty(
        named = "openmldb.grammar",
        matches = "true",
        disabledReason = "the library of 186 MB comes with the Maven profile openmldb")
class OpenMldbGrammarIT {

    private static final String SDK = "com._4paradigm.openmldb.sdk.";

    static Stream<String> statements() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/sql/openmldb.sql")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("--"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void theParserTakesWhatTheDialectSays(String sql) throws ReflectiveOperationException {
        assertThat(complaints(sql)).isEmpty();
    }

    /** So that the test above means something. */
    @Test
    void theParserDoesNotTakeEverything() throws ReflectiveOperationException {
        assertThat(complaints("CREATE TABLE `t` (`c` DECIMAL(10,2))")).isNotEmpty();
        assertThat(complaints("INSERT INTO `Employee` (`id`) VALUES (?) ON DUPLICATE KEY UPDATE `id` = 1"))
                .isNotEmpty();
    }

    private static List<String> complaints(String sql) throws ReflectiveOperationException {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String name : List.of("id", "order")) {
            columns.put(name, Types.BIGINT);
        }
        for (String name : List.of("姓名", "Pay", "two words")) {
            columns.put(name, Types.VARCHAR);
        }
        Map<String, Object> tables = new LinkedHashMap<>();
        for (String table : List.of("Employee", "x", "x]; drop table y; --")) {
            tables.put(table, schema(columns));
        }
        try {
            Object answer = Class.forName(SDK + "impl.SqlClusterExecutor")
                    .getMethod("validateSQLInBatch", String.class, String.class, Map.class)
                    .invoke(null, sql, "db", Map.of("db", tables));
            List<String> complaints = new ArrayList<>();
            for (Object each : (List<?>) answer) {
                complaints.add(String.valueOf(each));
            }
            return complaints;
        } catch (InvocationTargetException e) {
            throw new AssertionError("Expected the parser to answer, but it failed", e.getCause());
        }
    }

    private static Object schema(Map<String, Integer> columns) throws ReflectiveOperationException {
        Class<?> type = Class.forName(SDK + "Column");
        List<Object> all = new ArrayList<>();
        for (Map.Entry<String, Integer> each : columns.entrySet()) {
            all.add(type.getConstructor(String.class, int.class).newInstance(each.getKey(), each.getValue()));
        }
        return Class.forName(SDK + "Schema").getConstructor(List.class).newInstance(all);
    }
}
