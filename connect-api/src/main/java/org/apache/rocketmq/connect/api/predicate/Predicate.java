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
package org.apache.rocketmq.connect.api.predicate;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Component;
import io.openmessaging.connector.api.data.ConnectRecord;

/**
 * Decides which records a transform applies to: named by a connector under {@code predicates}, used by its transforms as
 * {@code transforms.<name>.predicate}. The other records pass that transform unchanged.
 *
 * <p>Implement {@link org.apache.rocketmq.connect.api.config.Configurable} as well to have the settings checked before
 * the connector is created. Needs a public constructor without parameters.
 */
@FunctionalInterface
public interface Predicate extends Component {

    /**
     * Whether it holds for a record. A failure is treated as a failure of the transform.
     *
     * @param record not to be changed
     */
    boolean test(ConnectRecord record);

    /** Refuses, by an exception, settings that cannot be used. */
    @Override
    default void validate(KeyValue config) {}

    /** Called once, before the first record. */
    @Override
    default void start(KeyValue config) {}

    /** Called once, after the last record, if it was started. */
    @Override
    default void stop() {}
}
