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
package org.apache.rocketmq.connect.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.raw.PaceOrder;
import org.apache.rocketmq.connect.bench.raw.PullOrder;
import org.apache.rocketmq.connect.bench.raw.RawClientMain;
import org.apache.rocketmq.connect.bench.raw.SendOrder;

/** The plain RocketMQ client in a JVM of its own, which lives as long as the bench so that it is as warm as the worker. */
public final class RawClient implements AutoCloseable {

    private final Process process;
    private final Path directory;

    private RawClient(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static RawClient start(Installation installation, Path directory, String namesrvAddr) throws IOException {
        Process process = ChildJvm.start(
                directory,
                List.of("-Drmq.logback.configurationFile=" + installation.conf("rmq.logback.xml")),
                installation.benchClassPath(),
                List.of(RawClientMain.class.getName(), namesrvAddr));
        ChildJvm.awaitLine(process, "READY", directory);
        return new RawClient(process, directory);
    }

    long pid() {
        return process.pid();
    }

    /** Returns when everything is acknowledged. */
    public void send(SendOrder order) {
        carryOut("send " + JSON.toJSONString(order));
    }

    /** Returns when everything has been read. */
    public Arrivals pull(PullOrder order) {
        return Arrivals.parse(carryOut("pull " + JSON.toJSONString(order)));
    }

    /** Returns when everything has been read. */
    public Arrivals pace(PaceOrder order) {
        return Arrivals.parse(carryOut("pace " + JSON.toJSONString(order)));
    }

    private String carryOut(String order) {
        try {
            Writer orders = process.outputWriter(UTF_8);
            orders.write(order + "\n");
            orders.flush();
            String answer = process.inputReader(UTF_8).readLine();
            if (answer == null) {
                throw new IOException(
                        "Expected an answer to '" + order + "', but the raw client ended: see " + directory);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }
}
