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
package org.apache.rocketmq.connect.bench.result;

/** What is measured, and how it is called in tables and in JSON. */
public enum Metric {
    RECORDS("records/s", "recordsPerSecond"),
    MEGABYTES("MB/s", "megabytesPerSecond"),
    CLIENT_CPU("client CPU s/M", "clientCpuSecondsPerMillion"),
    BROKER_CPU("broker CPU s/M", "brokerCpuSecondsPerMillion"),
    BATCH("records a batch", "recordsPerBatch"),
    P50("p50 ms", "p50Millis"),
    P99("p99 ms", "p99Millis"),
    SECONDS("seconds", "seconds"),
    THREADS("threads", "threads"),
    MEMORY("RSS MB", "residentMegabytes"),
    THREADS_A_TASK("threads a task", "threadsPerTask"),
    MEMORY_A_TASK("RSS MB a task", "residentMegabytesPerTask");

    private final String title;
    private final String json;

    Metric(String title, String json) {
        this.title = title;
        this.json = json;
    }

    public String title() {
        return title;
    }

    public String json() {
        return json;
    }
}
