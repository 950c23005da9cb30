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

import com.alibaba.fastjson2.JSONObject;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.rocketmq.common.MQVersion;

/**
 * Where and when something was measured.
 *
 * @param memoryGigabytes of the machine
 */
public record Machine(
        LocalDate date, String processor, int cores, long memoryGigabytes, String system, String java, String broker) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final double BYTES_PER_GIGABYTE = 1 << 30;

    public static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                LocalDate.now(ZoneOffset.UTC),
                modelName(),
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / BYTES_PER_GIGABYTE),
                system.getName() + " " + system.getArch(),
                Runtime.version().toString(),
                MQVersion.getVersionDesc(MQVersion.CURRENT_VERSION));
    }

    String text() {
        return date + ": " + cores + " cores of " + processor + ", " + memoryGigabytes + " GB, " + system + ", Java "
                + java + ", RocketMQ " + broker;
    }

    JSONObject json() {
        return JSONObject.of(
                        "date", date.toString(),
                        "processor", processor,
                        "cores", cores,
                        "memoryGigabytes", memoryGigabytes)
                .fluentPut("system", system)
                .fluentPut("java", java)
                .fluentPut("broker", broker);
    }

    private static String modelName() {
        if (!Files.isReadable(PROCESSORS)) {
            return "an unknown processor";
        }
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("an unknown processor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
