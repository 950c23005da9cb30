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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void freePortsLieBelowThoseOfOutgoingConnectionsAndDoNotMeet() {
        for (int i = 0; i < 200; i++) {
            Ports ports = Ports.claim(0, 0);

            assertThat(ports.namesrv()).isBetween(1024, 32_767).isNotIn(ports.broker(), ports.secondBroker());
            assertThat(ports.broker()).isBetween(1024, 32_767);
        }
    }

    @Test
    void namedPortsAreTakenAsTheyAre() {
        Ports free = Ports.claim(0, 0);

        assertThat(Ports.claim(free.namesrv(), free.broker())).isEqualTo(free);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.claim(port, 0)).hasMessageContaining("port " + port + " on 127.0.0.1");
            assertThatThrownBy(() -> Ports.claim(0, port)).hasMessageContaining("port " + port + " on 127.0.0.1");
            assertThatThrownBy(() -> Ports.claim(0, port + 2))
                    .as("the second port of a broker")
                    .hasMessageContaining("port " + port + " on 127.0.0.1");
        }
    }
}
