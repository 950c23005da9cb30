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

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;

/** The dialects that are shipped, and settings for them. */
final class TestDialects {

    static final DialectSettings DEFAULTS = settings(ZoneOffset.UTC);

    /** As they are named in URLs. */
    static final List<String> SHIPPED =
            List.of("generic", "mariadb", "mysql", "openmldb", "oracle", "postgresql", "sqlite", "sqlserver");

    private TestDialects() {}

    static DialectSettings settings(ZoneId zone) {
        return new DialectSettings(true, zone, NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL);
    }

    static DatabaseDialect of(String subProtocol, DialectSettings settings) {
        return ServiceLoader.load(DatabaseDialectFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.subProtocols().contains(subProtocol))
                .findFirst()
                .orElseThrow()
                .create(settings);
    }
}
