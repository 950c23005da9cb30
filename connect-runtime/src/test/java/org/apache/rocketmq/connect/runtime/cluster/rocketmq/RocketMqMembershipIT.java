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

import java.time.Duration;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.connect.runtime.cluster.rocketmq.Members.Member;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** D-43, H-34: members of clusters on one broker. */
@WithRocketMq
class RocketMqMembershipIT {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqMembershipIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(2);

    /** So rarely that what is seen is not seen by polling. */
    private static final Pace RARELY =
            new Pace(Duration.ofSeconds(120), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(100));

    private final EmbeddedRocketMq mq;

    RocketMqMembershipIT(EmbeddedRocketMq mq) {
        this.mq = mq;
    }

    private static void awaitWorkers(Member member, String... workers) {
        await().atMost(LIMIT).pollInterval(LOOK).untilAsserted(() -> assertThat(member.workers())
                .containsExactly(workers));
    }

    private static void awaitSettled(Member... members) {
        for (Member member : members) {
            long now = Clock.system().nanos();
            await().atMost(LIMIT).pollInterval(LOOK).until(() -> {
                member.membership().refresh();
                return member.membership().view().askedAt() - now > 0;
            });
        }
    }

    @Test
    void threeMembersSeeEachOtherAndOneThatLeavesIsGoneAtOnce() {
        try (Members members = new Members(mq.namesrvAddr(), "seeing", "seeing-topic", RARELY)) {
            Member a = members.join("worker-a");
            assertThat(a.workers()).containsExactly("worker-a");
            Member b = members.join("worker-b");
            Member c = members.join("worker-c");
            for (Member member : List.of(a, b, c)) {
                awaitWorkers(member, "worker-a", "worker-b", "worker-c");
            }
            awaitSettled(a, b, c);

            long left = Clock.system().nanos();
            b.membership().close();

            awaitWorkers(a, "worker-a", "worker-c");
            awaitWorkers(c, "worker-a", "worker-c");
            LOG.info(
                    "Gone {} ms after it began to leave",
                    Clock.system().until(left).negated().toMillis());
            assertThat(a.membership().view().askedAt())
                    .as("who has gone has gone after it left")
                    .isGreaterThan(left);
        }
    }

    @Test
    void aKilledMemberIsGoneSoonForAllOthers() throws Exception {
        try (Members members = new Members(mq.namesrvAddr(), "killing", "killing-topic", RARELY)) {
            Member a = members.join("a");
            Member b = members.join("b");
            for (int i = 0; i < 3; i++) {
                try (MemberProcess killed = MemberProcess.start(mq.namesrvAddr(), "k", "killing", "killing-topic")) {
                    awaitWorkers(a, "a", "b", "k");
                    awaitWorkers(b, "a", "b", "k");
                    awaitSettled(a, b);

                    long died = Clock.system().nanos();
                    killed.kill();

                    awaitWorkers(a, "a", "b");
                    awaitWorkers(b, "a", "b");
                    LOG.info(
                            "Gone {} ms after SIGKILL",
                            Clock.system().until(died).negated().toMillis());
                }
            }
        }
    }

    /** U-05: a member of one is not a member of the other, also when they share the topic. */
    @Test
    void clustersOnOneBrokerDoNotSeeEachOther() {
        try (Members one = new Members(mq.namesrvAddr(), "one", "shared-topic", Pace.DEFAULT);
                Members two = new Members(mq.namesrvAddr(), "two", "shared-topic", Pace.DEFAULT)) {
            Member first = one.join("same-id");
            Member second = two.join("same-id");
            Member other = two.join("other-id");

            awaitWorkers(second, "other-id", "same-id");
            awaitWorkers(other, "other-id", "same-id");
            awaitSettled(first, second, other);
            assertThat(first.workers()).containsExactly("same-id");
            assertThat(first.told())
                    .allSatisfy(view -> assertThat(view.workers()).containsExactly("same-id"));
        }
    }

    @Test
    void workerIdsMayHaveAnyCharacters() {
        String odd = "wörker@10.0.0.1:8081 #1%/ü 工作节点";
        try (Members members = new Members(mq.namesrvAddr(), "odd", "odd-topic", RARELY)) {
            Member first = members.join(odd);
            Member second = members.join("DEFAULT");

            awaitWorkers(first, "DEFAULT", odd);
            awaitWorkers(second, "DEFAULT", odd);
        }
    }

    /** Who is started again is the same member, also while its last client still ends. */
    @Test
    void aMemberThatIsStartedAgainIsTheSameMember() {
        try (Members members = new Members(mq.namesrvAddr(), "again", "again-topic", RARELY)) {
            Member a = members.join("a");
            Member b = members.join("b");
            awaitWorkers(a, "a", "b");

            b.membership().close();
            Member again = members.join("b");

            awaitWorkers(a, "a", "b");
            awaitWorkers(again, "a", "b");
            awaitSettled(a, again);
            assertThat(a.workers()).containsExactly("a", "b");
        }
    }

    /** A client that has nothing to do with workers is no worker, and is not given anything to do. */
    @Test
    void aConsumerThatIsNoWorkerIsNotSeen() throws Exception {
        mq.createTopic("strange-topic", 1);
        DefaultLitePullConsumer stranger = new DefaultLitePullConsumer("strange");
        stranger.setNamesrvAddr(mq.namesrvAddr());
        stranger.setVipChannelEnabled(false);
        stranger.subscribe("strange-topic", "*");
        stranger.start();
        try (Members members = new Members(mq.namesrvAddr(), "strange", "strange-topic", RARELY)) {
            Member a = members.join("a");
            awaitSettled(a);
            assertThat(a.workers()).containsExactly("a");
        } finally {
            stranger.shutdown();
        }
    }
}
