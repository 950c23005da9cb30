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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A column type with the values that matter: always NULL, then the least, the greatest, and odd ones.
 *
 * @param type as in CREATE TABLE
 * @param literals as in VALUES
 */
record ColumnCase(String type, List<String> literals) {

    static ColumnCase of(String type, String... literals) {
        List<String> all = new ArrayList<>(List.of("NULL"));
        all.addAll(Arrays.asList(literals));
        return new ColumnCase(type, List.copyOf(all));
    }

    /** Values that all drivers of MySQL and MariaDB can bring. */
    static List<ColumnCase> mariaDb() {
        return List.of(
                of("TINYINT", "-128", "127"),
                of("TINYINT UNSIGNED", "0", "255"),
                of("TINYINT(1)", "0", "1", "2"),
                of("BOOLEAN", "false", "true"),
                of("SMALLINT", "-32768", "32767"),
                of("SMALLINT UNSIGNED", "0", "65535"),
                of("MEDIUMINT", "-8388608", "8388607"),
                of("MEDIUMINT UNSIGNED", "0", "16777215"),
                of("INT", "-2147483648", "2147483647"),
                of("INT UNSIGNED", "0", "4294967295"),
                of("BIGINT", "-9223372036854775808", "9223372036854775807"),
                of("BIGINT UNSIGNED", "0", "18446744073709551615"),
                of("DECIMAL(10,2)", "-99999999.99", "99999999.99", "0.10"),
                of("DECIMAL(65,30)", "-99999999999999999999999999999999999.999999999999999999999999999999", "0"),
                of("NUMERIC(18,0)", "-999999999999999999", "999999999999999999"),
                of("FLOAT", "-3.4028234e38", "1.17549435e-38", "0.1", "16777216"),
                of("DOUBLE", "-1.7976931348623157e308", "2.2250738585072014e-308", "0.1"),
                of("BIT(1)", "b'0'", "b'1'"),
                of("BIT(64)", "b'0'", "b'1000000000000000000000000000000000000000000000000000000000000001'"),
                of("CHAR(10)", "''", "'王小明'", "'a''b\\\\c'"),
                of("VARCHAR(100)", "''", "'王小明 😀'", "'a''b\\\\c'"),
                of("TINYTEXT", "'短'"),
                of("TEXT", "''", "'多行\\n文字'"),
                of("MEDIUMTEXT", "repeat('中', 30000)"),
                of("LONGTEXT", "repeat('文', 100000)"),
                of("ENUM('red','绿')", "'red'", "'绿'"),
                of("SET('a','b','丙')", "''", "'a,丙'"),
                of("JSON", "'{\"名\": [1, null, \"x\"]}'"),
                of("UUID", "'123e4567-e89b-12d3-a456-426614174000'"),
                of("INET6", "'2001:db8::ff00:42:8329'"),
                of("BINARY(4)", "x'00FF7F80'"),
                of("VARBINARY(10)", "x''", "x'00FF7F80'"),
                of("TINYBLOB", "x'00'"),
                of("BLOB", "x''", "repeat(x'00FF', 1000)"),
                of("LONGBLOB", "repeat(x'80', 100000)"),
                of("DATE", "'1000-01-01'", "'9999-12-31'", "'1970-01-01'", "'2024-02-29'"),
                of("TIME", "'00:00:00'", "'23:59:59'"),
                of("TIME(6)", "'00:00:00.001'", "'23:59:59.999'"),
                of("DATETIME", "'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'2024-03-10 02:30:00'"),
                of(
                        "DATETIME(6)",
                        "'1970-01-01 00:00:00.001'",
                        "'2024-03-10 02:30:00'",
                        "'2024-03-10 02:30:00.001'",
                        "'2024-11-03 01:30:00.999'"),
                of("TIMESTAMP NULL", "'1970-01-02 00:00:01'", "'2038-01-19 03:14:07'", "'2024-03-10 02:30:00'"),
                of("TIMESTAMP(6) NULL", "'2024-03-10 02:30:00.001'", "'2024-11-03 01:30:00.999'"),
                of("YEAR", "1901", "2155"));
    }

    static List<ColumnCase> mariaDbAllDigits() {
        return List.of(
                of("TIME(6)", "'00:00:00.000001'", "'23:59:59.999999'", "'12:00:00'"),
                of(
                        "DATETIME(6)",
                        "'1970-01-01 00:00:00.000001'",
                        "'2024-03-10 02:30:00.000001'",
                        "'9999-12-31 23:59:59.999999'"),
                of("TIMESTAMP(6) NULL", "'1970-01-02 00:00:01.000001'", "'2038-01-19 03:14:07.999999'"));
    }

    static List<ColumnCase> postgreSql() {
        return List.of(
                of("boolean", "false", "true"),
                of("smallint", "-32768", "32767"),
                of("integer", "-2147483648", "2147483647"),
                of("bigint", "-9223372036854775808", "9223372036854775807"),
                of("oid", "0", "4294967295"),
                of("numeric(10,2)", "-99999999.99", "99999999.99", "0.10"),
                of("numeric(60,25)", "-99999999999999999999999999999999999.9999999999999999999999999", "0"),
                of("numeric", "0.10", "1e400", "-123456789012345678901234567890.123456789"),
                of("real", "-3.4028235e38", "1.17549435e-38", "0.1"),
                of("double precision", "-1.7976931348623157e308", "2.2250738585072014e-308"),
                of("money", "'-12.34'", "'1234.50'"),
                of("char(10)", "''", "'王小明'", "'a''b\\c'"),
                of("varchar(100)", "''", "'王小明 😀'", "'a''b\\c'"),
                of("text", "''", "repeat('中', 100000)", "E'多行\\n文字'"),
                of("mood", "'sad'", "'开心'"),
                of("bytea", "''", "'\\x00ff7f80'"),
                of("date", "'0001-01-01'", "'9999-12-31'", "'1970-01-01'", "'2024-02-29'"),
                of("time", "'00:00'", "'23:59:59.999'"),
                of("timetz", "'23:59:59.999999+08'"),
                of(
                        "timestamp",
                        "'0001-01-01 00:00'",
                        "'9999-12-31 23:59:59.999'",
                        "'2024-03-10 02:30:00.001'",
                        "'2024-11-03 01:30'"),
                of("timestamptz", "'0001-01-02 00:00+00'", "'9999-12-30 23:59:59.999+00'", "'2024-03-10 02:30+08'"),
                of("interval", "'1 year 2 mons 3 days 04:05:06.789'", "'-1 day'"),
                of("uuid", "'123e4567-e89b-12d3-a456-426614174000'"),
                of("json", "'{\"名\": [1, null,  \"x\"]}'"),
                of("jsonb", "'{\"名\": [1, null, \"x\"]}'"),
                of("xml", "'<a>文</a>'"),
                of("inet", "'192.168.0.1/24'", "'2001:db8::1'"),
                of("cidr", "'10.0.0.0/8'"),
                of("macaddr", "'08:00:2b:01:02:03'"),
                of("bit(3)", "B'101'"),
                of("varbit(8)", "B''", "B'10101'"),
                of("int4range", "'[1,10)'"),
                of("tsvector", "'''a'' ''b'''"),
                of("boolean[]", "'{}'", "'{t,NULL,f}'"),
                of("integer[]", "'{}'", "'{-2147483648,NULL,2147483647}'"),
                of("bigint[]", "'{-9223372036854775808,9223372036854775807}'"),
                of("double precision[]", "'{0.1,1e308}'"),
                of("numeric[]", "'{0.10,-1e40}'"),
                of("text[]", "'{}'", "'{\"\",NULL,\"NULL\",\"王 \\\"小\\\" {明},\\\\\"}'"),
                of("uuid[]", "'{123e4567-e89b-12d3-a456-426614174000}'"),
                of("date[]", "'{2024-02-29}'"),
                of("timestamp[]", "'{2024-03-10 02:30:00.001}'"),
                of("timestamptz[]", "'{2024-03-10 02:30:00.001+08}'"));
    }

    /** What MySQL has nothing for. */
    static List<ColumnCase> postgreSqlOnly() {
        return List.of(
                of("numeric(1000,500)", "-1e400", "1e-500"),
                of("real", "'NaN'", "'-Infinity'", "'Infinity'"),
                of("double precision", "'NaN'", "'-Infinity'", "'Infinity'"));
    }

    static List<ColumnCase> postgreSqlAllDigits() {
        return List.of(
                of("time", "'00:00:00.000001'", "'23:59:59.999999'", "'12:00'"),
                of("timestamp", "'0001-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'"),
                of("timestamptz", "'1970-01-01 00:00:00.000001+00'", "'2024-03-10 02:30:00.999999+08'"));
    }
}
