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
package org.apache.rocketmq.connect.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.ConnectRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any content, growing in any pieces, read in any batches, resumed anywhere (M-061, D-93). */
class FileSourcePositionTest {

    private static final Duration QUIET = Duration.ofSeconds(5);

    @Property(tries = 60)
    void whoeverGoesOnAtARecordDeliversExactlyTheRest(
            @ForAll("pieces") @Size(max = 6) List<String> pieces,
            @ForAll @IntRange(min = 1, max = 5) int batchSize,
            @ForAll @IntRange(min = 0, max = 60) int restartAfter)
            throws IOException {
        Path random = Files.createTempFile("lines", ".txt");
        try {
            List<ConnectRecord> records = new ArrayList<>();
            SourceRun run = SourceRun.with(SourceRun.config(random).put("batch.size", batchSize), null);
            for (String piece : pieces) {
                Files.writeString(random, piece, StandardOpenOption.APPEND);
                records.addAll(run.records());
            }
            run.pass(QUIET);
            records.addAll(run.records());
            run.close();
            String content = String.join("", pieces);
            assertThat(SourceRun.linesOf(records)).isEqualTo(LineSplitterTest.expectedLines(content));

            if (!records.isEmpty()) {
                int restart = restartAfter % records.size();
                try (SourceRun second = SourceRun.from(random, SourceRun.offsetOf(records.get(restart)))) {
                    List<ConnectRecord> rest = second.records();
                    second.pass(QUIET);
                    rest.addAll(second.records());
                    assertThat(SourceRun.linesOf(rest))
                            .isEqualTo(SourceRun.linesOf(records.subList(restart + 1, records.size())));
                    assertThat(rest)
                            .extracting(SourceRun::bytesOf)
                            .isEqualTo(records.subList(restart + 1, records.size()).stream()
                                    .map(SourceRun::bytesOf)
                                    .toList());
                }
            }
        } finally {
            Files.delete(random);
        }
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of("a", "line ", "消息", "\uD83D\uDE80", "\n", "\r\n", "\r", "\n\n")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts))
                .list();
    }
}
