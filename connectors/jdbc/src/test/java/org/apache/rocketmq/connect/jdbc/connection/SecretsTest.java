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

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a login gets into a message, however a driver quotes it (M-143). */
class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://127.0.0.1/db?user=a&password=open%20sesame",
                "jdbc:mysql://127.0.0.1/db?user=a&password=open sesame",
                "jdbc:mysql://a:open%20sesame@127.0.0.1/db",
                "jdbc:mysql://address=(host=h)(password=open sesame)/db",
                "jdbc:sqlserver://h;user=a;password=open sesame;encrypt=true",
                "jdbc:oracle:thin:a/open sesame@//h:1521/x",
                "jdbc:postgresql://h/db?sslpassword=open%20sesame"
            })
    void thePasswordInAUrlIsHiddenAsItStandsAndDecoded(String url) {
        Secrets secrets = secrets(url, "none");

        assertThat(secrets.hide("cannot use " + url + " or (open sesame) or [" + url.substring(5) + "]"))
                .doesNotContain("sesame")
                .startsWith("cannot use connection.url or ");
    }

    @Test
    void theConfiguredPasswordIsHidden() {
        assertThat(secrets("jdbc:h2:mem:x", "open sesame").hide("it is 'open sesame', pwd: abc"))
                .isEqualTo("it is '******', pwd: ******");
    }

    @Test
    void aFailureThatTellsNothingStaysAsItIs() {
        SQLException failure = new SQLException("no such table", "42S02", new IllegalStateException("really"));

        assertThat((Throwable) secrets("jdbc:h2:mem:x", "open sesame").hide(failure))
                .isSameAs(failure);
    }

    @Test
    void aFailureThatTellsIsReplacedByOneThatDoesNot() {
        SQLException next = new SQLException("open sesame");
        SQLException failure = new SQLException("no", "28000", 1045);
        failure.setNextException(next);

        SQLException safe = secrets("jdbc:h2:mem:x", "open sesame").hide(failure);

        assertThat((Throwable) safe).isNotSameAs(failure).hasMessage("no").hasNoCause();
        assertThat(safe.getSQLState()).isEqualTo("28000");
        assertThat(safe.getErrorCode()).isEqualTo(1045);
        assertThat((Throwable) safe.getNextException()).isNull();
        assertThat(safe.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    private static Secrets secrets(String url, String password) {
        return new Secrets(
                new ConnectionSettings(url, Optional.of("a"), Optional.of(password), 1, Duration.ofMillis(1)));
    }
}
