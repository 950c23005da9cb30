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
package org.apache.rocketmq.connect.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.RetriableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.rocketmq.connect.jdbc.sink.FragileConnections.Break;

/**
 * With the offsets in the target, whatever happens between any two calls of JDBC, and however often and by however many
 * tasks records are read, each of them is in the table exactly once (C-40). The table has no primary key, so that a
 * second row would show.
 */
class ExactlyOnceTest {

    private static final int RECORDS = 40;
    private static final int QUEUES = 2;

    /**
     * One put.
     *
     * @param owner which of the tasks that all believe the queues to be theirs
     * @param size how many records of each queue
     * @param rewind how many records before its place the task begins to read again
     * @param anew whether the task is another process by now, which knows nothing
     * @param calls when it breaks
     */
    record Step(int owner, int size, int rewind, boolean anew, int calls, Break kind) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 7),
                        Arbitraries.of(0, 0, 0, 3, 20),
                        Arbitraries.of(false, false, true),
                        Arbitraries.integers().between(-1, 60),
                        Arbitraries.of(Break.class))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(15);
    }

    private static final class Owner {
        private final FragileConnections connections;
        private RecordWriter writer;
        private int place;

        private Owner(TargetDatabase database) {
            connections = new FragileConnections(database, "SET LOCK_TIMEOUT 1");
            writer = writer(database);
        }

        private RecordWriter writer(TargetDatabase database) {
            SinkSetup setup = SinkSetup.of(database.config(
                    "offset.store", "target", "batch.size", "3", "retry.backoff.ms", "0", "auto.create", "true"));
            return new RecordWriter(setup.config(), setup.dialect(), connections, "copy", () -> null);
        }
    }

    @Property(tries = 400)
    void everyRecordIsInTheTableExactlyOnce(@ForAll("histories") List<Step> history) throws SQLException {
        TargetDatabase database = new TargetDatabase("jdbc:h2:mem:exactly_once", null, null);
        try (Connection alive = database.connect()) {
            database.execute(
                    "DROP ALL OBJECTS", "CREATE TABLE \"t\" (\"id\" INT, \"name\" VARCHAR(10), \"amount\" BIGINT)");
            List<Owner> owners = List.of(new Owner(database), new Owner(database));

            for (Step step : history) {
                run(step, owners, database);
            }
            Owner last = new Owner(database);
            while (last.place < RECORDS) {
                put(last, 9);
            }

            assertThat(database.rows("SELECT \"id\" FROM \"t\" ORDER BY 1"))
                    .isEqualTo(IntStream.range(0, RECORDS * QUEUES)
                            .mapToObj(Integer::toString)
                            .toList());
            last.writer.close();
            owners.forEach(owner -> owner.writer.close());
            assertThat(alive.isClosed()).isFalse();
        }
    }

    private static void run(Step step, List<Owner> owners, TargetDatabase database) {
        Owner owner = owners.get(step.owner);
        if (step.anew) {
            owner.connections.discard(); // what a killed process had not committed is rolled back
            owner.writer = owner.writer(database);
        }
        owner.place = Math.max(0, owner.place - step.rewind);
        if (step.kind == Break.MEANWHILE) {
            Owner other = owners.get(1 - step.owner);
            other.connections.neverBreak();
            owner.connections.meanwhile(step.calls, () -> put(other, step.size));
        } else {
            owner.connections.breakAt(step.calls, step.kind);
        }
        put(owner, step.size);
    }

    /** Like a worker: a put that failed is tried once more, perhaps after another task's; only then it goes on. */
    private static void put(Owner owner, int size) {
        List<ConnectRecord> batch = new ArrayList<>();
        Records records = new Records("t");
        for (int at = owner.place; at < Math.min(RECORDS, owner.place + size); at++) {
            for (int queue = 0; queue < QUEUES; queue++) {
                int id = queue * RECORDS + at;
                batch.add(records.at(queue, at, null, Records.order(id, "n", (long) at)));
            }
        }
        try {
            owner.writer.write(batch);
            owner.place = Math.min(RECORDS, owner.place + size);
        } catch (RetriableException e) {
            owner.connections.neverBreak();
        }
    }
}
