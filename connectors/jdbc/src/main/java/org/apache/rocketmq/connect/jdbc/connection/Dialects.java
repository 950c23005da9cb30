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

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialectFactory;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialects that there are: those of this jar and of every jar beside it.
 *
 * <p>They also are the list of databases that may be connected to. A URL whose sub-protocol no dialect claims is refused
 * unless the user asks for the generic dialect by name, so that a driver which happens to lie in the directory is not
 * thereby open to whoever may create a connector.
 */
public final class Dialects {

    /** What users write as dialect.name for a database without a dialect of its own. */
    public static final String GENERIC = "generic";

    /** Databases in which a statement can call any Java method of the JVM that they run in, and that is the worker. */
    private static final Set<String> WITHIN_THE_WORKER = Set.of("h2", "hsqldb", "derby", "hypersonic");

    private static final Logger LOG = LoggerFactory.getLogger(Dialects.class);

    private Dialects() {}

    /**
     * The dialect that the user named, or else the one for the URL.
     *
     * @throws ConfigException when there is none, then it lists those that there are; or when the URL may not be used
     */
    public static DatabaseDialect find(ConnectionConfig config, DialectSettings settings) {
        List<ConfigError> problems = config.problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return factory(config, factories()).orElseThrow().create(settings);
    }

    /** Why the URL cannot be used with the dialect that is meant; empty when it can. */
    static List<ConfigError> problems(ConnectionConfig config) {
        List<DatabaseDialectFactory> factories = factories();
        Optional<DatabaseDialectFactory> factory = factory(config, factories);
        if (factory.isEmpty()) {
            return List.of(unknown(config, factories));
        }
        String url = config.settings().url();
        String subProtocol = JdbcUrl.subProtocol(url).orElse("");
        boolean generic = config.dialectName().equalsIgnoreCase(GENERIC);
        if (!generic && !claims(factory.get(), subProtocol)) {
            return List.of(new ConfigError(
                    ConnectionConfig.DIALECT_NAME,
                    "expected a dialect for the database of " + ConnectionConfig.URL + ", but " + config.dialectName()
                            + " is for "
                            + String.join(", ", new TreeSet<>(factory.get().subProtocols()))
                            + "; leave it blank, or use " + GENERIC));
        }
        if (generic && WITHIN_THE_WORKER.contains(subProtocol)) {
            return List.of(urlError("expected a database server, but jdbc:" + subProtocol
                    + ": is a database within the worker, where SQL can run Java code"));
        }
        List<ConfigError> errors = new ArrayList<>();
        DatabaseDialect dialect = factory.get().create(plain(config));
        ForcedProperties.problems(url, dialect.forcedProperties()).forEach(problem -> errors.add(urlError(problem)));
        dialect.urlProblems(url).forEach(problem -> errors.add(urlError(problem)));
        return errors;
    }

    private static ConfigError urlError(String problem) {
        return new ConfigError(ConnectionConfig.URL, problem);
    }

    private static Optional<DatabaseDialectFactory> factory(
            ConnectionConfig config, List<DatabaseDialectFactory> factories) {
        String named = config.dialectName();
        if (named.isBlank()) {
            return JdbcUrl.subProtocol(config.settings().url()).flatMap(subProtocol -> factories.stream()
                    .filter(factory -> claims(factory, subProtocol))
                    .findFirst());
        }
        return factories.stream()
                .filter(factory -> isNamed(factory, named, plain(config)))
                .findFirst();
    }

    private static boolean claims(DatabaseDialectFactory factory, String subProtocol) {
        return factory.subProtocols().stream().anyMatch(subProtocol::equals);
    }

    private static boolean isNamed(DatabaseDialectFactory factory, String name, DialectSettings settings) {
        return factory.subProtocols().stream().anyMatch(name::equalsIgnoreCase)
                || factory.create(settings).name().equalsIgnoreCase(name);
    }

    /** To ask a dialect for what does not depend on the connector's own settings. */
    private static DialectSettings plain(ConnectionConfig config) {
        return new DialectSettings(
                config.quoteIdentifiers(), config.timeZone(), NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL);
    }

    private static ConfigError unknown(ConnectionConfig config, List<DatabaseDialectFactory> factories) {
        String known = factories.stream()
                .flatMap(factory -> factory.subProtocols().stream())
                .sorted()
                .distinct()
                .collect(joining(", "));
        if (!config.dialectName().isBlank()) {
            return new ConfigError(
                    ConnectionConfig.DIALECT_NAME,
                    "expected one of " + known + ", but got '" + config.dialectName() + "'");
        }
        String found = JdbcUrl.subProtocol(config.settings().url())
                .map(subProtocol -> "jdbc:" + subProtocol + ":")
                .orElse("another text");
        return new ConfigError(
                ConnectionConfig.URL,
                "expected jdbc: followed by one of " + known + ", but got " + found + ". For another database put a"
                        + " dialect beside this connector's jar, or set " + ConnectionConfig.DIALECT_NAME + " to "
                        + GENERIC);
    }

    /** A jar with a broken dialect must not take the others away. */
    private static List<DatabaseDialectFactory> factories() {
        Iterator<DatabaseDialectFactory> found = ServiceLoader.load(
                        DatabaseDialectFactory.class, Dialects.class.getClassLoader())
                .iterator();
        List<DatabaseDialectFactory> factories = new ArrayList<>();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return factories;
                }
                factories.add(found.next());
            } catch (ServiceConfigurationError e) {
                LOG.warn("A dialect beside the JDBC connector's jar cannot be used; the others can.", e);
            }
        }
    }
}
