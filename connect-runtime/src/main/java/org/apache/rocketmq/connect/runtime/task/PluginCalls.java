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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.errors.ConnectException;
import java.util.concurrent.Callable;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two ways of calling a plugin: so that its failure is the task's, and so that it is only told. */
final class PluginCalls {

    private static final Logger LOG = LoggerFactory.getLogger(PluginCalls.class);

    private PluginCalls() {}

    static void run(ClassLoader loader, PluginScope.Action body) {
        call(loader, () -> {
            body.run();
            return null;
        });
    }

    static <T extends @Nullable Object> T call(ClassLoader loader, Callable<T> body) {
        try {
            return PluginScope.call(loader, body);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // the API declares none, but byte code may throw any
            throw new ConnectException(e.getMessage(), e);
        }
    }

    static void quietly(ClassLoader loader, String what, TaskId task, PluginScope.Action call) {
        try {
            PluginScope.run(loader, call);
        } catch (Exception e) {
            LOG.warn("Task {}: the plugin's {} failed", task, what, e);
        }
    }
}
