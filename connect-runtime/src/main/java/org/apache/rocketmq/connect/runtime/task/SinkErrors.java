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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.pipeline.DeadLetterQueue;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.Origin;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a sink's bad records: those that cannot be converted, and those that the plugin reports. A plugin may
 * report from any thread; the letter of a record of its latest batch is the message as it was read.
 */
final class SinkErrors implements ErrorRecordReporter {

    private static final String UNKNOWN = "unknown";

    private final String pluginClass;
    private final ErrorPolicy policy;
    private final @Nullable RecordLetters writer;
    private final SinkDeadLetters letters;
    private volatile Offered offered = new Offered(List.of());
    private volatile @Nullable RecordFailure reported;

    /** A message's place, as plugins give it back. */
    private record Place(QueueId queue, long offset) {}

    /**
     * @param writer null when there is no dead-letter queue
     */
    SinkErrors(String pluginClass, ErrorPolicy policy, @Nullable RecordLetters writer, SinkDeadLetters letters) {
        this.pluginClass = pluginClass;
        this.policy = policy;
        this.writer = writer;
        this.letters = letters;
    }

    /** The messages of the records that the plugin is given now; the same list when it is given them once more. */
    void offered(List<InboundMessage> messages) {
        if (offered.messages != messages) {
            offered = new Offered(messages);
        }
    }

    /** What ends the task: a reported record that is not tolerated, or a letter that cannot be sent. */
    @Nullable
    RecordFailure failure() {
        return reported == null ? letters.failure() : reported;
    }

    void check() {
        RecordFailure failure = failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Told when the record of this message is given up. */
    Origin origin(InboundMessage message) {
        return new MessageOrigin(message);
    }

    /** For people: places in queues. */
    static String describe(Map<QueueId, Long> offsets) {
        return offsets.isEmpty()
                ? "an unknown place"
                : offsets.entrySet().stream()
                        .map(at -> "queue " + at.getKey() + " offset " + at.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private final class MessageOrigin implements Origin {

        private final InboundMessage message;

        private MessageOrigin(InboundMessage message) {
            this.message = message;
        }

        private Map<QueueId, Long> place() {
            return Map.of(message.queue(), message.offset());
        }

        @Override
        public String describe() {
            return SinkErrors.describe(place());
        }

        @Override
        public void deadLetter(RecordError error) {
            RecordLetters queue = writer;
            if (queue != null) {
                letters.send(
                        place(),
                        new SinkDeadLetters.Draft(queue.letter(message, error), () -> queue.pointer(message, error)));
            }
        }
    }

    /** A record that the plugin made anew, or reports long after it was given it: what it holds now is what is left. */
    private final class RecordOrigin implements Origin {

        private final ConnectRecord record;
        private final @Nullable Place place;
        private final Map<QueueId, Long> held;

        /**
         * @param place null when the record does not say where it is from
         * @param held what may not be committed before the letter has arrived
         */
        private RecordOrigin(ConnectRecord record, @Nullable Place place, Map<QueueId, Long> held) {
            this.record = record;
            this.place = place;
            this.held = held;
        }

        @Override
        public String describe() {
            return SinkErrors.describe(place == null ? Map.of() : held);
        }

        @Override
        public void deadLetter(RecordError error) {
            RecordLetters queue = writer;
            if (queue != null) {
                letters.sendLater(held, () -> draft(queue, error));
            }
        }

        private SinkDeadLetters.Draft draft(RecordLetters queue, RecordError error) {
            DeadLetterQueue.Place from = place == null
                    ? new DeadLetterQueue.Place(null, null, UNKNOWN, UNKNOWN)
                    : new DeadLetterQueue.Place(
                            place.queue().topic(),
                            place.queue().brokerName(),
                            Integer.toString(place.queue().queueId()),
                            Long.toString(place.offset()));
            RecordLetters.Letter letter = queue.letter(record, from, error);
            return new SinkDeadLetters.Draft(
                    letter.message(), letter.pointer() ? null : () -> queue.pointer(record, from, error));
        }
    }

    @Override
    public void report(ConnectRecord record, Throwable error) {
        Offered given = offered;
        Place place = place(record);
        if (place != null && given.isGivenUp(place)) {
            return; // of a batch that is put again: its letter is on its way, or there
        }
        try {
            policy.giveUp(new RecordError(Stage.TASK_PUT, pluginClass, error), origin(record, place, given));
        } catch (RecordFailure e) {
            reported = e; // also when the plugin swallows it
            throw e;
        }
        if (place != null) {
            given.givenUp(place);
        }
    }

    private Origin origin(ConnectRecord record, @Nullable Place place, Offered given) {
        if (place == null) { // it may be any of them
            return new RecordOrigin(record, null, given.starts());
        }
        InboundMessage message = given.find(place);
        return message == null
                ? new RecordOrigin(record, place, Map.of(place.queue(), place.offset()))
                : new MessageOrigin(message);
    }

    private static @Nullable Place place(ConnectRecord record) {
        RecordPosition position = record.getPosition();
        if (position == null
                || position.getPartition() == null
                || position.getPartition().getPartition() == null) {
            return null;
        }
        Optional<QueueId> queue = QueuePartitions.queue(position.getPartition());
        Optional<Long> offset = QueuePartitions.offset(position.getOffset());
        return queue.isPresent() && offset.isPresent() ? new Place(queue.get(), offset.get()) : null;
    }

    /** The messages of one batch; sorted by place only when the plugin asks for one. Any thread. */
    private static final class Offered {

        private final List<InboundMessage> messages;
        private final Set<Place> givenUp = new HashSet<>();
        private @Nullable Map<Place, InboundMessage> places;

        private Offered(List<InboundMessage> messages) {
            this.messages = messages;
        }

        private synchronized boolean isGivenUp(Place place) {
            return givenUp.contains(place);
        }

        private synchronized void givenUp(Place place) {
            givenUp.add(place);
        }

        private synchronized @Nullable InboundMessage find(Place wanted) {
            Map<Place, InboundMessage> known = places;
            if (known == null) {
                known = new HashMap<>();
                for (InboundMessage message : messages) {
                    known.put(new Place(message.queue(), message.offset()), message);
                }
                places = known;
            }
            return known.get(wanted);
        }

        /** Where each queue's part of the batch begins. */
        private Map<QueueId, Long> starts() {
            Map<QueueId, Long> starts = new HashMap<>();
            messages.forEach(message -> starts.merge(message.queue(), message.offset(), Math::min));
            return starts;
        }
    }
}
