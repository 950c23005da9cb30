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
package org.apache.rocketmq.connect.runtime.store;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.rocketmq.connect.runtime.log.Rule;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.Presence.Said;
import org.jspecify.annotations.Nullable;

/** Which words about workers and work count. Pure. */
final class StatusRules {

    private StatusRules() {}

    /** What an older owner says does not count after a newer one has spoken. */
    static <V> Rule<V> newest(ToLongFunction<V> generation, Function<V, String> worker, Incarnation self) {
        return newest(generation, (update, before) -> false, worker, self);
    }

    /** The same, where one owner's words have an order too. */
    static <V> Rule<V> newest(
            ToLongFunction<V> generation, BiPredicate<V, V> olderThan, Function<V, String> worker, Incarnation self) {
        return new Rule<>() {
            @Override
            public boolean admits(String key, @Nullable V before, V update) {
                return before == null
                        || (generation.applyAsLong(update) >= generation.applyAsLong(before)
                                && !olderThan.test(update, before));
            }

            @Override
            public Optional<V> reassert(String key, V value) {
                return Optional.of(value).filter(said -> worker.apply(said).equals(self.worker()));
            }
        };
    }

    /** A claim counts when its generation is new; after that only its owner's words of the same generation do. */
    static Rule<Claim> claims(Incarnation self) {
        return new Rule<>() {
            @Override
            public boolean admits(String key, @Nullable Claim before, Claim update) {
                return before == null || update.generation() > before.generation() || again(before, update);
            }

            /** The owner repeats itself, or releases; what it has released it does not take back. */
            private static boolean again(Claim before, Claim update) {
                return update.generation() == before.generation()
                        && update.owner().equals(before.owner())
                        && (update.released() || !before.released());
            }

            @Override
            public Optional<Claim> reassert(String key, Claim value) {
                return Optional.of(value).filter(claim -> claim.owner().equals(self));
            }
        };
    }

    /** Only its holder speaks for an id, until somebody has asked for it and was not answered. */
    static Rule<Presence> presences(Incarnation self) {
        return new Rule<>() {
            @Override
            public boolean admits(String key, @Nullable Presence before, Presence update) {
                if (before == null || before.said() == Said.LEFT) {
                    return true;
                }
                return switch (update.said()) {
                    case JOIN -> update.holder().equals(before.holder());
                    case HERE ->
                        before.heldBy(update.by())
                                || (before.said() == Said.JOIN && before.by().equals(update.by()));
                    case LEAVING, LEFT -> before.heldBy(update.by());
                };
            }

            @Override
            public Optional<Presence> reassert(String key, Presence value) {
                return Optional.of(value).filter(presence -> presence.by().equals(self));
            }
        };
    }
}
