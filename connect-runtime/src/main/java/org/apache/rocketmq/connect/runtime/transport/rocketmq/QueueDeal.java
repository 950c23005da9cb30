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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.QueueId;

/**
 * Deals the queues of a topic out to the tasks that share it. The same question has the same answer everywhere; nobody has
 * more than one queue more than another; and a task or a queue that comes or goes moves few others: each queue has a
 * liking for every task that depends on nothing else, and the strongest likings are met first.
 *
 * <p>Which tasks get a queue more than others rotates with the topic's place among its group's topics, so that a group with
 * many small topics is shared evenly as well.
 */
final class QueueDeal {

    private QueueDeal() {}

    private record Liking(int queue, int member, long strength) {}

    /**
     * @param queues of one topic
     * @param members all tasks that share it
     * @param rank the topic's place among the group's topics
     * @return the owner of each queue
     */
    static Map<QueueId, TaskId> deal(Collection<QueueId> queues, Collection<TaskId> members, int rank) {
        if (members.isEmpty()) {
            return Map.of();
        }
        List<QueueId> sortedQueues = queues.stream().sorted().toList();
        List<TaskId> sortedMembers = members.stream().sorted().toList();
        int[] room = room(sortedQueues.size(), sortedMembers.size(), rank);
        Map<QueueId, TaskId> owners = new HashMap<>();
        for (Liking liking : likings(sortedQueues, sortedMembers)) {
            QueueId queue = sortedQueues.get(liking.queue());
            if (room[liking.member()] > 0 && !owners.containsKey(queue)) {
                owners.put(queue, sortedMembers.get(liking.member()));
                room[liking.member()]--;
            }
        }
        return owners;
    }

    /** How many queues each member gets. */
    private static int[] room(int queues, int members, int rank) {
        int[] room = new int[members];
        Arrays.fill(room, queues / members);
        int rest = queues % members;
        for (int i = 0; i < rest; i++) {
            room[Math.floorMod((long) rank * rest + i, members)]++;
        }
        return room;
    }

    private static List<Liking> likings(List<QueueId> queues, List<TaskId> members) {
        List<Liking> likings = new ArrayList<>(queues.size() * members.size());
        for (int q = 0; q < queues.size(); q++) {
            long queue = hash(queues.get(q).toString());
            for (int m = 0; m < members.size(); m++) {
                likings.add(new Liking(q, m, mix(queue ^ hash(members.get(m).toString()))));
            }
        }
        likings.sort(Comparator.comparingLong(Liking::strength)
                .thenComparingInt(Liking::queue)
                .thenComparingInt(Liking::member));
        return likings;
    }

    /** FNV-1a over the characters: the same in every process. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** Spreads every bit over all others (the finalizer of MurmurHash3). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
