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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.junit.jupiter.api.Test;

/** M-122, K2: whatever is shared, every queue has one owner, nobody has much more than others, and little moves. */
class QueueDealTest {

    private static List<QueueId> queues(String topic, int brokers, int onEach) {
        List<QueueId> queues = new ArrayList<>();
        for (int broker = 0; broker < brokers; broker++) {
            for (int queue = 0; queue < onEach; queue++) {
                queues.add(new QueueId(topic, "broker-" + broker, queue));
            }
        }
        return queues;
    }

    private static List<TaskId> tasks(String connector, int count) {
        return IntStream.range(0, count).mapToObj(i -> new TaskId(connector, i)).toList();
    }

    private static List<Integer> loads(Map<QueueId, TaskId> owners, List<TaskId> members) {
        return members.stream()
                .map(member -> Collections.frequency(owners.values(), member))
                .toList();
    }

    private static int spread(List<Integer> loads) {
        return Collections.max(loads) - Collections.min(loads);
    }

    @Property(tries = 300)
    void everyQueueHasOneOwnerAndTheSharesDifferByOneAtMost(
            @ForAll @IntRange(min = 1, max = 4) int brokers,
            @ForAll @IntRange(min = 0, max = 16) int onEach,
            @ForAll @IntRange(min = 1, max = 12) int members,
            @ForAll @IntRange(min = -1, max = 50) int rank) {
        List<QueueId> queues = queues("t", brokers, onEach);
        List<TaskId> tasks = tasks("c", members);

        Map<QueueId, TaskId> owners = QueueDeal.deal(queues, tasks, rank);

        assertThat(owners.keySet()).containsExactlyInAnyOrderElementsOf(queues);
        assertThat(tasks).containsAll(owners.values());
        assertThat(spread(loads(owners, tasks))).isLessThanOrEqualTo(1);
    }

    @Property(tries = 100)
    void theAnswerDoesNotDependOnTheOrderOfTheQuestion(
            @ForAll @IntRange(min = 1, max = 16) int onEach,
            @ForAll @IntRange(min = 1, max = 8) int members,
            @ForAll long seed) {
        List<QueueId> queues = queues("t", 3, onEach);
        List<TaskId> tasks = tasks("c", members);
        List<QueueId> otherQueues = new ArrayList<>(queues);
        List<TaskId> otherTasks = new ArrayList<>(tasks);
        Collections.shuffle(otherQueues, new Random(seed));
        Collections.shuffle(otherTasks, new Random(seed));

        assertThat(QueueDeal.deal(otherQueues, otherTasks, 3)).isEqualTo(QueueDeal.deal(queues, tasks, 3));
    }

    /** Two workers may run different versions: the answer may never change. */
    @Test
    void theAnswerIsTheSameInEveryProcessAndVersion() {
        Map<QueueId, TaskId> owners = QueueDeal.deal(queues("orders", 1, 6), tasks("c", 3), 0);

        assertThat(owners)
                .isEqualTo(Map.of(
                        new QueueId("orders", "broker-0", 0), new TaskId("c", 0),
                        new QueueId("orders", "broker-0", 1), new TaskId("c", 2),
                        new QueueId("orders", "broker-0", 2), new TaskId("c", 1),
                        new QueueId("orders", "broker-0", 3), new TaskId("c", 1),
                        new QueueId("orders", "broker-0", 4), new TaskId("c", 2),
                        new QueueId("orders", "broker-0", 5), new TaskId("c", 0)));
    }

    @Test
    void nobodySharesANothing() {
        assertThat(QueueDeal.deal(queues("t", 1, 8), List.of(), 0)).isEmpty();
    }

    @Property(tries = 60)
    void manySmallTopicsAreSharedEvenlyToo(
            @ForAll @IntRange(min = 1, max = 40) int topics,
            @ForAll @IntRange(min = 1, max = 8) int onEach,
            @ForAll @IntRange(min = 1, max = 8) int members) {
        List<TaskId> tasks = tasks("c", members);
        Map<QueueId, TaskId> all = new HashMap<>();
        for (int rank = 0; rank < topics; rank++) {
            all.putAll(QueueDeal.deal(queues("topic-" + rank, 1, onEach), tasks, rank));
        }

        assertThat(spread(loads(all, tasks))).isLessThanOrEqualTo(1);
    }

    /** Over many groups; a formula by remainder moves nearly all queues instead. */
    @Test
    void aTaskThatGoesMovesLittleMoreThanItsOwnQueues() {
        int moved = 0;
        int needed = 0;
        for (int members = 2; members <= 8; members++) {
            for (int group = 0; group < 20; group++) {
                List<QueueId> queues = queues("topic-" + group, 2, 16);
                List<TaskId> tasks = tasks("c", members);
                TaskId gone = tasks.get(group % members);
                List<TaskId> rest =
                        tasks.stream().filter(task -> !task.equals(gone)).toList();

                Map<QueueId, TaskId> before = QueueDeal.deal(queues, tasks, 0);
                Map<QueueId, TaskId> after = QueueDeal.deal(queues, rest, 0);

                moved += moved(before, after);
                needed += Collections.frequency(before.values(), gone);
            }
        }
        assertThat((double) moved / needed).isBetween(1.0, 2.0);
    }

    @Test
    void newQueuesMoveFewOldOnes() {
        int moved = 0;
        int old = 0;
        for (int members = 2; members <= 8; members++) {
            for (int group = 0; group < 20; group++) {
                List<TaskId> tasks = tasks("c", members);
                Map<QueueId, TaskId> before = QueueDeal.deal(queues("topic-" + group, 2, 16), tasks, 0);
                Map<QueueId, TaskId> after = QueueDeal.deal(queues("topic-" + group, 2, 17), tasks, 0);

                moved += moved(before, after);
                old += before.size();
            }
        }
        assertThat((double) moved / old).isLessThan(0.15);
    }

    private static int moved(Map<QueueId, TaskId> before, Map<QueueId, TaskId> after) {
        return (int) before.entrySet().stream()
                .filter(owned -> !owned.getValue().equals(after.get(owned.getKey())))
                .count();
    }
}
