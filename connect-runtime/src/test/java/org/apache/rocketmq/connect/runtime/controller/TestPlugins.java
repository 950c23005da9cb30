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
package org.apache.rocketmq.connect.runtime.controller;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;

/** Connectors on the class path of the tests; what they cut is never asked for. */
final class TestPlugins {

    private TestPlugins() {}

    /** Does nothing, and has nothing to say against any configuration. */
    public static class Plain extends SourceConnector {
        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}

        @Override
        public List<KeyValue> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        @SuppressWarnings("rawtypes") // as the API declares it
        public Class<? extends Task> taskClass() {
            throw new UnsupportedOperationException();
        }
    }

    /** Gives nothing. */
    public static final class DirectSource extends SourceTask {
        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}

        @Override
        public List<ConnectRecord> poll() {
            return List.of();
        }
    }

    /** Takes everything. */
    public static final class DirectSink extends SinkTask {
        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}

        @Override
        public void put(List<ConnectRecord> records) {}
    }

    /** Declares a secret whose name does not look like one, and a number. */
    public static final class Declaring extends Plain implements Configurable {
        @Override
        public ConfigDef configDef() {
            return ConfigDef.of(
                    ConfigKey.of("entrance", ConfigKey.Type.PASSWORD, "What opens the door."),
                    ConfigKey.of("doors", ConfigKey.Type.INT, "How many.").withDefault(1),
                    ConfigKey.of("windows", ConfigKey.Type.INT, "How many.").withDefault(1));
        }
    }

    /** A transform with a secret whose name does not look like one. */
    public static final class DeclaringTransform implements Transform<ConnectRecord>, Configurable {
        @Override
        public ConfigDef configDef() {
            return ConfigDef.of(ConfigKey.of("entrance", ConfigKey.Type.PASSWORD, "What opens the door."));
        }

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {}

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            return record;
        }
    }

    /** Its declared check of a value ends in an Error. */
    public static final class FailingCheck extends Plain implements Configurable {
        @Override
        public ConfigDef configDef() {
            return ConfigDef.of(
                    ConfigKey.of("doors", ConfigKey.Type.STRING, "How many.").withValidator(FailingCheck::door));
        }

        private static Optional<String> door(Object value) {
            throw new NoClassDefFoundError("org/example/Door");
        }
    }

    /** Never fits. */
    public static final class Refusing extends Plain {
        @Override
        public void validate(KeyValue config) {
            throw new IllegalArgumentException("no such table");
        }
    }

    /** Cannot be initialised. */
    public static final class BrokenClass extends Plain {
        static final int ANSWER = answer();

        private static int answer() {
            throw new IllegalStateException("no native library");
        }
    }

    /** Does not answer, but lets itself be interrupted. */
    public static final class Hanging extends Plain {
        static final Semaphore INTERRUPTED = new Semaphore(0);

        @Override
        public void validate(KeyValue config) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                INTERRUPTED.release();
            }
        }
    }

    /** Does not answer before the test lets it. */
    public static final class Stubborn extends Plain {
        static final Semaphore LET_GO = new Semaphore(0);

        @Override
        public void validate(KeyValue config) {
            LET_GO.acquireUninterruptibly();
        }
    }
}
