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
package org.apache.rocketmq.connect.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defects H-21, D-32: a web page must not be able to change anything. */
class BrowserGuardTest {

    private static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // bound to loopback: Host              | Origin                     | Sec-Fetch-Site | passes
                "127.0.0.1 | 127.0.0.1:8082             | -                          | -           | true",
                "127.0.0.1 | localhost:8082             | -                          | -           | true",
                "127.0.0.1 | LocalHost.:8082            | -                          | -           | true",
                "127.0.0.1 | console.localhost:8082     | -                          | -           | true",
                "127.0.0.1 | [::1]:8082                 | -                          | -           | true",
                "127.0.0.1 | 10.1.2.3                   | -                          | -           | true",
                "127.0.0.1 | -                          | -                          | -           | true",
                "127.0.0.1 | evil.example               | -                          | -           | false",
                "127.0.0.1 | evil.example:8082          | http://evil.example:8082   | same-origin | false",
                "127.0.0.1 | localhost.evil.example     | -                          | -           | false",
                "127.0.0.1 | 127.0.0.1.evil.example     | -                          | -           | false",
                "127.0.0.1 | 1270.0.0.1                 | -                          | -           | false",
                "localhost | worker                     | -                          | -           | false",
                "::1       | evil.example:8082          | -                          | -           | false",
                "127.0.0.1 | localhost:8082             | http://localhost:8082      | same-origin | true",
                "127.0.0.1 | localhost:8082             | http://localhost:8082      | -           | true",
                "127.0.0.1 | localhost:8082             | -                          | none        | true",
                "127.0.0.1 | localhost:8082             | http://localhost:3000      | -           | false",
                "127.0.0.1 | localhost:8082             | http://127.0.0.1:8082      | -           | false",
                "127.0.0.1 | localhost:8082             | https://evil.example       | -           | false",
                "127.0.0.1 | localhost:8082             | null                       | -           | false",
                "127.0.0.1 | localhost:8082             | not a url                  | -           | false",
                "127.0.0.1 | -                          | http://evil.example        | -           | false",
                "127.0.0.1 | localhost:8082             | http://localhost:8082      | cross-site  | false",
                "127.0.0.1 | localhost:8082             | -                          | cross-site  | false",
                "127.0.0.1 | localhost:8082             | -                          | same-site   | false",
                "127.0.0.1 | localhost:8082             | -                          | anything    | false",
                // bound to every address: any name may be ours
                "0.0.0.0   | worker.example:8082        | -                          | -           | true",
                "0.0.0.0   | worker.example:8082        | http://worker.example:8082 | -           | true",
                "0.0.0.0   | worker.example             | https://worker.example     | same-origin | true",
                "0.0.0.0   | 10.1.2.3:8082              | http://evil.example        | -           | false",
                "0.0.0.0   | 10.1.2.3:8082              | http://10.1.2.3            | -           | false",
                "0.0.0.0   | [fe80::1]:8082             | http://[fe80::1]:8082      | -           | true"
            })
    void requestsThatActMustBeOurOwn(String bound, String host, String origin, String site, boolean passes) {
        BrowserGuard guard = new BrowserGuard(bound, List.of());

        for (boolean byGet : List.of(true, false)) {
            assertThat(guard.refusal(true, byGet, headers(host, origin, site)::get)
                            .isEmpty())
                    .isEqualTo(passes);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "localhost:8082    | https://evil.example | cross-site  | true",
                "evil.example:8082 | -                    | same-origin | false",
                "evil.example:8082 | -                    | -           | false"
            })
    void readingIsOnlyRefusedToARebornName(String host, String origin, String site, boolean passes) {
        BrowserGuard guard = new BrowserGuard("127.0.0.1", List.of());

        assertThat(guard.refusal(false, true, headers(host, origin, site)::get).isEmpty())
                .isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "127.0.0.1 | connect.example      | https://connect.example      | true",
                "127.0.0.1 | 127.0.0.1:8082       | https://connect.example      | true",
                "127.0.0.1 | 127.0.0.1:8082       | https://connect.example:9000 | false",
                "127.0.0.1 | other.example        | -                            | false",
                "0.0.0.0   | Connect.Example:8082 | -                            | true",
                "0.0.0.0   | 10.1.2.3:8082        | -                            | true",
                "0.0.0.0   | evil.example:8082    | -                            | false"
            })
    void allowedHostsAreLetThroughAndShutOutAllOtherNames(String bound, String host, String origin, boolean passes) {
        BrowserGuard guard = new BrowserGuard(bound, List.of("connect.example"));

        assertThat(guard.refusal(true, false, headers(host, origin, null)::get).isEmpty())
                .isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Chrome     | en | -    | true  | false",
                "Chrome     | en | -    | false | true",
                "Chrome     | en | none | true  | true",
                "PowerShell | -  | -    | true  | true",
                "curl/8.5.0 | -  | -    | true  | true",
                "-          | -  | -    | true  | true"
            })
    void browserThatHidesWhereAGetComesFromIsRefused(
            String agent, String languages, String site, boolean byGet, boolean passes) {
        Map<String, String> headers = headers("10.1.2.3:8082", null, site);
        if (agent != null) {
            headers.put(
                    "User-Agent",
                    switch (agent) {
                        case "Chrome" -> CHROME;
                        case "PowerShell" -> "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1";
                        default -> agent;
                    });
        }
        if (languages != null) {
            headers.put("Accept-Language", languages);
        }

        assertThat(new BrowserGuard("0.0.0.0", List.of())
                        .refusal(true, byGet, headers::get)
                        .isEmpty())
                .isEqualTo(passes);
    }

    @Test
    void refusalShowsNoControlCharacters() {
        String refusal = new BrowserGuard("127.0.0.1", List.of())
                .refusal(true, false, headers("evil\r\nX: y", null, null)::get)
                .orElseThrow();

        assertThat(refusal).contains("'evil??X: y'");
    }

    private static Map<String, String> headers(@Nullable String host, @Nullable String origin, @Nullable String site) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (host != null) {
            headers.put("Host", host);
        }
        if (origin != null) {
            headers.put("Origin", origin);
        }
        if (site != null) {
            headers.put("Sec-Fetch-Site", site);
        }
        return headers;
    }
}
