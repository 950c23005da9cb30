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
package org.apache.rocketmq.connect.jdbc.source;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when a table's greatest number was seen, so that numbers are read only after transactions with smaller ones
 * had time to commit. Belongs to the task's thread.
 */
final class NumberDelay {

    private record Seen(BigDecimal greatest, long nanoTime) {}

    private final long delayNanos;
    private final Deque<Seen> young = new ArrayDeque<>();
    private @Nullable BigDecimal old;

    NumberDelay(long delayNanos) {
        this.delayNanos = delayNanos;
    }

    /**
     * @param greatest number that is there; empty when there is none
     */
    void see(Optional<BigDecimal> greatest, long nanoTime) {
        greatest.filter(number ->
                        young.isEmpty() || number.compareTo(young.getLast().greatest()) > 0)
                .ifPresent(number -> young.addLast(new Seen(number, nanoTime)));
        while (!young.isEmpty() && nanoTime - young.getFirst().nanoTime() >= delayNanos) {
            old = young.removeFirst().greatest();
        }
    }

    /** The greatest number that was there long enough ago; empty when there is none yet. */
    Optional<BigDecimal> last() {
        return Optional.ofNullable(old);
    }
}
