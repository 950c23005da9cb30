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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the driver beside the connector's jar. {@code DriverManager} is not asked: it knows the drivers of the whole
 * JVM, those of other plugins included, and hands a URL to each of them.
 */
final class Drivers {

    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private Drivers() {}

    /**
     * The first of the dialect's drivers that is there and takes the URL.
     *
     * @throws ConnectException when there is none; it says what to put where
     */
    static Driver find(DatabaseDialect dialect, String url) {
        List<String> names = dialect.drivers();
        List<Driver> there = names.isEmpty() ? all() : named(names);
        for (Driver driver : there) {
            if (accepts(driver, url)) {
                return driver;
            }
        }
        throw missing(dialect, names, there);
    }

    private static List<Driver> named(List<String> names) {
        List<Driver> drivers = new ArrayList<>();
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, true, Drivers.class.getClassLoader());
                drivers.add((Driver) type.getDeclaredConstructor().newInstance());
            } catch (ClassNotFoundException e) {
                LOG.debug("There is no driver {}.", name);
            } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
                LOG.warn("Expected to use the driver {}, but it cannot be loaded.", name, e);
            }
        }
        return drivers;
    }

    private static List<Driver> all() {
        Iterator<Driver> found =
                ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).iterator();
        List<Driver> drivers = new ArrayList<>();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return drivers;
                }
                drivers.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("A driver beside the JDBC connector's jar cannot be used; others can.", e);
            }
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            // Some answer so what others answer with false. The message may quote the URL.
            LOG.debug(
                    "{} does not take the URL: SQL state {}.", driver.getClass().getName(), e.getSQLState());
            return false;
        }
    }

    private static ConnectException missing(DatabaseDialect dialect, List<String> names, List<Driver> there) {
        String wanted = names.isEmpty() ? "a JDBC driver that takes the URL" : String.join(" or ", names);
        String found = there.isEmpty()
                ? "there is none"
                : "none that is there takes the URL ("
                        + String.join(
                                ", ",
                                there.stream()
                                        .map(driver -> driver.getClass().getName())
                                        .toList()) + ")";
        return new ConnectException("Expected " + wanted + " for " + dialect.name() + ", but " + found + ". "
                + dialect.driverHint() + " The driver's jar goes beside this connector's jar, into the same directory"
                + " below plugins; restart the worker then.");
    }
}
