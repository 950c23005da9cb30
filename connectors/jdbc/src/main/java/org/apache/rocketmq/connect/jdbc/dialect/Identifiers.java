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

import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes names into SQL, and reads the names that users write.
 *
 * @param open begins a quoted name
 * @param close ends it; doubled within the name
 * @param always whether names are quoted that could do without
 */
public record Identifiers(char open, char close, boolean always) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Words that some of the databases do not take for a name without quotes. */
    private static final Set<String> RESERVED = Set.of(
            ("ACCESS ADD ALL ALTER ANALYZE AND ANY ARRAY AS ASC AUDIT BEFORE BEGIN BETWEEN BIGINT BINARY BLOB BOTH BREAK"
                            + " BROWSE BULK BY CALL CASCADE CASE CAST CHANGE CHAR CHARACTER CHECK CLUSTER COLLATE COLUMN"
                            + " COMMENT COMMIT COMPRESS CONNECT CONSTRAINT CONTINUE CONVERT CREATE CROSS CURRENT"
                            + " CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATE DAY DEC"
                            + " DECIMAL DECLARE DEFAULT DELAYED DELETE DENY DESC DESCRIBE DISTINCT DIV DO DOUBLE DROP EACH"
                            + " ELSE END ESCAPE EXCEPT EXCLUSIVE EXEC EXECUTE EXISTS EXIT EXPLAIN FALSE FETCH FILE FLOAT"
                            + " FOR FORCE FOREIGN FREEZE FROM FULL FULLTEXT FUNCTION GENERATED GET GLOBAL GRANT GROUP"
                            + " GROUPING HAVING HOUR IDENTIFIED IDENTITY IF IGNORE ILIKE IMMEDIATE IN INCREMENT INDEX"
                            + " INITIAL INNER INOUT INSERT INT INTEGER INTERSECT INTERVAL INTO IS ISNULL JOIN KEY KEYS"
                            + " KILL LATERAL LEADING LEAVE LEFT LEVEL LIKE LIMIT LOAD LOCAL LOCK LONG LOOP MATCH MERGE"
                            + " MINUS MINUTE MODE MODIFY MONTH NATURAL NOT NOTNULL NOWAIT NULL NUMBER NUMERIC OF OFF"
                            + " OFFLINE OFFSET ON ONLINE ONLY OPEN OPTION OR ORDER OUT OUTER OVER OVERLAPS PARTITION"
                            + " PERCENT PLACING PLAN PRECISION PRIMARY PRIOR PRIVILEGES PROCEDURE PUBLIC PURGE RANGE RANK"
                            + " RAW READ READS REAL RECURSIVE REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE"
                            + " RESOURCE RETURN RETURNING REVOKE RIGHT RLIKE ROLLBACK ROW ROWID ROWNUM ROWS SCHEMA SECOND"
                            + " SELECT SESSION SESSION_USER SET SHARE SHOW SIMILAR SIZE SMALLINT SOME SQL START SYMMETRIC"
                            + " SYNONYM SYSDATE SYSTEM SYSTEM_USER TABLE TERMINATED THEN TIME TIMESTAMP TO TOP TRAILING"
                            + " TRANSACTION TRIGGER TRUE TRUNCATE UID UNION UNIQUE UNLOCK UNSIGNED UPDATE USAGE USE USER"
                            + " USING VALIDATE VALUE VALUES VARCHAR VARCHAR2 VARIADIC VIEW WAITFOR WHEN WHENEVER WHERE"
                            + " WHILE WINDOW WITH WRITE XOR YEAR ZEROFILL")
                    .split(" "));

    /** As it is written in a statement. */
    public String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new ConnectException("Expected the name of a table or a column, but it is empty or holds a zero");
        }
        if (!always && PLAIN.matcher(name).matches() && !RESERVED.contains(name.toUpperCase(Locale.ROOT))) {
            return name;
        }
        String end = String.valueOf(close);
        return open + name.replace(end, end + end) + close;
    }

    /**
     * What lies between the dots of a text such as {@code shop."my.table"}.
     *
     * @throws ConnectException when quotes do not end, or a part is empty
     */
    public List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            at = next(text, at, parts);
        }
        return List.copyOf(parts);
    }

    private int next(String text, int from, List<String> parts) {
        int at = skipBlanks(text, from);
        if (at < text.length() && isOpening(text.charAt(at))) {
            char end = text.charAt(at) == open ? close : '"';
            return quoted(text, at + 1, end, parts);
        }
        int dot = text.indexOf('.', at);
        int end = dot < 0 ? text.length() : dot;
        add(text.substring(at, end).strip(), text, parts);
        return end + 1;
    }

    private boolean isOpening(char character) {
        return character == open || character == '"';
    }

    private static int quoted(String text, int from, char end, List<String> parts) {
        StringBuilder part = new StringBuilder();
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) != end) {
                part.append(text.charAt(at));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == end) {
                part.append(end);
                at++;
            } else {
                add(part.toString(), text, parts);
                int behind = skipBlanks(text, at + 1);
                if (behind < text.length() && text.charAt(behind) != '.') {
                    throw malformed(text);
                }
                return behind + 1;
            }
        }
        throw malformed(text);
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void add(String part, String text, List<String> parts) {
        if (part.isEmpty()) {
            throw malformed(text);
        }
        parts.add(part);
    }

    private static ConnectException malformed(String text) {
        return new ConnectException("Expected a table such as orders or shop.orders, with quotes around a part that"
                + " holds dots, but got '" + text + "'");
    }
}
