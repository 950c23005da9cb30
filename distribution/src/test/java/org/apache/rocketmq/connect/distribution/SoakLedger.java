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
package org.apache.rocketmq.connect.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.distribution.SoakKind.Fate;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqClient;

/**
 * What became of every record: read from the sink's file, from the topic and from both dead-letter queues, each by its own
 * means and never by those of the worker.
 *
 * <p>Orders are those of first occurrences, as repeating is allowed. Of the topic it is the order in the broker's commit
 * log, which is one for all queues; of the sink that of the lines in its file.
 */
final class SoakLedger {

    private static final Pattern LINE = Pattern.compile("(\\d+),(\\d+),([^,]+),(\\d+)-(\\d+),(\\d+);");
    private static final Pattern ID = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern POINTER = Pattern.compile("\\{p=(\\d+)}.*\\{n=(\\d+)}", Pattern.DOTALL);
    private static final String ERRORS = "__connect.errors.";
    private static final int SHOWN = 10;

    /**
     * A broker that is killed while it copies a message into its log leaves one that ends at the border of a page. When it
     * recovers it checks the body alone, so what lacks is the properties: nobody can tell whose message it is. It was never
     * acknowledged and does not count as its record, which has to be found elsewhere.
     */
    private static final String HALF_WRITTEN = "messages half written by a killed broker";

    private static final String HALF_WRITTEN_LETTERS =
            "letters of the sink for such messages, repeated or half written";

    private final Path sink;
    private final int partitions;
    private final List<List<Entry>> entries = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<Long> places = new HashSet<>();
    private final Map<Integer, Long> highest = new HashMap<>();
    private final Map<String, Set<Integer>> queuesOfKeys = new HashMap<>();
    private final List<String> offences = new ArrayList<>();
    private int offenceCount;
    private long sinkRead;
    private int sinkLine;
    private int delivered;

    /** One record. */
    private static final class Entry {

        private final Set<Fate> fates = EnumSet.noneOf(Fate.class);
        private String key = "null";
        private long firstStored = Long.MAX_VALUE;
        private int firstPut = Integer.MAX_VALUE;
        private int firstPutQueue;
        private long storedByRun;
        private long putByRun;
    }

    SoakLedger(Path sink, int partitions) {
        this.sink = sink;
        this.partitions = partitions;
        for (int i = 0; i < partitions; i++) {
            entries.add(new ArrayList<>());
        }
    }

    private Entry entry(int partition, int n) {
        List<Entry> own = entries.get(partition);
        while (own.size() <= n) {
            own.add(new Entry());
        }
        return own.get(n);
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int counted(String what) {
        return counts.getOrDefault(what, 0);
    }

    /** How many different records the sink has, after reading on in its file. */
    int delivered() {
        if (Files.exists(sink)) {
            readSink();
        }
        return delivered;
    }

    private void readSink() {
        try (RandomAccessFile in = new RandomAccessFile(sink.toFile(), "r")) {
            byte[] more = new byte[(int) Math.min(in.length() - sinkRead, 1 << 26)];
            in.seek(sinkRead);
            in.readFully(more);
            int end = more.length;
            while (end > 0 && more[end - 1] != ';') {
                end--;
            }
            sinkRead += end;
            new String(more, 0, end, UTF_8).lines().forEach(this::put);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            if (!line.isEmpty()) {
                count("lines cut by a kill");
            }
            return;
        }
        int queue = Integer.parseInt(parts.group(1));
        long offset = Long.parseLong(parts.group(2));
        long run = Long.parseLong(parts.group(6));
        Entry entry = entry(Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)));
        sinkLine++;
        if (places.add(((long) queue << 48) + offset)) {
            if (highest.merge(queue, offset, Math::max) > offset) {
                offend("queue " + queue + ": offset " + offset + " was put for the first time after "
                        + highest.get(queue));
            }
        } else {
            count(
                    run == entry.putByRun
                            ? "put again by the same run (retried, or the broker forgot an offset)"
                            : "put again by a later run (its offset was not committed yet)");
        }
        entry.putByRun = run;
        if (entry.fates.add(Fate.DELIVERED)) {
            delivered++;
            entry.firstPut = sinkLine;
            entry.firstPutQueue = queue;
        }
    }

    /** Reads the topic. */
    void readTopic(RocketMqClient client, String topic) {
        client.readEach(topic, message -> {
            Matcher id = ID.matcher(String.valueOf(message.getProperty("connect-ext-soak-id")));
            if (!id.matches()) {
                count(HALF_WRITTEN);
                return;
            }
            count("messages in the topic");
            Entry entry = entry(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)));
            long run = Long.parseLong(message.getProperty("connect-ext-soak-run"));
            entry.key = String.valueOf(message.getKeys());
            if (message.getKeys() != null) {
                queuesOfKeys
                        .computeIfAbsent(entry.key, unknown -> new TreeSet<>())
                        .add(message.getQueueId());
            }
            entry.firstStored = Math.min(entry.firstStored, message.getCommitLogOffset());
            if (!entry.fates.add(Fate.STORED)) {
                count(
                        run == entry.storedByRun
                                ? "sent again by the same run (the first outcome was not known)"
                                : "sent again by a later run (its position was not stored yet)");
            }
            entry.storedByRun = run;
        });
    }

    /** Reads a dead-letter queue. */
    void readLetters(RocketMqClient client, String topic, Fate fate) {
        client.readEach(topic, letter -> {
            boolean pointer = letter.getProperty(ERRORS + "pointer") != null;
            String text = new String(letter.getBody(), UTF_8);
            Matcher id = pointer
                    ? POINTER.matcher(text)
                    : ID.matcher(String.valueOf(letter.getProperty("connect-ext-soak-id")));
            if (pointer ? !id.find() : !id.matches()) {
                count(fate == Fate.SINK_LETTER ? HALF_WRITTEN_LETTERS : HALF_WRITTEN);
                return;
            }
            Entry entry = entry(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)));
            if (!entry.fates.add(fate)) {
                count("letters again in " + topic);
            }
            checkLetter(letter, pointer, text, id.group(1) + "-" + id.group(2));
        });
    }

    private void checkLetter(MessageExt letter, boolean pointer, String text, String id) {
        for (String name : List.of("stage", "connector.name", "task.id", "exception.class.name", "partition")) {
            if (letter.getProperty(ERRORS + name) == null) {
                offend("letter of " + id + " without " + ERRORS + name);
            }
        }
        if (!pointer && !text.startsWith("{\"id\":\"" + id + "\"")) {
            offend("letter of " + id + " with another body");
        }
    }

    /**
     * Compares every record with what must have become of it, and every key with its order.
     *
     * @param limit of the records of each partition
     * @param queueChanges how often the topic has got more queues, which sends a key to another queue at most once each
     * @param brokerKills each of which may leave a message half written
     */
    void judge(int limit, int queueChanges, int brokerKills) {
        queuesOfKeys.forEach((key, queues) -> {
            if (queues.size() > 1 + queueChanges) {
                offend("key " + key + " is in the queues " + queues + " after " + queueChanges
                        + " changes of their number");
            }
        });
        if (counted(HALF_WRITTEN) > brokerKills) {
            offend(counted(HALF_WRITTEN) + " messages and letters name no record, but the broker was killed "
                    + brokerKills + " times only");
        }
        if (counted(HALF_WRITTEN_LETTERS) > 0 && brokerKills == 0) {
            offend(counted(HALF_WRITTEN_LETTERS) + " letters of the sink name no record");
        }
        for (int partition = 0; partition < partitions; partition++) {
            if (entries.get(partition).size() > limit) {
                offend("partition " + partition + " has records beyond " + limit);
            }
            for (int n = 0; n < limit; n++) {
                SoakKind kind = SoakKind.of(n);
                Entry entry = entry(partition, n);
                count("kind " + kind);
                if (!entry.fates.equals(kind.fates())) {
                    offend(partition + "-" + n + " " + kind + ": found in " + entry.fates + " instead of "
                            + kind.fates());
                }
            }
            judgeOrder(partition, limit);
        }
    }

    private void judgeOrder(int partition, int limit) {
        Map<String, Long> stored = new HashMap<>();
        Map<String, Integer> put = new HashMap<>();
        Map<String, Integer> putInQueue = new HashMap<>();
        for (int n = 0; n < limit; n++) {
            Entry entry = entry(partition, n);
            if (entry.key.equals("null")) {
                continue;
            }
            if (entry.fates.contains(Fate.STORED)
                    && stored.merge(entry.key, entry.firstStored, Math::max) > entry.firstStored) {
                offend(partition + "-" + n + " of key " + entry.key + " was stored after its successor");
            }
            if (entry.fates.contains(Fate.DELIVERED)) {
                String keyInQueue = entry.key + " in queue " + entry.firstPutQueue;
                if (putInQueue.merge(keyInQueue, entry.firstPut, Math::max) > entry.firstPut) {
                    offend(partition + "-" + n + " of key " + keyInQueue + " was put after its successor");
                }
                if (put.merge(entry.key, entry.firstPut, Math::max) > entry.firstPut) {
                    count("put after a successor from another queue");
                }
            }
        }
    }

    private void offend(String what) {
        offenceCount++;
        if (offences.size() < SHOWN) {
            offences.add(what);
        }
    }

    int offenceCount() {
        return offenceCount;
    }

    /** The first ten. */
    List<String> offences() {
        return List.copyOf(offences);
    }

    /** Records by what must have become of them. */
    Map<SoakKind, Integer> kinds() {
        Map<SoakKind, Integer> kinds = new EnumMap<>(SoakKind.class);
        for (SoakKind kind : SoakKind.values()) {
            kinds.put(kind, counted("kind " + kind));
        }
        return kinds;
    }

    /** What was done more often than once, and why. */
    Map<String, Integer> repetitions() {
        Map<String, Integer> repetitions = new TreeMap<>(counts);
        repetitions.keySet().removeIf(name -> name.startsWith("kind "));
        return repetitions;
    }
}
