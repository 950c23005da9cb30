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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.errors.ConnectException;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdentifiersTest {

    private static final Identifiers DOUBLE = new Identifiers('"', '"', true);
    private static final Identifiers BRACKETS = new Identifiers('[', ']', true);
    private static final Identifiers BARE = new Identifiers('`', '`', false);

    /** Quotes within the name come in pairs, so that the first single one is the last character. */
    @Property
    void aQuotedNameNeverEndsItsQuotesEarly(@ForAll("names") String name, @ForAll("quoting") Identifiers identifiers) {
        String quoted = identifiers.quote(name);

        assertThat(quoted).startsWith(String.valueOf(identifiers.open()));
        assertThat(endOfQuotes(quoted, identifiers.close())).isEqualTo(quoted.length() - 1);
    }

    private static int endOfQuotes(String quoted, char close) {
        int at = 1;
        while (at < quoted.length()) {
            boolean pair = at + 1 < quoted.length() && quoted.charAt(at + 1) == close;
            if (quoted.charAt(at) == close && !pair) {
                return at;
            }
            at += quoted.charAt(at) == close ? 2 : 1;
        }
        return -1;
    }

    @Property
    void whatIsQuotedIsReadAgain(@ForAll("listsOfNames") List<String> names, @ForAll("quoting") Identifiers quoting) {
        String text = names.stream().map(quoting::quote).collect(Collectors.joining("."));

        assertThat(quoting.parts(text)).isEqualTo(names);
    }

    @Property
    void withoutQuotesANameHoldsNothingButLettersDigitsAndUnderscores(@ForAll("names") String name) {
        String written = BARE.quote(name);

        assertThat(written)
                .satisfiesAnyOf(text -> assertThat(text).matches("[A-Za-z_][A-Za-z0-9_]*"), text -> assertThat(text)
                        .isEqualTo("`" + name.replace("`", "``") + "`"));
    }

    @Example
    void reservedWordsAreQuotedInAnyCase() {
        assertThat(BARE.quote("order")).isEqualTo("`order`");
        assertThat(BARE.quote("Orders")).isEqualTo("Orders");
    }

    @Example
    void partsMayBeBareOrQuotedWithBlanksAround() {
        assertThat(BRACKETS.parts(" shop . [my.table] ")).containsExactly("shop", "my.table");
        assertThat(BRACKETS.parts("\"a\".b")).containsExactly("a", "b");
        assertThat(DOUBLE.parts("员工.表 格")).containsExactly("员工", "表 格");
    }

    @Example
    void whatIsNoNameIsRefused() {
        for (String text : List.of("", " ", "a.", ".a", "a..b", "\"a", "\"a\"b", "\"\"")) {
            assertThatThrownBy(() -> DOUBLE.parts(text)).isInstanceOf(ConnectException.class);
        }
        assertThatThrownBy(() -> DOUBLE.quote("")).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> DOUBLE.quote("a\0b")).isInstanceOf(ConnectException.class);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab_.\"`[]'\\;- 姓名")
                .all()
                .excludeChars('\0')
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<List<String>> listsOfNames() {
        return names().list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Identifiers> quoting() {
        return Arbitraries.of(DOUBLE, BRACKETS, new Identifiers('`', '`', true));
    }
}
