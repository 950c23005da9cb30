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
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.cluster.rocketmq.Members.Member;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.LogLines;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** D-42, H-14: a broker that goes and comes back, with all its memory of who was there gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqMembershipOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pace OFTEN = often(Duration.ofSeconds(1));

    private final RocketMqProcess mq;

    RocketMqMembershipOutageIT(@TempDir Path directory) {
        this.mq = RocketMqProcess.builder(directory).start();
    }

    @AfterAll
    void end() {
        mq.close();
    }

    /** With heartbeats of their own, so that they do not all come back at the same moment. */
    private static Pace often(Duration heartbeat) {
        return new Pace(Duration.ofMillis(50), heartbeat, Duration.ofSeconds(5), Duration.ofMillis(100));
    }

    private static void awaitSettledAfter(long moment, List<Member> members) {
        for (Member member : members) {
            await().atMost(LIMIT).until(() -> member.membership().view().askedAt() - moment > 0);
        }
    }

    private static void assertNobodyEverMissing(List<Member> members) {
        for (Member member : members) {
            List<ClusterView> told = member.told();
            assertThat(member.workers()).containsExactly("a", "b", "c");
            int full = 0;
            while (full < told.size() && !told.get(full).workers().equals(List.of("a", "b", "c"))) {
                full++;
            }
            assertThat(told.subList(full, told.size()))
                    .as("views since all were there")
                    .isNotEmpty()
                    .allSatisfy(view -> assertThat(view.workers()).containsExactly("a", "b", "c"));
        }
    }

    /** Polls go on every 50 ms, so that every moment in which somebody is not there yet is seen. */
    @Test
    void aBrokerThatStartsAgainMakesNobodyLookGone() {
        try (LogLines failures = LogLines.of(EventLoop.class);
                Members members = new Members(mq.namesrvAddr(), "restarted", "restarted-topic", OFTEN)) {
            List<Member> all = List.of(
                    members.join("a"),
                    members.join("b", often(Duration.ofMillis(1_300))),
                    members.join("c", often(Duration.ofMillis(1_600))));
            awaitSettledAfter(Clock.system().nanos(), all);

            mq.restart();
            awaitSettledAfter(Clock.system().nanos(), all);
            assertNobodyEverMissing(all);

            mq.kill();
            mq.restart();
            awaitSettledAfter(Clock.system().nanos(), all);
            assertNobodyEverMissing(all);

            long left = Clock.system().nanos();
            all.get(2).membership().close();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(all.get(0).workers())
                    .as("who really goes still goes")
                    .containsExactly("a", "b"));
            assertThat(all.get(0).membership().view().askedAt()).isGreaterThan(left);
            assertThat(failures.lines()).isEmpty();
        }
    }

    @Test
    void aBrokerThatIsAwayChangesNothing() {
        try (Members members = new Members(mq.namesrvAddr(), "away", "away-topic", OFTEN)) {
            List<Member> all = List.of(members.join("a"), members.join("b"), members.join("c"));
            awaitSettledAfter(Clock.system().nanos(), all);

            mq.suspend();
            long gone = Clock.system().nanos();
            all.forEach(member -> member.membership().refresh());
            await().during(Duration.ofSeconds(4)).atMost(LIMIT).untilAsserted(() -> assertNobodyEverMissing(all));
            assertThat(all)
                    .allSatisfy(member ->
                            assertThat(member.membership().view().askedAt()).isLessThan(gone));
            mq.resume();

            awaitSettledAfter(Clock.system().nanos(), all);
            assertNobodyEverMissing(all);
        }
    }

    @Test
    void aStartWaitsForABroker() throws Exception {
        mq.kill();
        try (Members members = new Members(mq.namesrvAddr(), "waiting", "waiting-topic", Pace.DEFAULT)) {
            Member a = members.make("a");
            CompletableFuture<Void> start =
                    CompletableFuture.runAsync(() -> a.membership().start(a.told()::add));
            await().during(Duration.ofSeconds(1)).until(() -> !start.isDone());

            mq.restart();

            start.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(a.told()).extracting(ClusterView::workers).isNotEmpty().containsOnly(List.of("a"));
        } finally {
            if (!mq.isAlive()) {
                mq.restart();
            }
        }
    }
}
