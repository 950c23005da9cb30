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
package org.apache.rocketmq.connect.jdbc.connection;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** A driver whose answers a test decides, by URL. The connector makes its own object of it, as of any driver. */
public final class FakeDriver implements Driver {

    /** What a test wants to happen. */
    interface Answer {
        Connection connect(Properties properties) throws SQLException, InterruptedException;
    }

    private static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();

    static void answer(String url, Answer answer) {
        ANSWERS.put(url, answer);
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        try {
            return Objects.requireNonNull(ANSWERS.get(url)).connect(info);
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return ANSWERS.containsKey(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
