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

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database says about a failure, without the contents of records: drivers like to quote the values, and even
 * whole statements with all their parameters.
 */
final class DatabaseMessage {

    /** PostgreSQL's driver quotes the whole statement with its parameters, and says behind it what is wrong. */
    private static final Pattern BATCH = Pattern.compile("(?s)^Batch entry .* was aborted: ");

    /** An entry of an index that is violated may hold quotes itself, so everything up to the name goes. */
    private static final Pattern DUPLICATE = Pattern.compile("(?s)(?<=entry )'.*'(?= for key )");
    /** SQL Server's way to say the same. */
    private static final Pattern DUPLICATE_KEY = Pattern.compile("(?s)(?<=key value is )\\(.*\\)");
    /** A value may hold quotes and line breaks, too; where nothing known follows it, nothing that follows is shown. */
    private static final Pattern CALLED_VALUE = Pattern.compile("(?s)(?<=value:? )'(?:.*'(?= for | to data type )|.*)");
    /** PostgreSQL puts a value that it cannot read in double quotes, at the end; Oracle begins with a name in them. */
    private static final Pattern UNREADABLE = Pattern.compile("(?s)(?<=: )(?<!ORA-\\d{5}: )\".*");

    /** Behind these there are values: PostgreSQL's details, H2's statements. */
    private static final Pattern TAIL =
            Pattern.compile("(?s)(\\s*[\\r\\n]|\\s+Detail:|; SQL statement:|\\s*/\\* key:).*");
    /** A quoted text, with the word before it if that says that it is a name. An apostrophe in a word is no quote. */
    private static final Pattern QUOTED = Pattern.compile("(\\b(?i:column|key|constraint|table|field|index|function"
            + "|user|database|object) )?(?<![\\p{L}\\p{N}])'(?:[^']|'')*(?:'|$)");

    private static final String HIDDEN = "'…'";
    private static final int LONGEST = 500;

    private DatabaseMessage() {}

    /** The failure itself and those behind it: what a batch's failure is about comes second. */
    static List<SQLException> chain(SQLException failure) {
        List<SQLException> chain = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null && chain.size() < 20) {
            if (cause instanceof SQLException sql) {
                for (SQLException each = sql; each != null && chain.size() < 20; each = each.getNextException()) {
                    if (!chain.contains(each)) {
                        chain.add(each);
                    }
                }
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return chain;
    }

    /** One line for people: what the database said, its SQLState and its own number. */
    static String of(SQLException failure) {
        SQLException said = chain(failure).stream()
                .filter(each -> !(each instanceof BatchUpdateException))
                .findFirst()
                .orElse(failure);
        return masked(String.valueOf(said.getMessage())) + " (SQLState " + said.getSQLState() + ", error code "
                + said.getErrorCode() + ")";
    }

    /** A failure that may be shown: the message masked, the stack kept. */
    static SQLException shown(SQLException failure) {
        SQLException shown = new SQLException(of(failure), failure.getSQLState(), failure.getErrorCode());
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    private static String masked(String message) {
        String text = BATCH.matcher(message).replaceFirst("");
        text = DUPLICATE.matcher(text).replaceAll(HIDDEN);
        text = DUPLICATE_KEY.matcher(text).replaceAll("(…)");
        text = CALLED_VALUE.matcher(text).replaceAll(HIDDEN);
        text = UNREADABLE.matcher(text).replaceAll("\"…\"");
        text = TAIL.matcher(text).replaceFirst("");
        text = QUOTED.matcher(text)
                .replaceAll(quoted -> quoted.group(1) == null ? HIDDEN : Matcher.quoteReplacement(quoted.group()));
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
