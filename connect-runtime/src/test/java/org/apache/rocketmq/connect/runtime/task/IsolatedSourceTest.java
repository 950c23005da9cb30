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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** D-30: what a source throws when it is told of a record is its own affair. */
@NullUnmarked
class IsolatedSourceTest {

    @Test
    void aThrowingCommitReachesThePluginAndNobodyElse() {
        Throwing task = new Throwing();
        IsolatedSource source = new IsolatedSource(
                task, getClass().getClassLoader(), new TaskId("c", 0), new ConnectKeyValue(), "{}", null);

        assertThat(source.listensToRecords()).isTrue();
        assertThatCode(() -> source.commitRecord(new ConnectRecord(null, null, 1L), null))
                .doesNotThrowAnyException();
        assertThat(task.told).containsExactly(1L);
    }

    private static final class Throwing extends SourceTask {

        private final List<Long> told = new ArrayList<>();

        @Override
        public List<ConnectRecord> poll() {
            return List.of();
        }

        @Override
        public void commit(ConnectRecord record, Map<String, String> metadata) {
            told.add(record.getTimestamp());
            throw new IllegalStateException("commit fails; made for this test");
        }

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}
    }
}
