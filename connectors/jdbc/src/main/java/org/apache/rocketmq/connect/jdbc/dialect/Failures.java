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

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells failures that pass from failures that stay, by what the standard says of them. */
final class Failures {

    /** Of SQLSTATE: the connection, and transactions that were rolled back. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40");

    /** Of SQLSTATE: a time-out of the driver. */
    private static final Set<String> PASSING_STATES = Set.of("HYT00", "HYT01");

    /** Of SQLSTATE: values that do not fit, constraints, rights, and statements that are wrong. */
    private static final Set<String> STAYING_CLASSES = Set.of("21", "22", "23", "28", "42", "44");

    private Failures() {}

    static boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        String kind = state != null && state.length() == 5 ? state.substring(0, 2) : "";
        if (STAYING_CLASSES.contains(kind)) {
            return false;
        }
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || PASSING_CLASSES.contains(kind)
                || (state != null && PASSING_STATES.contains(state));
    }
}
