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
package org.apache.rocketmq.connect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** H-12: what was started last stops first, and every part is stopped whatever the others do. */
class ShutdownSequenceTest {

    private final List<String> stopped = new ArrayList<>();
    private final ShutdownSequence sequence = new ShutdownSequence();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ShutdownSequence.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void stopsInTheReverseOfTheOrderOfTheStart() {
        for (String part : List.of("clients", "stores", "rest")) {
            AutoCloseable closeable = () -> stopped.add(part);
            assertThat(sequence.started(part, closeable)).isSameAs(closeable);
        }
        sequence.close();
        assertThat(stopped).containsExactly("rest", "stores", "clients");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aPartThatFailsIsLoggedByNameAndTheOthersStopAllTheSame() {
        sequence.started("clients", () -> stopped.add("clients"));
        sequence.started("stores", () -> {
            throw new IOException("disk gone");
        });
        sequence.started("plugins", () -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        sequence.started("rest", () -> stopped.add("rest"));
        sequence.close();
        assertThat(stopped).containsExactly("rest", "clients");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.ERROR);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(first -> assertThat(first).contains("plugins"), second -> assertThat(second)
                        .contains("stores"));
    }

    @Test
    void stopsEachPartOnce() {
        sequence.started("rest", () -> stopped.add("rest"));
        sequence.close();
        sequence.close();
        assertThat(stopped).containsExactly("rest");
    }
}
