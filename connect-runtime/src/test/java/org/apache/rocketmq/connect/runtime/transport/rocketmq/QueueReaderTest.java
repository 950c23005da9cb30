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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.junit.jupiter.api.Test;

/** One queue, read ahead of its task: in order, within bounds, and never from two places at once. */
class QueueReaderTest {

    private static final int BODY = 1_000;
    private static final long WEIGHT = Prefetch.weight(BODY);

    private final ManualClock clock = ManualClock.still();
    private final Prefetch prefetch = new Prefetch(10 * WEIGHT);
    private final Pulled pulled = new Pulled();
    private final QueueReader reader = reader("t", pulled);
    private int news;

    private record Pull(long offset, PullCallback callback) {}

    /** The broker's side. */
    private static final class Pulled implements QueueReader.Pulls {
        private final ArrayDeque<Pull> open = new ArrayDeque<>();

        @Override
        public void pull(long offset, PullCallback callback) {
            open.addLast(new Pull(offset, callback));
        }

        private void answer(int messages) {
            Pull pull = open.removeFirst();
            long next = pull.offset() + messages;
            pull.callback()
                    .onSuccess(new PullResult(
                            messages == 0 ? PullStatus.NO_NEW_MSG : PullStatus.FOUND,
                            next,
                            0,
                            1_000,
                            LongStream.range(pull.offset(), next)
                                    .mapToObj(Pulled::message)
                                    .toList()));
        }

        private void answer(PullStatus status, long next, long min, long max) {
            open.removeFirst().callback().onSuccess(new PullResult(status, next, min, max, null));
        }

        private static MessageExt message(long offset) {
            MessageExt message = new MessageExt();
            message.setQueueOffset(offset);
            message.setMsgId("id-" + offset);
            message.setBody(new byte[BODY]);
            message.putUserProperty("p", "v");
            return message;
        }
    }

    private QueueReader reader(String topic, Pulled pulls) {
        return new QueueReader(new MessageQueue(topic, "b", 0), 0, pulls, prefetch, clock, () -> news++);
    }

    private static List<Long> take(QueueReader reader, int room) {
        List<InboundMessage> messages = new ArrayList<>();
        reader.take(room, messages);
        return messages.stream().map(InboundMessage::offset).toList();
    }

    private static long position(QueueReader reader) {
        return reader.take(1_000, new ArrayList<>());
    }

    @Test
    void theNextPullLeavesWithTheAnswerToTheLastOne() {
        reader.pull();
        pulled.answer(4);

        assertThat(pulled.open).extracting(Pull::offset).containsExactly(4L);
        assertThat(news).isEqualTo(1);
        reader.pull();
        assertThat(pulled.open).as("one at a time").hasSize(1);
        pulled.answer(4);
        assertThat(take(reader, 100)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(take(reader, 100)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(take(reader, 100)).isEmpty();
    }

    /** K3. */
    @Test
    void pullingStopsAtTheBoundAndGoesOnBelowIt() {
        reader.pull();
        pulled.answer(6);
        pulled.answer(6);

        assertThat(pulled.open).as("12 messages of at most 10 are there").isEmpty();
        reader.pull();
        assertThat(pulled.open).isEmpty();

        assertThat(take(reader, 2)).containsExactly(0L, 1L);
        reader.pull();
        assertThat(pulled.open).as("still 10").isEmpty();
        assertThat(take(reader, 1)).containsExactly(2L);
        reader.pull();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(12L);
    }

    @Test
    void aFullOrPausedQueueDoesNotStarveAnother() {
        Pulled otherPulled = new Pulled();
        QueueReader other = reader("other", otherPulled);
        reader.pull();
        pulled.answer(20);
        reader.setPaused(true);

        other.pull();
        otherPulled.answer(3);

        assertThat(take(other, 100)).containsExactly(0L, 1L, 2L);
        other.pull();
        assertThat(otherPulled.open).hasSize(1);
    }

    @Test
    void aTakeSplitsAnAnswerAndTellsWhereTheQueueStands() {
        reader.pull();
        pulled.answer(5);

        assertThat(reader.take(2, new ArrayList<>())).isEqualTo(2);
        assertThat(reader.take(2, new ArrayList<>())).isEqualTo(4);
        assertThat(reader.take(2, new ArrayList<>())).isEqualTo(5);
        assertThat(reader.take(2, new ArrayList<>())).isNegative();
    }

    @Test
    void whatAFilterPassesMovesThePositionWithoutMessagesAndWakesNobody() {
        reader.pull();
        pulled.answer(PullStatus.NO_MATCHED_MSG, 500, 0, 1_000);
        pulled.answer(PullStatus.NO_MATCHED_MSG, 900, 0, 1_000);

        assertThat(news).isZero();
        assertThat(position(reader)).isEqualTo(900);
        assertThat(position(reader)).isNegative();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(900L);
    }

    @Test
    void aSeekDropsWhatWasFetchedAndVoidsWhatIsOnItsWay() {
        reader.pull();
        pulled.answer(20);
        reader.seek(7);
        assertThat(take(reader, 100)).isEmpty();
        assertThat(prefetch.hasRoom()).as("the room is given back").isTrue();

        reader.pull();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(7L);
        reader.seek(3);
        reader.pull();
        pulled.answer(2); // to the pull from 7
        assertThat(take(reader, 100)).isEmpty();
        pulled.answer(2);
        assertThat(take(reader, 100)).containsExactly(3L, 4L);
    }

    @Test
    void aPauseKeepsWhatWasFetchedAndFetchesNoMore() {
        reader.pull();
        reader.setPaused(true);
        pulled.answer(2);

        assertThat(take(reader, 100)).isEmpty();
        reader.pull();
        assertThat(pulled.open).isEmpty();

        reader.setPaused(false);
        assertThat(take(reader, 100)).containsExactly(0L, 1L);
        reader.pull();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(2L);
    }

    @Test
    void aFailedPullIsTriedAgainAfterARest() {
        reader.pull();
        pulled.open.removeFirst().callback().onException(new IllegalStateException("gone"));

        assertThat(reader.failure()).hasMessage("gone");
        assertThat(reader.pull()).isPositive();
        assertThat(pulled.open).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(reader.pull()).isZero();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(0L);
        pulled.answer(0);
        assertThat(reader.failure()).isNull();
    }

    /** A broker that answers at once without getting on must not be asked in a circle. */
    @Test
    void anAnswerThatLeadsNowhereIsFollowedByARest() {
        reader.pull();
        pulled.answer(PullStatus.NO_MATCHED_MSG, 0, 0, 1_000);

        assertThat(pulled.open).isEmpty();
        assertThat(reader.pull()).isPositive();
        clock.advance(Duration.ofSeconds(1));
        reader.pull();
        assertThat(pulled.open).hasSize(1);
    }

    @Test
    void anOffsetThatIsNotThereIsToldAfterWhatWasFetchedBeforeIt() {
        reader.pull();
        pulled.answer(2);
        pulled.answer(PullStatus.OFFSET_ILLEGAL, 50, 50, 90);

        assertThat(reader.outOfRange()).as("two messages come first").isNull();
        assertThat(pulled.open).isEmpty();
        assertThat(take(reader, 100)).containsExactly(0L, 1L);

        assertThat(reader.outOfRange()).isEqualTo(new QueueReader.OutOfRange(2, 50, 90));
        reader.seek(50);
        assertThat(reader.outOfRange()).isNull();
        reader.pull();
        assertThat(pulled.open).extracting(Pull::offset).containsExactly(50L);
    }

    @Test
    void afterCloseNothingIsAskedAndNothingIsKept() {
        reader.pull();
        reader.close();
        pulled.answer(20);

        reader.pull();
        assertThat(pulled.open).isEmpty();
        assertThat(take(reader, 100)).isEmpty();
        assertThat(prefetch.hasRoom()).isTrue();
    }

    @Test
    void theKeysOfAMessageAreItsKeysProperty() {
        MessageExt message = Pulled.message(0);
        message.setKeys("k");
        reader.pull();
        pulled.open.removeFirst().callback().onSuccess(new PullResult(PullStatus.FOUND, 1, 0, 1, List.of(message)));
        List<InboundMessage> messages = new ArrayList<>();
        reader.take(1, messages);

        assertThat(messages.get(0).keys()).isEqualTo("k");
        assertThat(messages.get(0).properties()).containsEntry(MessageConst.PROPERTY_KEYS, "k");
    }
}
