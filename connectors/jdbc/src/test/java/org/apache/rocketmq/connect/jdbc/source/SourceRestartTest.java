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
package org.apache.rocketmq.connect.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.rocketmq.connect.jdbc.source.SourceRun.Positions;

/** Whatever the data, the batches and the moments of restarts: no row is lost, and in exact modes none is repeated. */
class SourceRestartTest {

    private static final Instant NOON = Instant.parse("2024-05-06T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /**
     * A step of a story.
     *
     * @param inserted times of new rows, in units of the column; small, so that many are equal
     * @param delivered how many records are delivered, and their position stored, before the task is killed
     */
    record Step(List<Integer> inserted, int delivered) {}

    @Provide
    Arbitrary<List<Step>> stories() {
        Arbitrary<List<Integer>> times =
                Arbitraries.integers().between(0, 3).list().ofMaxSize(8);
        return Combinators.combine(times, Arbitraries.integers().between(0, 10))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Property(tries = 150)
    void incrementingIsExact(@ForAll("stories") List<Step> story, @ForAll("batches") int batch) {
        assertThat(tell("incrementing", story, batch)).doesNotHaveDuplicates();
    }

    @Property(tries = 150)
    void timestampAndIncrementingTogetherAreExact(@ForAll("stories") List<Step> story, @ForAll("batches") int batch) {
        assertThat(tell("timestamp+incrementing", story, batch)).doesNotHaveDuplicates();
    }

    @Property(tries = 150)
    void timestampRepeatsOnlyRowsOfEqualTime(@ForAll("stories") List<Step> story, @ForAll("batches") int batch) {
        tell("timestamp", story, batch);
    }

    @Property(tries = 30)
    void bulkLosesNothing(@ForAll("stories") List<Step> story, @ForAll("batches") int batch) {
        tell("bulk", story, batch);
    }

    @Provide
    Arbitrary<Integer> batches() {
        return Arbitraries.integers().between(1, 5);
    }

    /** All ids that were delivered, restarts included; fails when one is missing. */
    private static List<Object> tell(String mode, List<Step> story, int batch) {
        try (H2Database database = new H2Database()) {
            database.execute("CREATE TABLE t (id INT PRIMARY KEY, at TIMESTAMP(6) NOT NULL)");
            KeyValue config = database.config(mode, "t")
                    .put("incrementing.column.name", "id")
                    .put("timestamp.column.name", "at")
                    .put("batch.max.rows", String.valueOf(batch));
            Positions positions = new Positions();
            List<Object> delivered = new ArrayList<>();
            int id = 0;
            Instant now = NOON;
            for (Step step : story) {
                now = now.plus(INTERVAL);
                for (int time : step.inserted()) {
                    Instant at = now.minusSeconds(4).plusNanos(time * 1000L);
                    database.execute("INSERT INTO t VALUES (" + ++id + ", TIMESTAMP '" + text(at) + "')");
                }
                delivered.addAll(live(config, positions, now, step.delivered()));
            }
            delivered.addAll(live(config, positions, now, Integer.MAX_VALUE));
            Set<Object> expected = new HashSet<>();
            for (int each = 1; each <= id; each++) {
                expected.add(each);
            }
            assertThat(new HashSet<>(delivered)).isEqualTo(expected);
            return delivered;
        }
    }

    private static String text(Instant at) {
        return at.toString().replace('T', ' ').replace("Z", "");
    }

    /** One life: what is polled but not delivered is lost with the process. */
    private static List<Object> live(KeyValue config, Positions positions, Instant now, int most) {
        List<Object> ids = new ArrayList<>();
        try (SourceRun run = SourceRun.start(config, positions, now)) {
            List<ConnectRecord> batch = run.poll();
            while (ids.size() < most && !batch.isEmpty()) {
                for (ConnectRecord next : batch) {
                    if (ids.size() < most) {
                        ids.add(SourceRun.value(next).get("ID"));
                        positions.store(next);
                    }
                }
                batch = run.poll();
            }
        }
        return ids;
    }
}
