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

import io.openmessaging.connector.api.component.Component;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.List;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transforms of a task, in the configured order; already started. */
public final class TransformChain {

    private static final Logger LOG = LoggerFactory.getLogger(TransformChain.class);

    /**
     * One transform and the plugin that it comes from.
     *
     * @param loader the plugin's
     * @param condition which records it sees; null for all
     */
    public record Step(
            Transform<ConnectRecord> transform,
            ClassLoader loader,
            @Nullable Condition condition) {

        /** One that sees every record. */
        public Step(Transform<ConnectRecord> transform, ClassLoader loader) {
            this(transform, loader, null);
        }
    }

    /**
     * A predicate, which belongs to one step alone, and the plugin that it comes from.
     *
     * @param loader the plugin's
     * @param negate whether the step sees the records for which the predicate does not hold
     */
    public record Condition(Predicate predicate, ClassLoader loader, boolean negate) {

        private boolean admits(ConnectRecord record) {
            PluginScope scope = PluginScope.enter(loader);
            try {
                return predicate.test(record) != negate;
            } finally {
                scope.close();
            }
        }
    }

    private final List<Step> steps;
    private final ErrorPolicy errors;

    public TransformChain(List<Step> steps, ErrorPolicy errors) {
        this.steps = List.copyOf(steps);
        this.errors = errors;
    }

    /**
     * Applies every transform.
     *
     * @param origin where the record came from
     * @return null when a transform dropped the record, or when its failure was tolerated and told to the origin
     * @throws RecordFailure when a failure is not tolerated
     */
    public @Nullable ConnectRecord apply(ConnectRecord record, Origin origin) throws InterruptedException {
        ConnectRecord current = record;
        for (int i = 0; i < steps.size() && current != null; i++) {
            current = apply(steps.get(i), current, origin);
        }
        return current;
    }

    private @Nullable ConnectRecord apply(Step step, ConnectRecord record, Origin origin) throws InterruptedException {
        ErrorPolicy.Attempts attempts = null;
        Condition condition = step.condition();
        while (true) {
            Object asked = step.transform();
            PluginScope scope = PluginScope.enter(step.loader());
            try {
                if (condition != null) {
                    asked = condition.predicate();
                    if (!condition.admits(record)) {
                        return record;
                    }
                    asked = step.transform();
                }
                return step.transform().doTransform(record);
            } catch (RuntimeException e) {
                attempts = attempts == null ? errors.attempts() : attempts;
                if (!attempts.tryAgain(e)) {
                    String component = asked.getClass().getName();
                    errors.giveUp(new RecordError(Stage.TRANSFORMATION, component, e), origin);
                    return null;
                }
            } finally {
                scope.close();
            }
        }
    }

    /** Stops every transform and every predicate once, also when one of them throws. */
    public void stop() {
        for (Step step : steps) {
            stop(step.transform(), step.loader());
            Condition condition = step.condition();
            if (condition != null) {
                stop(condition.predicate(), condition.loader());
            }
        }
    }

    private static void stop(Component part, ClassLoader loader) {
        try {
            PluginScope.run(loader, part::stop);
        } catch (Exception e) {
            LOG.warn("Stopping {} failed", part.getClass().getName(), e);
        }
    }
}
