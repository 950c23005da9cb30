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
package org.apache.rocketmq.connect.jdbc.dialect.h2;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.TableId;

/** The standard's SQL, with the MERGE that H2 had before the standard did. */
public final class H2Dialect extends GenericDialect {

    public H2Dialect(DialectSettings settings) {
        super(settings);
    }

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("org.h2.Driver");
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        String insert = statements().insert(quote(table), keys, others);
        return insert.replaceFirst("^INSERT", "MERGE")
                .replaceFirst(
                        "\\) VALUES \\(", ") KEY (" + statements().names(keys).replace("$", "\\$") + ") VALUES (");
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case INT8 -> Optional.of("TINYINT");
            case TIME -> Optional.of("TIME(9)");
            case DATE_TIME -> Optional.of("TIMESTAMP(9)");
            case INSTANT -> Optional.of("TIMESTAMP(9) WITH TIME ZONE");
            default -> super.typeFor(type, column);
        };
    }
}
