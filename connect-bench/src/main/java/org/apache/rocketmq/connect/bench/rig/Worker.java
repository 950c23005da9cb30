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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.StandaloneConnectStartup;

/** A real worker in a JVM of its own, driven by nothing but its conf file and its REST interface. */
public final class Worker implements AutoCloseable {

    private static final String BOOT_LINE = "The standalone worker boot success.";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final URI root;
    private final HttpClient http = HttpClient.newHttpClient();

    private Worker(Process process, URI root) {
        this.process = process;
        this.root = root;
    }

    static Worker start(Installation installation, Path directory, String namesrvAddr) throws IOException {
        int port = freePort();
        Files.createDirectories(directory);
        Path conf = Files.write(
                directory.resolve("worker.conf"),
                List.of(
                        "workerId=bench",
                        "namesrvAddr=" + namesrvAddr,
                        "httpPort=" + port,
                        "storePathRootDir=" + directory.resolve("store")));
        Process process = ChildJvm.start(
                directory,
                List.of(
                        "-Dconnect.home.dir=" + installation.directory(),
                        "-Dlogback.configurationFile=" + installation.conf("logback.xml"),
                        "-Drmq.logback.configurationFile=" + installation.conf("rmq.logback.xml")),
                installation.workerClassPath(),
                List.of(StandaloneConnectStartup.class.getName(), "-c", conf.toString()));
        ChildJvm.awaitLine(process, BOOT_LINE, directory);
        return new Worker(process, URI.create("http://127.0.0.1:" + port));
    }

    long pid() {
        return process.pid();
    }

    /** Returns when the change is accepted and durable, which is before any task runs. */
    public void create(String connector, Map<String, String> config) {
        send(request("/connectors/" + connector).POST(BodyPublishers.ofString(JSON.toJSONString(config))));
    }

    public void delete(String connector) {
        send(request("/connectors/" + connector).DELETE());
    }

    /** Returns when the change is accepted and durable. */
    public void pause(String connector) {
        send(request("/connectors/" + connector + "/pause").POST(BodyPublishers.noBody()));
    }

    /** Asks it to end, as the operating system does, and says how long that took. */
    public Duration stop() {
        long start = System.nanoTime();
        ChildJvm.end(process);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What it occupies, after a collection of its garbage. */
    public Footprint footprint() {
        return Footprint.of(process.pid());
    }

    /** Returns when every task runs; fails when one has failed. */
    public void awaitRunning(String connector) {
        Wait.until("the tasks of " + connector + " to run", LIMIT, () -> {
            JSONArray tasks = status(connector).getJSONArray("tasks");
            for (int i = 0; i < tasks.size(); i++) {
                checkAlive(connector, tasks.getJSONObject(i));
            }
            return !tasks.isEmpty()
                    && tasks.stream().allMatch(task -> "RUNNING".equals(((JSONObject) task).getString("state")));
        });
    }

    private static void checkAlive(String connector, JSONObject task) {
        if ("FAILED".equals(task.getString("state"))) {
            throw new IllegalStateException(
                    "Expected connector " + connector + " to run, but a task failed: " + task.getString("trace"));
        }
    }

    private JSONObject status(String connector) {
        return send(request("/connectors/" + connector + "/status").GET()).getJSONObject("body");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT);
    }

    private JSONObject send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Expected " + response.uri() + " to succeed, but it answered "
                        + response.statusCode() + ": " + response.body());
            }
            return JSON.parseObject(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected time for a request, but was interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }
}
