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

import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.delete;
import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.LocalSnapshots;
import org.apache.rocketmq.connect.runtime.log.RecordingListener;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;
import org.junit.jupiter.api.Test;

class ReplicaTest {

    private final RocketMqLogSettings settings = LogFixture.settings("topic", Optional.empty());
    private final RecordingListener told = new RecordingListener();
    private final Replica replica = replica(settings);

    private Replica replica(RocketMqLogSettings of) {
        return new Replica(of, LocalSnapshots.none(of.layout(), "test", Clock.system()), told);
    }

    /** The messages of one append, from the offset on. */
    private static List<MessageExt> append(long offset, Update... updates) {
        List<MessageExt> messages = new ArrayList<>();
        for (int i = 0; i < updates.length; i++) {
            messages.add(stored(LogMessage.of("topic", "test", updates[i], updates.length - 1 - i), offset + i));
        }
        return messages;
    }

    private static MessageExt stored(Message message, long offset) {
        MessageExt stored = new MessageExt();
        stored.setTopic(message.getTopic());
        stored.setBody(message.getBody());
        stored.setQueueOffset(offset);
        MessageAccessor.setProperties(stored, message.getProperties());
        return stored;
    }

    @Test
    void updatesOfOneAppendWaitForEachOther() {
        List<MessageExt> three = append(1, put("a", 1), put("b", 2), put("c", 3));
        replica.read(append(0, put("before", 0)), 1);

        replica.read(three.subList(0, 1), 2);
        replica.read(three.subList(1, 2), 3);
        assertThat(told.batches()).containsExactly(List.of(put("before", 0)));
        assertThat(replica.told()).isEqualTo(1);
        assertThat(replica.next()).isEqualTo(3);
        replica.read(three.subList(2, 3), 4);

        assertThat(told.batches()).last().isEqualTo(List.of(put("a", 1), put("b", 2), put("c", 3)));
        assertThat(replica.told()).isEqualTo(4);
    }

    @Test
    void appendThatWasCutShortIsToldWhenSomethingElseFollows() {
        replica.read(append(0, put("a", 1), put("b", 2)).subList(0, 1), 1);
        replica.read(append(1, put("other", 1)), 2);

        assertThat(told.updates()).containsExactly(put("a", 1), put("other", 1));
        assertThat(replica.holdsBack()).isFalse();
    }

    @Test
    void appendThatWasCutShortIsToldWhenTheQueueEnds() {
        replica.read(append(0, put("a", 1), put("b", 2)).subList(0, 1), 1);
        assertThat(told.updates()).isEmpty();

        replica.tellHeld();

        assertThat(told.updates()).containsExactly(put("a", 1));
        assertThat(replica.told()).isEqualTo(1);
    }

    @Test
    void whatWasReadBeforeIsNotToldAgain() {
        replica.read(append(0, put("a", 1)), 1);
        replica.read(append(0, put("a", 1)), 1);

        assertThat(told.updates()).containsExactly(put("a", 1));
        assertThat(replica.next()).isEqualTo(1);
    }

    @Test
    void whatTheListenerRefusesIsForgotten() {
        Replica strict = new Replica(
                settings, LocalSnapshots.none(settings.layout(), "test", Clock.system()), updates -> updates.stream()
                        .filter(update -> !"13".equals(update.value()))
                        .toList());

        strict.read(append(0, put("a", 1), put("a", 13), put("b", 13), put("b", 13), put("c", 3)), 5);

        assertThat(strict.map().entries()).containsExactly(put("a", 1), put("c", 3));
        assertThat(strict.rule().live())
                .containsEntry("a", new RefreshRule.Live(0, 0))
                .containsOnlyKeys("a", "c");
    }

    @Test
    void refreshIsToldToWhoBeganWithNothingOnly() throws IOException {
        MessageExt refresh = stored(LogMessage.refresh("topic", "test", put("old", 1), 3), 11);
        replica.read(append(0, put("a", 1)), 11);
        replica.read(List.of(refresh), 12);
        assertThat(told.updates()).containsExactly(put("a", 1));

        Replica fresh = replica(settings);
        fresh.startEmpty(8);
        fresh.read(append(10, put("a", 1)), 11);
        fresh.read(List.of(refresh), 12);
        fresh.read(append(12, delete("old")), 13);
        fresh.read(List.of(stored(LogMessage.refresh("topic", "test", put("old", 1), 3), 13)), 14);

        assertThat(fresh.map().entries()).containsExactly(put("a", 1));
        assertThat(told.updates()).endsWith(put("a", 1), put("old", 1), delete("old"));
    }

    @Test
    void updateOfAKeyThatNoFileTakesIsPassedOver() {
        Replica picky = replica(new RocketMqLogSettings(
                "test",
                "test",
                "topic",
                "group",
                SnapshotLayout.of(new SnapshotLayout.Section("known/", "known.json")),
                Optional.empty(),
                settings.snapshotInterval(),
                settings.appendTimeout(),
                settings.confirmInterval(),
                false,
                Optional.empty()));

        picky.read(append(0, put("unknown/a", 1), put("known/a", 2)), 2);

        assertThat(told.updates()).containsExactly(put("known/a", 2));
    }

    @Test
    void listenerThatThrowsEndsNothing() {
        Replica suffering =
                new Replica(settings, LocalSnapshots.none(settings.layout(), "test", Clock.system()), updates -> {
                    throw new IllegalStateException("listener");
                });

        suffering.read(append(0, put("a", 1)), 1);

        assertThat(suffering.map().entries()).isEqualTo(Arrays.asList(put("a", 1)));
    }
}
