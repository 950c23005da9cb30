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
package org.apache.rocketmq.connect.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.RetriableException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** M-016, M-220: transforms in their order, each in its plugin's scope, each stopped once. */
class TransformChainTest {

    private final List<String> calls = new ArrayList<>();
    private final List<@Nullable ClassLoader> loaders = new ArrayList<>();

    @Test
    void transformsApplyInTheConfiguredOrder() throws Exception {
        TransformChain chain = chain(Records.strict(), step("a", this::append), step("b", this::append));
        ConnectRecord record = Records.record(null, "", null);
        assertThat(chain.apply(record, Records.PLACE))
                .isNotNull()
                .extracting(ConnectRecord::getData)
                .isEqualTo("++");
        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    @SuppressWarnings("NullAway") // the API is not annotated: null drops
    void aDroppedRecordReachesNoLaterTransform() throws Exception {
        TransformChain chain = chain(Records.strict(), step("a", record -> null), step("b", record -> record));
        assertThat(chain.apply(Records.record(null, "v", null), Records.PLACE)).isNull();
        assertThat(calls).containsExactly("a");
    }

    @Test
    void everyCallRunsWithItsPluginsClassLoader() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader one = new URLClassLoader(new URL[0]);
                URLClassLoader two = new URLClassLoader(new URL[0])) {
            TransformChain chain = new TransformChain(
                    List.of(
                            new TransformChain.Step(step("a", record -> record).transform(), one),
                            new TransformChain.Step(step("b", record -> record).transform(), two)),
                    Records.strict());
            chain.apply(Records.record(null, "v", null), Records.PLACE);
            chain.stop();
            assertThat(loaders).containsExactly(one, two, one, two);
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aFailureThatIsNotToleratedNamesTheTransform() {
        TransformChain chain = chain(Records.strict(), step("a", TransformChainTest::fail));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThatThrownBy(() -> chain.apply(Records.record(null, "secret", null), Records.PLACE))
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("TRANSFORMATION", Recording.class.getName(), "line 7")
                .hasMessageNotContaining("secret");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aToleratedFailureDropsTheRecordAndReachesNoLaterTransform() throws Exception {
        ErrorPolicy errors = Records.tolerant();
        TransformChain chain = chain(errors, step("a", TransformChainTest::fail), step("b", record -> record));
        assertThat(chain.apply(Records.record(null, "v", null), Records.PLACE)).isNull();
        assertThat(errors.givenUp()).isEqualTo(1);
        assertThat(calls).containsExactly("a");
    }

    @Test
    void aRetriableFailureIsTriedAgainWhereItHappened() throws Exception {
        ErrorPolicy errors = Records.policy(ErrorSettingsForTests.strict()
                .retry(Duration.ofMillis(-1), Duration.ofSeconds(60))
                .get());
        int[] failures = {2};
        TransformChain chain = chain(errors, step("a", this::append), step("b", record -> {
            if (failures[0]-- > 0) {
                throw new RetriableException("busy");
            }
            return record;
        }));
        assertThat(chain.apply(Records.record(null, "", null), Records.PLACE)).isNotNull();
        assertThat(calls).containsExactly("a", "b", "b", "b");
    }

    /** M-220. */
    @Test
    void everyTransformIsStoppedOnceAlsoWhenOneThrows() {
        TransformChain chain = chain(
                Records.strict(),
                stopping("a", () -> {
                    throw new IllegalStateException("will not stop");
                }),
                stopping("b", () -> {
                    throw new NoClassDefFoundError("gone");
                }),
                stopping("c", () -> {}));
        assertThatCode(chain::stop).doesNotThrowAnyException();
        assertThat(calls).containsExactly("stop a", "stop b", "stop c");
    }

    @Test
    void aPredicateDecidesWhichRecordsATransformSees() throws Exception {
        TransformChain chain = chain(
                Records.strict(),
                bound("a", record -> record.getData() == null, false),
                bound("b", record -> record.getData() == null, true),
                step("c", record -> record));
        ConnectRecord tombstone = Records.record("k", null, null);
        assertThat(chain.apply(tombstone, Records.PLACE)).isSameAs(tombstone);
        assertThat(calls).containsExactly("a", "c");
        calls.clear();
        chain.apply(Records.record("k", "v", null), Records.PLACE);
        assertThat(calls).containsExactly("b", "c");
    }

    @Test
    void aPredicateSeesTheRecordAsTheTransformsBeforeLeftIt() throws Exception {
        TransformChain chain = chain(
                Records.strict(),
                step("a", this::append),
                bound("b", record -> String.valueOf(record.getData()).endsWith("+"), false));
        chain.apply(Records.record(null, "v", null), Records.PLACE);
        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    void aPredicateRunsWithItsOwnPluginsClassLoader() throws Exception {
        try (URLClassLoader own = new URLClassLoader(new URL[0])) {
            List<@Nullable ClassLoader> seen = new ArrayList<>();
            Predicate predicate = record -> seen.add(Thread.currentThread().getContextClassLoader());
            TransformChain.Step step = new TransformChain.Step(
                    step("a", record -> record).transform(),
                    getClass().getClassLoader(),
                    new TransformChain.Condition(predicate, own, false));
            chain(Records.strict(), step).apply(Records.record(null, "v", null), Records.PLACE);
            assertThat(seen).containsExactly(own);
            assertThat(loaders).containsExactly(getClass().getClassLoader());
        }
    }

    @Test
    void aPredicateThatFailsIsNamedAndTheRecordIsNotLetThrough() throws Exception {
        Predicate failing = record -> {
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(() -> chain(Records.strict(), bound("a", failing, true))
                        .apply(Records.record(null, "v", null), Records.PLACE))
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("TRANSFORMATION", failing.getClass().getName());
        assertThat(chain(Records.tolerant(), bound("a", failing, true))
                        .apply(Records.record(null, "v", null), Records.PLACE))
                .isNull();
        assertThat(calls).isEmpty();
    }

    @Test
    void predicatesAreStoppedOnceToo() {
        Predicate stubborn = new Predicate() {
            @Override
            public boolean test(ConnectRecord record) {
                return true;
            }

            @Override
            public void stop() {
                calls.add("stop predicate");
                throw new IllegalStateException("will not stop");
            }
        };
        chain(Records.strict(), bound("a", stubborn, false), bound("b", stubborn, true))
                .stop();
        assertThat(calls).containsExactly("stop a", "stop predicate", "stop b", "stop predicate");
    }

    private TransformChain.Step bound(String name, Predicate predicate, boolean negate) {
        ClassLoader loader = getClass().getClassLoader();
        return new TransformChain.Step(
                step(name, record -> record).transform(),
                loader,
                new TransformChain.Condition(predicate, loader, negate));
    }

    private ConnectRecord append(ConnectRecord record) {
        record.setData(record.getData() + "+");
        return record;
    }

    private static ConnectRecord fail(ConnectRecord record) {
        throw new IllegalStateException("broken");
    }

    private static TransformChain chain(ErrorPolicy errors, TransformChain.Step... steps) {
        return new TransformChain(List.of(steps), errors);
    }

    private TransformChain.Step step(String name, UnaryOperator<ConnectRecord> body) {
        return new TransformChain.Step(
                new Recording(name, body, () -> {}), getClass().getClassLoader());
    }

    private TransformChain.Step stopping(String name, Runnable stop) {
        return new TransformChain.Step(
                new Recording(name, record -> record, stop), getClass().getClassLoader());
    }

    private final class Recording implements Transform<ConnectRecord> {

        private final String name;
        private final UnaryOperator<ConnectRecord> body;
        private final Runnable stop;

        private Recording(String name, UnaryOperator<ConnectRecord> body, Runnable stop) {
            this.name = name;
            this.body = body;
            this.stop = stop;
        }

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            calls.add(name);
            loaders.add(Thread.currentThread().getContextClassLoader());
            return body.apply(record);
        }

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {
            calls.add("stop " + name);
            loaders.add(Thread.currentThread().getContextClassLoader());
            stop.run();
        }
    }
}
