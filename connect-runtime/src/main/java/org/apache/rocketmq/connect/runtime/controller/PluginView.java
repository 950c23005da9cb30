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

import java.util.Optional;

/**
 * One plugin, or one jar that could not be read.
 *
 * @param className the plugin's class; for a broken location its path
 * @param type {@code SOURCE, SINK, CONVERTER, TRANSFORMATION} or {@code UNKNOWN} for a broken location
 * @param version what its jar says; {@code undefined} when it says nothing
 * @param location the plugin's path, or {@code classpath}
 * @param problem why it cannot be used; empty when it can
 */
public record PluginView(String className, String type, String version, String location, Optional<String> problem) {}
