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
package org.apache.rocketmq.connect.jdbc.dialect.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.jspecify.annotations.Nullable;

/** MariaDB, or MySQL, with MariaDB's driver: the same SQL, but another driver's properties. */
public final class MariaDbDialect extends MySqlDialect {

    public MariaDbDialect(DialectSettings settings) {
        super(settings);
    }

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public List<String> drivers() {
        return List.of("org.mariadb.jdbc.Driver");
    }

    @Override
    public String driverHint() {
        return "Get MariaDB's driver from Maven Central, org.mariadb.jdbc:mariadb-java-client, put the jar into the"
                + " directory of the JDBC connector and restart the worker.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        Map<String, String> forced = new HashMap<>(super.forcedProperties());
        forced.put("allowLocalInfile", "false");
        forced.put("useCatalogTerm", "CATALOG");
        // Texts round a FLOAT to six digits; the binary protocol, which prepared statements use, does not.
        forced.put("useServerPrepStmts", "true");
        // This driver's rewriting takes the VALUES() of an upsert for a list of rows; its bulk protocol needs none.
        forced.put("rewriteBatchedStatements", "false");
        forced.put("useBulkStmts", "true");
        return Map.copyOf(forced);
    }

    // Not as a LocalDateTime: the driver makes one by way of the JVM's time zone, where an hour of each year is
    // missing.
    @Override
    protected @Nullable LocalDateTime readDateTime(ResultSet row, int index) throws SQLException {
        Timestamp asInGreenwich = row.getTimestamp(index, calendar());
        return asInGreenwich == null ? null : LocalDateTime.ofInstant(asInGreenwich.toInstant(), ZoneOffset.UTC);
    }

    @Override
    protected boolean isSpan(ResultSet row, int index) throws SQLException {
        Duration span = row.getObject(index, Duration.class);
        return span != null && (span.isNegative() || span.toDays() > 0);
    }

    /** Of ISO, as java.time has it: without a change of calendars in 1582. */
    @SuppressWarnings("JavaUtilDate") // the driver's own type
    private static Calendar calendar() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        calendar.setGregorianChange(new Date(Long.MIN_VALUE));
        return calendar;
    }
}
