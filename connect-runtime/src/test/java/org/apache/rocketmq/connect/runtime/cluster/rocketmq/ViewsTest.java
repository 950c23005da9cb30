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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.junit.jupiter.api.Test;

/** D-42, D-44b, H-14: what an answer means, and what it does not. */
class ViewsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Pace PACE =
            new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(100));
    private static final long CONFIRM = PACE.confirm().toNanos();
    private static final long SETTLE = PACE.settle().toNanos();

    private final Views views = new Views("a", PACE, 0);

    private static Roll roll(String connection, String... workers) {
        return new Roll(Set.of(workers), Set.of("broker " + connection));
    }

    private static Roll withoutUs(String... workers) {
        return new Roll(Set.of(workers), Set.of());
    }

    private List<String> workers() {
        return views.view().workers();
    }

    /** Asked twice, the second time when it has settled. */
    private void settle(long now, String connection, String... workers) {
        views.answered(roll(connection, workers), now - SETTLE);
        views.answered(roll(connection, workers), now);
        assertThat(views.certainAt(now)).isEmpty();
    }

    @Test
    void aWorkerBeginsAloneAndTakesNobodyForGone() {
        assertThat(workers()).containsExactly("a");
        assertThat(views.view().askedAt()).isLessThan(-1_000_000 * SECOND);
    }

    /** Whoever is missing in a first answer may only have been forgotten by a broker that has just started. */
    @Test
    void theFirstAnswerAddsButProvesNobodyGone() {
        long before = views.view().askedAt();

        assertThat(views.answered(roll("1", "a", "b"), SECOND)).isTrue();

        assertThat(workers()).containsExactly("a", "b");
        assertThat(views.view().askedAt()).isEqualTo(before);
        assertThat(views.certainAt(SECOND)).hasValue(SECOND + SETTLE);

        views.answered(roll("1", "a", "b"), SECOND + SETTLE);

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b"), SECOND + SETTLE));
    }

    @Test
    void whoComesIsThereAtOnce() {
        settle(0, "1", "a");

        views.answered(roll("1", "a", "c"), SECOND);

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "c"), SECOND));
    }

    @Test
    void whoIsMissingIsGoneWhenStillMissingAMomentLater() {
        settle(0, "1", "a", "b", "c");

        views.answered(roll("1", "a", "c"), SECOND);

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b", "c"), 0));
        assertThat(views.certainAt(SECOND)).hasValue(SECOND + CONFIRM);

        views.answered(roll("1", "a", "c"), SECOND + CONFIRM - 1);
        assertThat(workers()).contains("b");

        views.answered(roll("1", "a", "c"), SECOND + CONFIRM);

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "c"), SECOND + CONFIRM));
        assertThat(views.certainAt(SECOND + CONFIRM)).isEmpty();
    }

    @Test
    void whoWasMissingOnlyForAMomentHasNeverGone() {
        settle(0, "1", "a", "b");
        views.answered(roll("1", "a"), SECOND);
        views.answered(roll("1", "a", "b"), SECOND + CONFIRM);

        views.answered(roll("1", "a"), 2 * SECOND);

        assertThat(workers()).as("the moment begins anew").containsExactly("a", "b");
    }

    /** A broker that shuts down closes the connections of all, one by one: the next answer does not come. */
    @Test
    void aBrokerThatShutsDownMakesNobodyLookGone() {
        settle(0, "1", "a", "b");
        views.answered(roll("1", "a"), SECOND);
        views.unanswered();

        views.answered(roll("2", "a"), SECOND + CONFIRM);
        views.answered(roll("2", "a"), SECOND + CONFIRM + SETTLE - 1);
        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b"), 0));

        views.answered(roll("2", "a", "b"), SECOND + CONFIRM + SETTLE);
        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b"), SECOND + CONFIRM + SETTLE));
    }

    /** H-14. */
    @Test
    void nobodyAnsweringChangesNothing() {
        settle(0, "1", "a", "b");

        views.unanswered();

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b"), 0));
    }

    /** H-14: the empty list of a broker that has forgotten everybody. */
    @Test
    void anAnswerWithoutUsChangesNothing() {
        settle(0, "1", "a", "b");

        assertThat(views.answered(withoutUs(), SECOND)).isFalse();
        assertThat(views.answered(withoutUs("c"), SECOND)).isFalse();

        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b"), 0));
    }

    @Test
    void afterAnAnswerWithoutUsNobodyGoesUntilItHasSettled() {
        settle(0, "1", "a", "b", "c");
        views.answered(withoutUs("b"), SECOND);

        views.answered(roll("1", "a", "b", "d"), 2 * SECOND);
        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b", "c", "d"), 0));

        views.answered(roll("1", "a", "b", "d"), 2 * SECOND + SETTLE);
        assertThat(views.view()).isEqualTo(new ClusterView("a", List.of("a", "b", "d"), 2 * SECOND + SETTLE));
    }

    /** A broker that has started again between two questions: both are answered, the second by another process. */
    @Test
    void anotherConnectionIsABrokerThatMayHaveForgotten() {
        settle(0, "1", "a", "b");

        views.answered(roll("2", "a"), SECOND);
        views.answered(roll("2", "a"), SECOND + SETTLE - 1);
        assertThat(workers()).containsExactly("a", "b");

        views.answered(roll("2", "a"), SECOND + SETTLE);
        assertThat(workers()).containsExactly("a");
    }

    @Test
    void troubleWhileItSettlesBeginsItAnew() {
        settle(0, "1", "a", "b");
        views.answered(roll("2", "a"), SECOND);
        views.unanswered();

        views.answered(roll("2", "a"), SECOND + SETTLE);

        assertThat(workers()).containsExactly("a", "b");
        assertThat(views.certainAt(SECOND + SETTLE)).hasValue(SECOND + 2 * SETTLE);
    }

    @Test
    void lessThanThreeHeartbeatsAreNoTimeToSettle() {
        assertThatThrownBy(() -> new Pace(
                        Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("three heartbeats");
    }

    /** Whatever the broker says, in any order: we are there, and whoever is taken for gone was missing for a while. */
    @Property(tries = 300)
    void nobodyIsTakenForGoneWhoWasThereAMomentAgo(@ForAll Random random) {
        Views subject = new Views("a", PACE, 0);
        long now = 0;
        Map<String, Long> lastThere = new HashMap<>();
        long lastTrouble = Long.MIN_VALUE / 2;
        ClusterView before = subject.view();
        String connection = "1";
        for (int step = 0; step < 100; step++) {
            now += random.nextLong(SECOND);
            Set<String> present = new HashSet<>();
            switch (random.nextInt(12)) {
                case 0 -> {
                    subject.unanswered();
                    lastTrouble = now;
                }
                case 1 -> {
                    subject.answered(withoutUs("b"), now);
                    lastTrouble = now;
                }
                default -> {
                    if (random.nextInt(15) == 0) {
                        connection = "since step " + step;
                        lastTrouble = now;
                    }
                    present.add("a");
                    for (int i = 0; i < 4; i++) {
                        if (random.nextInt(4) > 0) {
                            present.add("w" + i);
                            lastThere.put("w" + i, now);
                        }
                    }
                    subject.answered(new Roll(present, Set.of(connection)), now);
                }
            }
            ClusterView view = subject.view();
            assertThat(view.workers()).contains("a");
            assertThat(view.askedAt()).isGreaterThanOrEqualTo(before.askedAt());
            for (String gone : minus(before.workers(), view.workers())) {
                assertThat(now - lastTrouble).as("settled").isGreaterThanOrEqualTo(SETTLE);
                assertThat(now - Objects.requireNonNull(lastThere.get(gone)))
                        .as("confirmed")
                        .isGreaterThanOrEqualTo(CONFIRM);
            }
            assertThat(minus(present, view.workers()))
                    .as("who is there is in it")
                    .isEmpty();
            before = view;
        }
    }

    private static List<String> minus(Collection<String> some, Collection<String> others) {
        return some.stream().filter(each -> !others.contains(each)).toList();
    }
}
