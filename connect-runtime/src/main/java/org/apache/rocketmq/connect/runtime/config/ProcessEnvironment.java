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
package org.apache.rocketmq.connect.runtime.config;

import java.util.HashMap;
import java.util.Map;

/**
 * What surrounds the process: a value, so that whoever reads a configuration can be tested without a process.
 *
 * @param systemProperties the JVM's {@code -D} properties
 * @param variables the environment variables
 */
public record ProcessEnvironment(Map<String, String> systemProperties, Map<String, String> variables) {

    public ProcessEnvironment {
        systemProperties = Map.copyOf(systemProperties);
        variables = Map.copyOf(variables);
    }

    /** Those of this process, now. */
    public static ProcessEnvironment current() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return new ProcessEnvironment(properties, System.getenv());
    }

    /** Never shows the values: the environment often holds secrets. */
    @Override
    public String toString() {
        return "ProcessEnvironment[" + systemProperties.size() + " properties, " + variables.size() + " variables]";
    }
}
