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
package org.apache.rocketmq.connect.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U-17. */
class DidYouMeanTest {

    private static final List<String> KEYS =
            List.of("httpPort", "httpHost", "max.tasks", "errors.tolerance", "value.converter", "key.converter");

    @ParameterizedTest
    @CsvSource({
        "httpProt, httpPort",
        "http-port, httpPort",
        "HTTP_PORT, httpPort",
        "max.task, max.tasks",
        "maxtasks, max.tasks",
        "errors.tolerence, errors.tolerance",
        "erors.toleranc, errors.tolerance",
        "value.convertor, value.converter",
    })
    void findsTheKeyThatWasMeant(String typed, String meant) {
        assertThat(DidYouMean.closest(typed, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"filename", "mode", "topic", "id", "x"})
    void leavesOtherKeysAlone(String typed) {
        assertThat(DidYouMean.closest(typed, KEYS)).isEqualTo(Optional.empty());
    }

    @Test
    void countsSwappedLettersAsOneError() {
        assertThat(DidYouMean.errors("porvt", "provt", 3)).isEqualTo(1);
        assertThat(DidYouMean.errors("kitten", "sitting", 3)).isEqualTo(3);
        assertThat(DidYouMean.errors("abc", "abc", 3)).isZero();
        assertThat(DidYouMean.errors("", "abcd", 3)).isGreaterThan(3);
    }

    @Property(tries = 200)
    void errorsAreSymmetric(
            @ForAll @AlphaChars @StringLength(max = 6) String a, @ForAll @AlphaChars @StringLength(max = 6) String b) {
        assertThat(DidYouMean.errors(a, b, 9)).isEqualTo(DidYouMean.errors(b, a, 9));
        assertThat(DidYouMean.errors(a, b, 9) == 0).isEqualTo(a.equals(b));
    }
}
