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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of one server. The broker takes a second one, two below its own.
 *
 * <p>Free ports are drawn from below 32768, where Linux begins to hand out ports for outgoing connections. Above it, a
 * client that keeps calling a stopped broker may be given the broker's own port for its end of the connection, and
 * then the broker cannot come back.
 */
record Ports(int namesrv, int broker) {

    private static final int LOWEST = 16_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    /** Zero asks for any free port; a port that is named must be free. */
    static Ports claim(int namesrv, int broker) {
        int namesrvPort = namesrv == 0 ? freeNamesrvPort(broker) : namesrv;
        int brokerPort = broker == 0 ? freeBrokerPort(namesrvPort) : broker;
        Ports ports = new Ports(namesrvPort, brokerPort);
        requireFree("the name server", ports.namesrv);
        requireFree("the broker", ports.broker);
        requireFree("the broker's second channel (two below its port)", ports.secondBroker());
        return ports;
    }

    int secondBroker() {
        return secondOf(broker);
    }

    private static int secondOf(int broker) {
        return broker - 2;
    }

    private static int freeNamesrvPort(int broker) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = draw();
            if (port != broker && port != secondOf(broker) && isFree(port)) {
                return port;
            }
        }
        throw noneFree();
    }

    private static int freeBrokerPort(int namesrv) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = draw();
            int second = secondOf(port);
            if (port != namesrv && second != namesrv && isFree(port) && isFree(second)) {
                return port;
            }
        }
        throw noneFree();
    }

    private static int draw() {
        return ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
    }

    private static void requireFree(String whose, int port) {
        if (!isFree(port)) {
            throw new IllegalStateException("port " + port + " on 127.0.0.1, wanted for " + whose
                    + ", is in use: stop the process that uses it or choose another port");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static IllegalStateException noneFree() {
        return new IllegalStateException("no port between " + LOWEST + " and " + HIGHEST + " was free on 127.0.0.1 in "
                + ATTEMPTS + " attempts");
    }
}
