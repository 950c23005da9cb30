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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the ledger of {@link ClusterFaultIT} sees what it is there for. */
class ClusterLedgerIT {

    private final ClusterFaults faults = new ClusterFaults();
    private final List<String> lines = new ArrayList<>();

    private static long second(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    /** A line of a task in that process; every process starts it once. */
    private void told(long at, long pid, String event, long number) {
        lines.add("%d,%d,i%d,source0-0,%s,%d;".formatted(second(at), pid, pid, event, number));
    }

    private ClusterLedger judged() {
        ClusterLedger ledger = new ClusterLedger(ClusterClaim.read(String.join("\n", lines)), faults);
        ledger.judge();
        return ledger;
    }

    @Test
    void aTaskThatIsStoppedBeforeItStartsElsewhereHasOneOwner() {
        told(1, 11, "START", 0);
        told(5, 11, "STOP", 9);
        told(6, 12, "START", 5);

        assertThat(judged().offences()).isEmpty();
    }

    @Test
    void aTaskWhoseProcessWasKilledHasOneOwner() {
        told(1, 11, "START", 0);
        faults.ended(11, second(5));
        told(6, 12, "START", 5);

        assertThat(judged().offences()).isEmpty();
    }

    @Test
    void twoWhoRunAtOnceAreTwoOwners() {
        told(1, 11, "START", 0);
        told(6, 12, "START", 5);
        told(7, 11, "STOP", 9);

        assertThat(judged().offences()).hasSize(1).first().asString().startsWith("two owners of source0-0");
    }

    @Test
    void anOwnerThatWasFrozenAndStopsWhenItIsBackWasFenced() {
        told(1, 11, "START", 0);
        faults.away(11, "frozen", second(4), second(20));
        told(6, 12, "START", 5);
        told(21, 11, "STOP", 9);

        ClusterLedger ledger = judged();
        assertThat(ledger.offences()).isEmpty();
        assertThat(ledger.fencedCount()).isEqualTo(1);
        assertThat(ledger.report()).contains("had stopped 1000 ms after they were back");
    }

    @Test
    void anOwnerThatGoesOnWhenItIsBackWasNotFenced() {
        told(1, 11, "START", 0);
        faults.away(11, "frozen", second(4), second(20));
        told(6, 12, "START", 5);
        told(40, 11, "STOP", 9);

        assertThat(judged().offences()).hasSize(1).first().asString().contains("two owners");
    }

    @Test
    void anOwnerThatWasFrozenEarlierIsNoExcuse() {
        told(1, 11, "START", 0);
        faults.away(11, "frozen", second(2), second(3));
        told(20, 12, "START", 5);
        told(21, 11, "STOP", 9);

        assertThat(judged().offences()).hasSize(1).first().asString().contains("two owners");
    }

    @Test
    void aSourceThatBeginsBeforeWhatWasStoredHasLostItsPosition() {
        told(1, 11, "START", 0);
        told(3, 11, "STORED", 40);
        told(5, 11, "STOP", 60);
        told(6, 12, "START", 40);

        assertThat(judged().offences()).hasSize(1).first().asString().contains("position of source0-0 went back");
    }

    @Test
    void aSourceThatBeginsBeforeAnotherBeganHasLostItsPosition() {
        told(1, 11, "START", 10);
        told(5, 11, "STOP", 60);
        told(6, 12, "START", 9);

        assertThat(judged().offences()).hasSize(1).first().asString().contains("position of source0-0 went back");
    }

    @Test
    void aRecordThatIsNowhereIsLost() {
        told(1, 11, "START", 0);
        told(5, 11, "END", 3);
        ClusterLedger ledger = new ClusterLedger(ClusterClaim.read(String.join("\n", lines)), faults);
        for (int n : List.of(0, 1, 2)) {
            ledger.stored("source0-0", n, second(2));
        }
        ledger.delivered("source0-0", 0, second(2));
        ledger.delivered("source0-0", 2, second(2));
        ledger.judge();

        assertThat(ledger.offences())
                .hasSize(1)
                .first()
                .asString()
                .contains("1 records of source0-0 are not in the sinks, the first of them 1 of 3");
    }

    /** Who was cut off has gone on counting, and what it had sent arrives when its successor is not as far yet. */
    @Test
    void recordsBeyondTheEndAreAnOffenceUnlessAnOwnerWasOutOfReach() {
        told(1, 11, "START", 0);
        told(5, 11, "END", 3);
        for (boolean away : List.of(false, true)) {
            if (away) {
                faults.away(11, "cut off", second(2), second(3));
            }
            ClusterLedger ledger = new ClusterLedger(ClusterClaim.read(String.join("\n", lines)), faults);
            for (int n = 0; n < 5; n++) {
                ledger.stored("source0-0", n, second(2));
                ledger.delivered("source0-0", n, second(2));
            }
            ledger.judge();

            assertThat(ledger.missingInSinks()).isZero();
            assertThat(ledger.offenceCount()).isEqualTo(away ? 0 : 2);
        }
    }

    @Test
    void whatIsThereTwiceIsCountedUnderTheFaultBeforeIt() {
        faults.begins("a fault", second(3));
        faults.begins("another fault", second(8));
        ClusterLedger ledger = new ClusterLedger(List.of(), faults);
        ledger.stored("p", 1, second(1));
        ledger.stored("p", 1, second(4));
        ledger.delivered("p", 1, second(5));
        ledger.delivered("p", 1, second(9));
        ledger.judge();

        assertThat(ledger.report()).containsPattern("a fault +1 +1 +0 ").containsPattern("another fault +1 +0 +1 ");
    }

    @Test
    void aFailoverLastsUntilTheLastTaskOfTheKilledHasStarted() {
        told(1, 11, "START", 0);
        faults.ended(11, second(5));
        long killed = System.nanoTime();
        faults.killed(11);
        lines.add("%d,12,i12,source0-0,START,0;".formatted(killed + second(2)));

        assertThat(judged().failoverMillis()).singleElement().satisfies(millis -> assertThat(millis)
                .isBetween(1_900L, 2_000L));
    }
}
