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
package org.apache.rocketmq.connect.testkit.databases;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves parameters of type {@link MariaDb} and {@link PostgreSql}; see {@link WithDatabases}. */
public final class DatabasesExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(DatabasesExtension.class);

    /** PostgreSQL cuts longer names off, MariaDB refuses them. */
    private static final int LONGEST_CLASS_NAME = 40;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == MariaDb.class || type == PostgreSql.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        String name = databaseName(context.getRequiredTestClass());
        return ofClass.getStore(NAMESPACE).getOrComputeIfAbsent(type, any -> createDatabase(type, name));
    }

    private static DatabaseServer createDatabase(Class<?> type, String name) {
        return type == MariaDb.class
                ? SharedDatabases.mariaDb().createDatabase(name)
                : SharedDatabases.postgreSql().createDatabase(name);
    }

    private static String databaseName(Class<?> test) {
        String legal = test.getSimpleName().replaceAll("[^a-zA-Z0-9]", "").toLowerCase(Locale.ROOT);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return legal.substring(0, Math.min(legal.length(), LONGEST_CLASS_NAME)) + "_" + unique;
    }
}
