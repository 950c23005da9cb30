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
package org.apache.rocketmq.connect.runtime.plugin;

import io.openmessaging.connector.api.errors.ConnectException;

/** A plugin could not be created, or ended a call with something worse than an exception. */
public final class PluginFailure extends ConnectException {

    private static final long serialVersionUID = 1L;

    PluginFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static PluginFailure inCallOf(ClassLoader loader, Throwable cause) {
        return new PluginFailure(
                "Expected the plugin in " + locationOf(loader) + " to return or to throw an exception, but it threw "
                        + cause,
                cause);
    }

    private static String locationOf(ClassLoader loader) {
        return loader instanceof PluginClassLoader plugin
                ? plugin.location().path().toString()
                : PluginDescriptor.CLASSPATH;
    }
}
