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

import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.remoting.exception.RemotingTimeoutException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;

/**
 * S4 against a broker that answers in any order, late, twice, or with failures that may or may not have stored the batch,
 * while the topic's queues come and go.
 */
class RocketMqProducerOrderTest {

    private static final String TOPIC = "t";
    private static final int KEYS = 40;
    private static final int MESSAGES = 20_000;

    /** Six tries with 20,000 messages each. */
    @Property(tries = 6)
    void equalKeysAreStoredInOrderWhateverFailsAndHoweverQueuesChange(@ForAll long seed) {
        World world = new World(seed);
        world.run();
        world.assertInOrder();
    }

    private static final class World {
        private final Random random;
        private final ManualClock clock = ManualClock.still();
        private final ManualEventLoop loop = new ManualEventLoop(clock);
        private final FakeClient client = new FakeClient();
        private final FakeNames names = new FakeNames(TOPIC);
        private final RouteWatcher routes = new RouteWatcher(names, loop);
        private final RocketMqProducer producer = new RocketMqProducer(
                client, routes, new FakeAdmin(spec -> names.set(spec.writeQueues())), loop, Runnable::run, clock);

        private final List<Sent> tickets = new ArrayList<>();
        private final List<FakeClient.Attempt> open = new ArrayList<>();
        private final List<FakeClient.Attempt> answered = new ArrayList<>();

        /** The broker's log: every message of a key in the order in which it was stored, repeats included. */
        private final Map<Integer, List<Integer>> stored = new HashMap<>();

        private final Map<Integer, Integer> storedTimes = new HashMap<>();
        private int unknownOutcomes;

        World(long seed) {
            random = new Random(seed);
            names.set(4);
        }

        void run() {
            for (int rounds = 0; open(rounds); rounds++) {
                for (int i = 0; i < 50; i++) { // asking all tickets after every step would take long
                    step();
                }
            }
        }

        private boolean open(int rounds) {
            assertThat(rounds).as("rounds until all is told").isLessThan(5_000);
            return tickets.size() < MESSAGES || tickets.stream().anyMatch(ticket -> ticket.told() == 0);
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> send();
                case 3 -> loop.advance(Duration.ofMillis(random.nextInt(400)));
                case 4 -> changeQueues();
                case 5 -> repeatAnAnswer();
                default -> answer();
            }
            loop.run();
            open.addAll(client.takeAll());
        }

        private void send() {
            List<SendTicket> call = new ArrayList<>();
            for (int i = random.nextInt(200); i > 0 && tickets.size() < MESSAGES; i--) {
                int key = random.nextInt(KEYS);
                Sent ticket = sent(TOPIC, key == 0 ? null : "key-" + key, key + " " + tickets.size());
                tickets.add(ticket);
                call.add(ticket);
            }
            producer.send(call);
        }

        private void changeQueues() {
            if (random.nextInt(10) == 0) {
                names.set(1 + random.nextInt(8));
                routes.refresh(TOPIC);
            }
        }

        private void repeatAnAnswer() {
            if (!answered.isEmpty()) {
                FakeClient.Attempt late = answered.get(random.nextInt(answered.size()));
                if (random.nextBoolean()) {
                    late.store();
                } else {
                    late.fail(new RemotingTimeoutException("once more"));
                }
            }
        }

        private void answer() {
            if (open.isEmpty()) {
                return;
            }
            FakeClient.Attempt attempt = open.remove(random.nextInt(open.size()));
            answered.add(attempt);
            switch (random.nextInt(10)) {
                case 0 -> attempt.fail(new RemotingTimeoutException("was not stored"));
                case 1 -> attempt.fail(new MQBrokerException(ResponseCode.SYSTEM_BUSY, "flow control"));
                case 2 -> attempt.fail(new MQBrokerException(ResponseCode.NO_PERMISSION, "not here"));
                case 3 -> {
                    unknownOutcomes++;
                    keep(attempt);
                    attempt.fail(new RemotingTimeoutException("was stored all the same"));
                }
                default -> {
                    keep(attempt);
                    attempt.store();
                }
            }
        }

        private void keep(FakeClient.Attempt attempt) {
            for (String body : attempt.bodies()) {
                int key = Integer.parseInt(body.substring(0, body.indexOf(' ')));
                int number = Integer.parseInt(body.substring(body.indexOf(' ') + 1));
                stored.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
                storedTimes.merge(number, 1, Integer::sum);
            }
        }

        void assertInOrder() {
            assertThat(tickets).extracting(Sent::told).containsOnly(1);
            assertThat(storedTimes).as("everything is stored").hasSize(MESSAGES);
            assertThat(unknownOutcomes)
                    .as("batches stored without an acknowledgement")
                    .isPositive();
            stored.remove(0); // without a key
            stored.forEach((key, numbers) -> {
                int last = -1;
                for (int number : numbers) {
                    if (storedTimes.getOrDefault(number, 0) == 1) {
                        assertThat(number).as("key %s", key).isGreaterThan(last);
                    }
                    last = Math.max(last, number);
                }
                assertThat(firsts(numbers))
                        .as("first occurrences of key %s", key)
                        .isSorted();
            });
        }

        private static List<Integer> firsts(List<Integer> numbers) {
            return numbers.stream().distinct().toList();
        }
    }
}
