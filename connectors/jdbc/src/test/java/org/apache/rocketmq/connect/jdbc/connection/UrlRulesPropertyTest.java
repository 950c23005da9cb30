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

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.exceptions.CJException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.postgresql.Driver;

/** Whatever spelling a real driver still understands, the rules refuse (S-06, S-08). */
class UrlRulesPropertyTest {

    private static final Set<String> MYSQL = Set.of(
            "autodeserialize",
            "allowloadlocalinfile",
            "allowurlinlocalinfile",
            "allowloadlocalinfileinpath",
            "queryinterceptors",
            "socketfactory",
            "authenticationplugins",
            "logger",
            "propertiestransform");

    private static final Set<String> POSTGRESQL = Set.of(
            "socketfactory", "socketfactoryarg", "sslfactory", "sslpasswordcallback", "authenticationpluginclassname");

    @Property(tries = 4000)
    void whatMySqlsDriverUnderstandsIsRefused(@ForAll("mySqlUrls") String url) {
        boolean dangerous = understoodByMySql(url).stream().anyMatch(MYSQL::contains);

        Statistics.label("understood by the driver").collect(dangerous).coverage(coverage -> coverage.check(true)
                .count(many -> many > 200));
        if (dangerous) {
            assertThat(UrlRules.problems(url)).as(url).isNotEmpty();
        }
    }

    @Property(tries = 4000)
    void whatPostgreSqlsDriverUnderstandsIsRefused(@ForAll("postgreSqlUrls") String url) {
        Properties understood = Driver.parseURL(url, new Properties());
        boolean dangerous = understood != null
                && understood.stringPropertyNames().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .anyMatch(POSTGRESQL::contains);

        Statistics.label("understood by the driver").collect(dangerous).coverage(coverage -> coverage.check(true)
                .count(many -> many > 20));
        if (dangerous) {
            assertThat(UrlRules.problems(url)).as(url).isNotEmpty();
        }
    }

    /** Names of parameters in lower case. */
    private static Set<String> understoodByMySql(String url) {
        try {
            if (!ConnectionUrl.acceptsUrl(url)) {
                return Set.of();
            }
            ConnectionUrl parsed = ConnectionUrl.getConnectionUrlInstance(url, new Properties());
            return Stream.concat(
                            Stream.of(parsed.getOriginalProperties()),
                            parsed.getHostsList().stream().map(host -> host.getHostProperties()))
                    .map(Map::keySet)
                    .flatMap(Set::stream)
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CJException | IllegalArgumentException e) {
            return Set.of();
        }
    }

    @Provide
    Arbitrary<String> mySqlUrls() {
        Arbitrary<String> parameter = Combinators.combine(
                        spelled(
                                "autoDeserialize",
                                "allowLoadLocalInfile",
                                "queryInterceptors",
                                "socketFactory",
                                "allowUrlInLocalInfile",
                                "authenticationPlugins",
                                "logger",
                                "propertiesTransform"),
                        Arbitraries.of("=", "=", "=", " = ", "%3D", "%3d"),
                        spelled("true", "x.Y", "yes"))
                .as((name, equals, value) -> name + equals + value);
        Arbitrary<String> form = Arbitraries.of(
                "jdbc:mysql://h:1/db?P",
                "JDBC:MYSQL://h:1/db?P",
                "jdbc:mysql://h:1?P",
                "jdbc:mysql://h:1/?a=b&P",
                "jdbc:mysql://h:1/db?a=b&P&c=d",
                "jdbc:mysql://h:1/db?a=b;P",
                "jdbc:mysql://h:1/db?a&P",
                "jdbc:mysql://(host=h,port=1,P)/db",
                "jdbc:mysql://( P , host=h)/db",
                "jdbc:mysql://address=(host=h)(port=1)(P)/db",
                "jdbc:mysql://address=(P)(host=h)",
                "jdbc:mysql://[(host=h,P),(host=i)]/db",
                "jdbc:mysql://u:p@(host=h,P)/db",
                "jdbc:mysql://h:1,address=(host=i)(P)/db",
                "jdbc:mysql:loadbalance://h:1,(host=i,P)/db",
                "jdbc:mysql:replication://h:1,i:2/db?P");
        return Combinators.combine(form, parameter)
                .as((url, text) -> url.replace("P", text).replace("MYSQL", "mysql"));
    }

    @Provide
    Arbitrary<String> postgreSqlUrls() {
        Arbitrary<String> parameter = Combinators.combine(
                        spelled(
                                "socketFactory",
                                "socketFactoryArg",
                                "sslfactory",
                                "sslpasswordcallback",
                                "authenticationPluginClassName"),
                        Arbitraries.of("=", "=", "=", " = ", "%3D"),
                        spelled("x.Y"))
                .as((name, equals, value) -> name + equals + value);
        Arbitrary<String> form = Arbitraries.of(
                "jdbc:postgresql://h:1/db?P",
                "jdbc:postgresql:db?P",
                "jdbc:postgresql:?P",
                "jdbc:postgresql:///?P",
                "jdbc:postgresql://h/?a=b&P",
                "jdbc:postgresql://h:1,i:2/db?P&c=d",
                "jdbc:postgresql://[::1]:1/db?a&P");
        return Combinators.combine(form, parameter).as((url, text) -> url.replace("P", text));
    }

    /** The names letter by letter as they are, in another case, encoded, or with something beside them. */
    private static Arbitrary<String> spelled(String... names) {
        Arbitrary<Integer> ways = Arbitraries.frequency(
                Tuple.of(60, 0), Tuple.of(10, 1), Tuple.of(10, 2), Tuple.of(1, 3), Tuple.of(1, 4), Tuple.of(1, 5));
        Arbitrary<List<Integer>> perLetter = ways.list().ofSize(40);
        return Combinators.combine(Arbitraries.of(names), perLetter, Arbitraries.of("", "", "", " ", "\t", "%20", "+"))
                .as((name, how, before) -> {
                    StringBuilder text = new StringBuilder(before);
                    for (int i = 0; i < name.length(); i++) {
                        text.append(spelled(name.charAt(i), how.get(i)));
                    }
                    return text.toString();
                });
    }

    private static String spelled(char letter, int way) {
        return switch (way) {
            case 1 ->
                String.valueOf(
                        Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
            case 2 -> "%%%02x".formatted((int) letter);
            case 3 -> "%%25%02X".formatted((int) letter);
            case 4 ->
                switch (letter) {
                    case 's' -> "\u017f";
                    case 'i' -> "\u0131";
                    case 'k' -> "\u212a";
                    default -> "\\" + letter;
                };
            case 5 -> letter + "\u200b";
            default -> String.valueOf(letter);
        };
    }
}
