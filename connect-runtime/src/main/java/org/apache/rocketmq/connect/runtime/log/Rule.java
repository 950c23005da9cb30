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
package org.apache.rocketmq.connect.runtime.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which updates of a {@link ReplicatedMap} count. Called on the log's thread, in the log's order, on every
 * worker and at every replay: it must answer alike each time, so it looks at nothing but what this log said before.
 *
 * @param <V> the value
 */
@FunctionalInterface
public interface Rule<V> {

    /**
     * Whether the update counts; a deletion always does.
     *
     * @param before the present value; null when there is none
     */
    boolean admits(String key, @Nullable V before, V update);

    /**
     * The value to append again after an update that does not count: a topic that keeps only the last message of each
     * key would keep the wrong one. At least one worker should stand by every value.
     *
     * @param value what counts; what is answered must count as well, or it would be said for ever
     * @return empty when that is another worker's duty
     */
    default Optional<V> reassert(String key, V value) {
        return Optional.empty();
    }
}
