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
package org.apache.rocketmq.connect.bench.raw;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.plugin.Stopwatch;

/** Sends at a fixed rate from one thread and reads with another one, in the same process, as a worker's tasks do. */
final class RawPace {

    private static final int POLL_MILLIS = 1000;

    private RawPace() {}

    static Arrivals run(String namesrvAddr, RawSender sender, PaceOrder order) throws Exception {
        DefaultLitePullConsumer consumer = RawPuller.consumer(namesrvAddr);
        consumer.start();
        ExecutorService reading = Executors.newSingleThreadExecutor();
        try {
            RawPuller.fromTheBeginning(consumer, order.topic());
            Callable<Arrivals> read = () -> read(consumer, order.records());
            Future<Arrivals> arrivals = reading.submit(read);
            sender.pace(order);
            return arrivals.get();
        } finally {
            reading.shutdownNow();
            consumer.shutdown();
        }
    }

    private static Arrivals read(DefaultLitePullConsumer consumer, int expected) {
        Stopwatch stopwatch = new Stopwatch(expected);
        long first = 0;
        long firstMillis = 0;
        long batches = 0;
        int records = 0;
        while (records < expected) {
            List<MessageExt> messages = consumer.poll(POLL_MILLIS);
            if (!messages.isEmpty()) {
                if (batches == 0) {
                    first = System.nanoTime();
                    firstMillis = System.currentTimeMillis();
                }
                messages.forEach(message -> stopwatch.stop(message.getBody()));
                records += messages.size();
                batches++;
            }
        }
        return new Arrivals(records, batches, System.nanoTime() - first, firstMillis, stopwatch.delays());
    }
}
