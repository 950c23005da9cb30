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

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that the build makes: this module's jar, and beside it {@code lib}, {@code broker-lib}, {@code conf}
 * and {@code plugins}.
 *
 * @param directory absolute
 */
public record Installation(Path directory) {

    private static final String JAR = "rocketmq-connect-bench.jar";

    /** The one that this class was loaded from. */
    public static Installation ofThisJvm() {
        try {
            Path code = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path directory = code.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory.resolve("lib"))) {
                throw new IllegalStateException("Expected a directory lib beside " + code
                        + ", but there is none; build with: mvn -pl connect-bench -am package");
            }
            return new Installation(directory);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a worker has: neither this module nor its plugins, which the worker finds itself. */
    String workerClassPath() {
        return directory.resolve("lib") + File.separator + "*";
    }

    String benchClassPath() {
        return directory.resolve(JAR) + File.pathSeparator + workerClassPath();
    }

    /** What RocketMQ's servers have. */
    String brokerClassPath() {
        return workerClassPath() + File.pathSeparator + directory.resolve("broker-lib") + File.separator + "*";
    }

    Path conf(String file) {
        return directory.resolve("conf").resolve(file);
    }
}
