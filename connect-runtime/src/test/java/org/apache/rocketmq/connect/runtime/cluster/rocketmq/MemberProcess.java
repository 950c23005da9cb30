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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;

/** A member in a JVM of its own, to be killed. It ends with the JVM that started it. */
final class MemberProcess implements AutoCloseable {

    private final Process process;

    private MemberProcess(Process process) {
        this.process = process;
    }

    /** Returns when it has joined. */
    static MemberProcess start(String namesrvAddr, String workerId, String cluster, String topic) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemberProcess.class.getName(),
                        namesrvAddr,
                        workerId,
                        cluster,
                        topic)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line;
        do {
            line = process.inputReader(UTF_8).readLine();
        } while (line != null && !line.equals("JOINED"));
        if (line == null) {
            throw new IllegalStateException("Expected a member to join, but its process ended");
        }
        return new MemberProcess(process);
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }

    /** @param arguments name server, worker id, cluster, topic */
    public static void main(String[] arguments) throws IOException {
        RocketMqClients clients = Members.clients(arguments[0]);
        RocketMqMembership membership =
                RocketMqMembership.of(clients, arguments[1], arguments[2], arguments[3], Pace.DEFAULT, Clock.system());
        membership.start(view -> {});
        System.out.println("JOINED");
        int end = System.in.read(); // of the stream, when the parent is gone
        Runtime.getRuntime().halt(end);
    }
}
