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
package org.apache.rocketmq.connect.api.config;

/**
 * Implemented by a connector, task, converter or transform that says which configuration keys it reads.
 *
 * <p>The worker asks for the definition before it creates or validates a connector, and answers the user with every
 * error at once. A plugin that does not implement this interface works all the same; the worker then knows only the
 * keys that are its own.
 */
public interface Configurable {

    /**
     * The keys that this component reads. Called on any thread, before {@code start}; must not depend on state.
     *
     * @return the definition; never null
     */
    ConfigDef configDef();
}
