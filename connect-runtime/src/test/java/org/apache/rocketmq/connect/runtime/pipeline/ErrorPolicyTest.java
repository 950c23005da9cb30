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
package org.apache.rocketmq.connect.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.LogLines;
import org.junit.jupiter.api.Test;

/** M-116 to M-118, D-06, D-07, D-09, H-10, H-11: how long a record is tried again, and what becomes of it then. */
class ErrorPolicyTest {

    private static final Duration CAP = Duration.ofSeconds(60);

    private final ManualClock clock = ManualClock.still();
    private final RetriableException busy = new RetriableException("busy");
    private final List<Duration> waited = new ArrayList<>();
    private boolean stopping;

    @Test
    void withoutATimeoutNothingIsTriedAgain() throws Exception {
        assertThat(policy(Duration.ZERO, CAP).attempts().tryAgain(busy)).isFalse();
        assertThat(waited).isEmpty();
    }

    @Test
    void onlyWhatSaysThatItIsRetriableIsTriedAgain() throws Exception {
        assertThat(policy(Duration.ofMinutes(1), CAP).attempts().tryAgain(new ConnectException("broken")))
                .isFalse();
        assertThat(waited).isEmpty();
    }

    @Test
    void withATimeoutTheLastTryBeginsBeforeItHasPassed() throws Exception {
        Duration timeout = Duration.ofSeconds(10);
        ErrorPolicy.Attempts attempts = policy(timeout, CAP).attempts();
        int tries = 0;
        while (attempts.tryAgain(busy)) {
            tries++;
        }
        Duration spent = waited.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(tries).isBetween(4, 6); // 0.3 + 0.6 + 1.2 + 2.4 + 4.8 s, less up to a fifth
        assertThat(spent).isLessThanOrEqualTo(timeout).isGreaterThan(Duration.ofSeconds(3));
    }

    /** D-07: the original did not retry at all for -1. */
    @Test
    void minusOneIsForEver() throws Exception {
        ErrorPolicy.Attempts attempts = policy(Duration.ofMillis(-1), CAP).attempts();
        for (int i = 0; i < 1_000; i++) {
            assertThat(attempts.tryAgain(busy)).isTrue();
        }
        assertThat(waited).allSatisfy(delay -> assertThat(delay).isPositive().isLessThanOrEqualTo(CAP));
    }

    /** M-117. */
    @Test
    void delaysDoubleFrom300MillisUpToTheCap() throws Exception {
        ErrorPolicy.Attempts attempts =
                policy(Duration.ofMillis(-1), Duration.ofSeconds(2)).attempts();
        for (int i = 0; i < 5; i++) {
            attempts.tryAgain(busy);
        }
        long[] full = {300, 600, 1_200, 2_000, 2_000};
        for (int i = 0; i < full.length; i++) {
            assertThat(waited.get(i).toMillis()).isBetween((long) (full[i] * 0.8) - 1, full[i]);
        }
        assertThat(waited.get(0)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aCapBelowTheFirstDelayHolds() throws Exception {
        policy(Duration.ofMillis(-1), Duration.ofMillis(50)).attempts().tryAgain(busy);
        assertThat(waited).containsExactly(Duration.ofMillis(50));
    }

    /** D-07: the original slept on when its task was being stopped. */
    @Test
    void aStopEndsTheRetries() throws Exception {
        ErrorPolicy.Attempts attempts = policy(Duration.ofMillis(-1), CAP).attempts();
        assertThat(attempts.tryAgain(busy)).isTrue();
        stopping = true;
        assertThatThrownBy(() -> attempts.tryAgain(busy))
                .as("neither tried again nor given up, so that nothing is skipped")
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void everyRecordHasTheWholeTimeout() throws Exception {
        ErrorPolicy policy = policy(Duration.ofSeconds(1), CAP);
        ErrorPolicy.Attempts first = policy.attempts();
        while (first.tryAgain(busy)) {
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(policy.attempts().tryAgain(busy)).isTrue();
    }

    /** D-06: the original skipped a record whose retries were used up although nothing was to be tolerated. */
    @Test
    void whatIsNotToleratedFailsAlsoAfterRetries() throws Exception {
        ErrorPolicy policy = policy(Duration.ofMillis(1), CAP);
        assertThat(policy.attempts().tryAgain(busy)).isFalse();
        assertThatThrownBy(() -> policy.giveUp(new RecordError(Stage.TRANSFORMATION, "a.B", busy), Records.PLACE))
                .isInstanceOfSatisfying(RecordFailure.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.TRANSFORMATION))
                .hasCause(busy)
                .hasMessageContainingAll("TRANSFORMATION", "a.B", "line 7", "busy");
        assertThat(policy.givenUp()).isZero();
    }

    @Test
    void whatIsToleratedIsCounted() {
        ErrorPolicy policy = Records.tolerant();
        assertThatCode(() -> policy.giveUp(new RecordError(Stage.CONVERTER, "a.B", busy), Records.PLACE))
                .doesNotThrowAnyException();
        assertThat(policy.givenUp()).isEqualTo(1);
    }

    /** A plugin that is hurried when its task stops must not lose the record that it had in hands. */
    @Test
    void aFailureBecauseOfAnInterruptIsNobodysFault() {
        ErrorPolicy.Attempts attempts = policy(Duration.ofMillis(-1), CAP).attempts();
        assertThatThrownBy(() -> attempts.tryAgain(new ConnectException("wrapped", new InterruptedException())))
                .isInstanceOf(InterruptedException.class);
        assertThat(waited).isEmpty();
    }

    @Test
    void causesThatGoRoundInCirclesEndAnyway() throws Exception {
        RetriableException one = new RetriableException("one");
        one.initCause(new ConnectException("other", one));
        assertThat(policy(Duration.ofMillis(-1), CAP).attempts().tryAgain(one)).isTrue();
    }

    @Test
    void whatIsGivenUpGoesToTheDeadLetterQueueIfThereIsOne() {
        List<RecordError> letters = new ArrayList<>();
        RecordError error = new RecordError(Stage.CONVERTER, "a.B", busy);
        policy(ErrorSettingsForTests.tolerant().deadLetters("dlq", false)).giveUp(error, origin(letters));
        policy(ErrorSettingsForTests.tolerant()).giveUp(error, origin(letters));
        assertThat(letters).containsExactly(error);
    }

    @Test
    void withoutToleranceADeadLetterQueueGetsNothing() {
        List<RecordError> letters = new ArrayList<>();
        ErrorPolicy policy = policy(ErrorSettingsForTests.strict().deadLetters("dlq", false));
        assertThatThrownBy(() -> policy.giveUp(new RecordError(Stage.CONVERTER, "a.B", busy), origin(letters)))
                .isInstanceOf(RecordFailure.class);
        assertThat(letters).isEmpty();
    }

    /** U-56. */
    @Test
    void oversizeRecordsMayBeDeadLetteredWhateverIsToleratedOtherwise() {
        List<RecordError> letters = new ArrayList<>();
        OversizeException large = new OversizeException("a body", "t", 2, 1, "cut it");
        RecordError error = new RecordError(Stage.ROCKETMQ_PRODUCE, "a.B", large);
        ErrorSettingsForTests strict = ErrorSettingsForTests.strict().deadLetters("dlq", false);
        assertThatThrownBy(() -> policy(strict).giveUp(error, origin(letters))).isInstanceOf(RecordFailure.class);
        policy(strict.oversize(ErrorSettings.Oversize.DEADLETTER)).giveUp(error, origin(letters));
        assertThat(letters).containsExactly(error);
    }

    /** D-09, H-10: the original logged whatever was set, and each error twice. */
    @Test
    void everyToleratedErrorIsLoggedOnceIfWanted() {
        try (LogLines lines = LogLines.of(ErrorPolicy.class)) {
            policy(ErrorSettingsForTests.tolerant().logging())
                    .giveUp(new RecordError(Stage.CONVERTER, "a.B", busy), Records.PLACE);
            assertThat(lines.lines())
                    .filteredOn(line -> line.startsWith("Error encountered"))
                    .containsExactly("Error encountered in task task-0. Executing stage 'CONVERTER' with class 'a.B',"
                            + " where consumed record is line 7; the record is given up");
        }
    }

    /** Nothing disappears silently: the first is told, and then how many, at most once a minute. */
    @Test
    void whatIsGivenUpIsToldNowAndThenEvenIfNoErrorIsLogged() {
        try (LogLines lines = LogLines.of(ErrorPolicy.class)) {
            ErrorPolicy policy = policy(ErrorSettingsForTests.tolerant());
            for (int i = 0; i < 5; i++) {
                policy.giveUp(new RecordError(Stage.CONVERTER, "a.B", busy), Records.PLACE);
            }
            assertThat(lines.lines()).singleElement().asString().contains("given up 1 records", "they are dropped");
            clock.advance(Duration.ofMinutes(1));
            policy.giveUp(new RecordError(Stage.CONVERTER, "a.B", busy), Records.PLACE);
            assertThat(lines.lines()).hasSize(2).last().asString().contains("given up 6 records");
            assertThat(lines.contains("line 7")).isFalse();
        }
    }

    private static Origin origin(List<RecordError> letters) {
        return new Origin() {
            @Override
            public String describe() {
                return "line 7";
            }

            @Override
            public void deadLetter(RecordError error) {
                letters.add(error);
            }
        };
    }

    private ErrorPolicy policy(ErrorSettingsForTests settings) {
        return new ErrorPolicy("task-0", settings.get(), clock, delay -> true);
    }

    private ErrorPolicy policy(Duration timeout, Duration cap) {
        ErrorSettings settings =
                ErrorSettingsForTests.strict().retry(timeout, cap).get();
        return new ErrorPolicy("task-0", settings, clock, delay -> {
            waited.add(delay);
            clock.advance(delay);
            return !stopping;
        });
    }
}
