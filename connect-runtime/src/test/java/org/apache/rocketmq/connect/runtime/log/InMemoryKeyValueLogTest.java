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
package org.apache.rocketmq.connect.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.junit.jupiter.api.Test;

class InMemoryKeyValueLogTest extends KeyValueLogContractTest {

    private InMemoryKeyValueLog last = new InMemoryKeyValueLog();

    @Override
    protected KeyValueLog open() {
        last = last.reopen();
        return last;
    }

    @Test
    void failsTheNextAppendOnly() {
        IOException failure = new IOException("as the test asked");
        last.failNext(failure);

        assertThat(last.append(List.of(new Update("a", "1"))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCause(failure);
        last.append(List.of(new Update("a", "2"))).join();
    }

    @Test
    void holdsAppendsUntilTheyAreReleased() {
        last.hold();
        CompletableFuture<Void> append = last.append(List.of(new Update("a", "1")));
        last.readToEnd().join();
        assertThat(append).isNotDone();

        last.release();
        append.join();
    }
}
