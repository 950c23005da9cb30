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

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqServer;

/**
 * One worker's own way to a name server and its broker, that can be cut while all others go on. The name server's answers
 * name the way's end instead of the broker.
 */
final class Detour implements AutoCloseable {

    private final TcpProxy broker;
    private final TcpProxy nameServer;

    Detour(RocketMqServer rocketMq) {
        String brokerAddress = rocketMq.brokerAddr();
        broker = new TcpProxy(brokerAddress, answer -> answer);
        nameServer = new TcpProxy(rocketMq.namesrvAddr(), answer -> new String(answer, ISO_8859_1)
                .replace("\"" + brokerAddress + "\"", "\"" + broker.address() + "\"")
                .getBytes(ISO_8859_1));
    }

    /** What the worker takes for the name server. */
    String namesrvAddr() {
        return nameServer.address();
    }

    /** How many requests and answers have come this way to the broker and back. */
    long brokerFrames() {
        return broker.frames();
    }

    void cut(TcpProxy.Cut how) {
        nameServer.cut(how);
        broker.cut(how);
    }

    void mend() {
        broker.mend();
        nameServer.mend();
    }

    @Override
    public void close() {
        nameServer.close();
        broker.close();
    }
}
