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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.log.LocalSnapshots;
import org.apache.rocketmq.connect.runtime.log.RecordingListener;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.SingleQueue;
import org.junit.jupiter.api.Test;

/** What the reader makes of answers that a broker gives at bad moments. */
class LogReaderTest {

    private final ManualClock clock = ManualClock.still();
    private final RecordingListener told = new RecordingListener();
    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long offset, PullCallback callback) {}

    private LogReader reader(boolean compacted) {
        RocketMqLogSettings settings = LogFixture.settings("topic", Optional.empty());
        Replica replica = new Replica(settings, LocalSnapshots.none(settings.layout(), "test", clock), told);
        SingleQueue queue = mock(SingleQueue.class);
        doAnswer(call -> {
                    boolean watch = call.getArgument(1);
                    if (!watch) {
                        looks.add(new Look(call.getArgument(0), call.getArgument(2)));
                    }
                    return null;
                })
                .when(queue)
                .pull(anyLong(), anyBoolean(), any());
        return new LogReader(queue, replica, clock, Runnable::run, settings, compacted);
    }

    private static MessageExt message(int offset) {
        MessageExt stored = new MessageExt();
        var message = LogMessage.of("topic", "test", put("key-" + offset, offset), 0);
        stored.setTopic("topic");
        stored.setBody(message.getBody());
        stored.setQueueOffset(offset);
        MessageAccessor.setProperties(stored, message.getProperties());
        return stored;
    }

    private static PullResult answer(PullStatus status, long next, long end, Integer... offsets) {
        return new PullResult(
                status,
                next,
                0,
                end,
                Arrays.stream(offsets).map(LogReaderTest::message).toList());
    }

    /** Answers the next question, which must be about that offset. */
    private void answer(LogReader reader, long offset, PullResult result) throws IOException {
        for (int i = 0; looks.isEmpty() && i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            reader.pump();
        }
        Look look = looks.remove();
        assertThat(look.offset()).isEqualTo(offset);
        look.callback().onSuccess(result);
        reader.pump();
    }

    /** RocketMQ's index of a compacted topic shows a message before the message itself can be read. */
    @Test
    void messageThatACompactedTopicPassesOverAtItsEndIsAskedForAgain() throws IOException {
        LogReader reader = reader(true);

        answer(reader, 0, answer(PullStatus.FOUND, 3, 3, 0, 1));
        answer(reader, 2, answer(PullStatus.NO_MATCHED_MSG, 3, 3));
        assertThat(reader.replayed()).isFalse();
        answer(reader, 2, answer(PullStatus.FOUND, 3, 3, 2));

        assertThat(told.updates()).isEqualTo(List.of(put("key-0", 0), put("key-1", 1), put("key-2", 2)));
        assertThat(reader.replayed()).isTrue();
    }

    @Test
    void whatCompactionTookAwayIsNotWaitedFor() throws IOException {
        LogReader reader = reader(true);

        answer(reader, 0, answer(PullStatus.FOUND, 10, 10, 4, 9));

        assertThat(told.updates()).isEqualTo(List.of(put("key-4", 4), put("key-9", 9)));
        assertThat(reader.replayed()).isTrue();
    }

    @Test
    void whatACompactedTopicNeverShowsIsPassedOverAfterSomeSeconds() throws IOException {
        LogReader reader = reader(true);

        answer(reader, 0, answer(PullStatus.FOUND, 1, 2, 0));
        for (int i = 0; !reader.replayed() && i < 100; i++) {
            answer(reader, 1, answer(PullStatus.NO_MATCHED_MSG, 2, 2));
        }

        assertThat(reader.replayed()).isTrue();
        assertThat(told.updates()).isEqualTo(List.of(put("key-0", 0)));
    }

    @Test
    void whatAnyOtherTopicPassesOverIsNotAskedForAgain() throws IOException {
        LogReader reader = reader(false);

        answer(reader, 0, answer(PullStatus.FOUND, 3, 3, 0, 1));

        assertThat(reader.replayed()).isTrue();
    }
}
