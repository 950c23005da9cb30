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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-43: a member is a worker id, whatever its client is called this time. */
class MemberNameTest {

    @Property
    void everyWorkerIdComesBack(@ForAll String workerId) {
        String sound = workerId.replaceAll("\\p{Cs}", ""); // half a character has no bytes
        assertThat(MemberName.worker("10.0.0.1@" + MemberName.instance(sound, "1b4f")))
                .contains(sound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1@DEFAULT",
                "10.0.0.1@4711#12345",
                "10.0.0.1@10.0.0.2:9876-6f1c",
                "10.0.0.1@connect-worker.w1",
                "10.0.0.1@connect-worker.%zz@1",
                "10.0.0.1@other.w1@1",
                "10.0.0.1@connect-worker.w1@1@STREAM",
                ""
            })
    void clientsOfOthersAreNoWorkers(String clientId) {
        assertThat(MemberName.worker(clientId)).isEmpty();
    }
}
