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
package org.apache.rocketmq.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFormatTest {

    @ParameterizedTest
    @CsvSource({
        "UPPER_UNDERSCORE, FIRST_NAME, LOWER_UNDERSCORE, first_name",
        "UPPER_UNDERSCORE, FIRST_NAME, LOWER_CAMEL, firstName",
        "UPPER_UNDERSCORE, FIRST_NAME, UPPER_CAMEL, FirstName",
        "UPPER_UNDERSCORE, FIRST_NAME, LOWER_HYPHEN, first-name",
        "LOWER_CAMEL, firstName, UPPER_UNDERSCORE, FIRST_NAME",
        "UPPER_CAMEL, FirstName, LOWER_HYPHEN, first-name",
        "LOWER_HYPHEN, first-name, UPPER_CAMEL, FirstName",
        "LOWER_CAMEL, userID, LOWER_UNDERSCORE, user_i_d",
        "LOWER_UNDERSCORE, utf8_name, LOWER_CAMEL, utf8Name",
        "LOWER_UNDERSCORE, _id, LOWER_CAMEL, Id",
        "LOWER_UNDERSCORE, _id, LOWER_HYPHEN, -id",
        "LOWER_UNDERSCORE, a__b, UPPER_CAMEL, AB",
        "LOWER_UNDERSCORE, 公司_name, LOWER_CAMEL, 公司Name",
        "LOWER_CAMEL, ÉtatCivil, LOWER_UNDERSCORE, État_civil"
    })
    void namesAreWrittenInAnotherFormat(CaseFormat from, String name, CaseFormat to, String expected) {
        assertThat(from.to(to, name)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void everyFormatLeadsBack(@ForAll("names") List<String> words, @ForAll CaseFormat from, @ForAll CaseFormat to) {
        String name = CaseFormat.LOWER_UNDERSCORE.to(from, String.join("_", words));

        assertThat(to.to(from, from.to(to, name))).isEqualTo(name);
    }

    @Property(tries = 200)
    void theWayThroughAThirdFormatMakesNoDifference(
            @ForAll("names") List<String> words, @ForAll CaseFormat over, @ForAll CaseFormat to) {
        String name = String.join("_", words);

        assertThat(over.to(to, CaseFormat.LOWER_UNDERSCORE.to(over, name)))
                .isEqualTo(CaseFormat.LOWER_UNDERSCORE.to(to, name));
    }

    @Property(tries = 200)
    void upperCamelIsEachWordCapitalised(@ForAll("names") List<String> words) {
        String expected = words.stream()
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());

        assertThat(CaseFormat.LOWER_HYPHEN.to(CaseFormat.UPPER_CAMEL, String.join("-", words)))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<String>> names() {
        Arbitrary<String> rest = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMaxLength(5);
        return Arbitraries.chars()
                .range('a', 'z')
                .flatMap(first -> rest.map(other -> first + other))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
