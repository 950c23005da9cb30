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

/** A TIME as the server sends it in binary: nothing for 00:00:00, else a sign, four bytes of days, and the time of day. */
final class BinaryTime {

    private static final byte POSITIVE = 0;
    private static final byte NEGATIVE = 1;
    private static final int DAYS_END = 4;

    private BinaryTime() {}

    /** Whether it is no time of day, but below zero or a day and more. */
    static boolean isSpan(byte[] sent) {
        if (sent.length <= DAYS_END) {
            return false;
        }
        return sent[0] == NEGATIVE || (sent[0] == POSITIVE && (sent[1] | sent[2] | sent[3] | sent[DAYS_END]) != 0);
    }
}
