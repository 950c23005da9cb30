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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Connections to a database that break at a chosen call. */
final class FragileConnections implements ConnectionSource {

    /** How a call fails. */
    enum Break {
        /** The connection is lost before the call reaches the database. */
        LOST_BEFORE,
        /** The database has done what was asked, but the answer does not arrive. */
        LOST_AFTER,
        /** The database has chosen the transaction as a deadlock's victim. */
        DEADLOCK,
        /** Nothing fails, but something else happens first. */
        MEANWHILE
    }

    private final TargetDatabase database;
    private final String[] preparation;
    private @Nullable Connection real;
    private @Nullable Connection shown;
    private int callsUntilBreak = -1;
    private Break kind = Break.LOST_BEFORE;
    private Runnable meanwhile = () -> {};
    boolean savepoints = true;
    int opened;
    boolean closed;
    int refusals;

    /**
     * @param preparation statements for each new connection
     */
    FragileConnections(TargetDatabase database, String... preparation) {
        this.database = database;
        this.preparation = preparation;
    }

    /** Breaks the call that comes after so many others. */
    void breakAt(int calls, Break how) {
        callsUntilBreak = calls;
        kind = how;
    }

    void meanwhile(int calls, Runnable action) {
        breakAt(calls, Break.MEANWHILE);
        meanwhile = action;
    }

    void neverBreak() {
        callsUntilBreak = -1;
    }

    @Override
    public Connection get() throws SQLException {
        if (refusals > 0) {
            refusals--;
            throw new SQLException("refused", "08001");
        }
        Connection open = shown;
        if (open != null && real != null && !real.isClosed()) {
            return open;
        }
        Connection made = database.connect();
        try (Statement statement = made.createStatement()) {
            for (String sql : preparation) {
                statement.execute(sql);
            }
        }
        opened++;
        real = made;
        Connection fragile = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> fragile(made, made, method, arguments));
        shown = fragile;
        return fragile;
    }

    private @Nullable Object fragile(Connection owner, Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class || method.getName().equals("isValid")) {
            return call(target, method, arguments);
        }
        if (callsUntilBreak-- != 0) {
            return wrapped(owner, call(target, method, arguments));
        }
        switch (kind) {
            case LOST_BEFORE -> {
                owner.close();
                throw new SQLException("lost", "08006");
            }
            case LOST_AFTER -> {
                call(target, method, arguments);
                owner.close();
                throw new SQLException("lost", "08006");
            }
            case DEADLOCK -> {
                owner.rollback();
                throw new SQLTransactionRollbackException("deadlock", "40001");
            }
            case MEANWHILE -> meanwhile.run();
        }
        return wrapped(owner, call(target, method, arguments));
    }

    private @Nullable Object wrapped(Connection owner, @Nullable Object result) {
        if (result instanceof PreparedStatement statement) {
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, arguments) -> fragile(owner, statement, method, arguments));
        }
        if (result instanceof DatabaseMetaData metaData && !savepoints) {
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DatabaseMetaData.class},
                    (proxy, method, arguments) -> method.getName().equals("supportsSavepoints")
                            ? (Object) false
                            : call(metaData, method, arguments));
        }
        return result;
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void discard() {
        Connection open = real;
        real = null;
        shown = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        discard();
    }
}
