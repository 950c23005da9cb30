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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.jspecify.annotations.Nullable;

/** RocketMQ, the raw client and a worker, each in a JVM of its own, all up for the whole run. */
public final class Rig implements AutoCloseable {

    private final Installation installation;
    private final Path directory;
    private final RocketMqProcess broker;
    private final RawClient raw;
    private final Worker worker;
    private final Topics topics;
    private int freshWorkers;
    private @Nullable Databases databases;

    private Rig(Installation installation, Path directory, RocketMqProcess broker, RawClient raw, Worker worker) {
        this.installation = installation;
        this.directory = directory;
        this.broker = broker;
        this.raw = raw;
        this.worker = worker;
        this.topics = new Topics(broker);
    }

    /** Starts everything below an empty directory. */
    public static Rig start(Path directory) throws IOException {
        Installation installation = Installation.ofThisJvm();
        // The test kit's broker is small; where that costs throughput, it is as RocketMQ ships it.
        RocketMqProcess broker = RocketMqProcess.builder(directory.resolve("rocketmq"))
                .classPath(installation.brokerClassPath())
                .jvmOption("-Xmx1g")
                .set("mappedFileSizeCommitLog", Integer.toString(1 << 30))
                .set("mappedFileSizeConsumeQueue", Integer.toString(300_000 * 20))
                .start();
        RawClient raw = RawClient.start(installation, directory.resolve("raw"), broker.namesrvAddr());
        Worker worker = Worker.start(installation, directory.resolve("worker"), broker.namesrvAddr());
        Files.createDirectories(directory.resolve("signals"));
        return new Rig(installation, directory, broker, raw, worker);
    }

    public RawClient raw() {
        return raw;
    }

    public Worker worker() {
        return worker;
    }

    /** One more worker, that knows no connector yet; to be closed by the caller. */
    public Worker freshWorker() {
        freshWorkers++;
        try {
            return Worker.start(installation, directory.resolve("worker-" + freshWorkers), broker.namesrvAddr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started when they are asked for, as most scenarios need none. */
    public Databases databases() {
        Databases running = databases;
        if (running == null) {
            running = Databases.start(installation, directory.resolve("databases"));
            databases = running;
        }
        return running;
    }

    public Topics topics() {
        return topics;
    }

    /** A file by which a plugin is told something, or tells something. */
    public Path signal(String name) {
        return directory.resolve("signals").resolve(name);
    }

    public CpuTime cpuOfRaw() {
        return CpuTime.of(raw.pid(), broker.pid());
    }

    public CpuTime cpuOfWorker() {
        return CpuTime.of(worker.pid(), broker.pid());
    }

    @Override
    public void close() {
        worker.close();
        Databases running = databases;
        if (running != null) {
            running.close();
        }
        raw.close();
        broker.close();
    }
}
