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

import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.List;
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
     */
    public record Step(Transform<ConnectRecord> transform, ClassLoader loader) {}

    private final List<Step> steps;
    private final ErrorPolicy errors;

    public TransformChain(List<Step> steps, ErrorPolicy errors) {
        this.steps = List.copyOf(steps);
        this.errors = errors;
    }

    /**
     * Applies every transform.
     *
     * @param place where the record came from, for messages
     * @return null when a transform dropped the record, or when its failure was tolerated
     * @throws RecordFailure when a failure is not tolerated
     */
    public @Nullable ConnectRecord apply(ConnectRecord record, Place place) throws InterruptedException {
        ConnectRecord current = record;
        for (int i = 0; i < steps.size() && current != null; i++) {
            current = apply(steps.get(i), current, place);
        }
        return current;
    }

    private @Nullable ConnectRecord apply(Step step, ConnectRecord record, Place place) throws InterruptedException {
        ErrorPolicy.Attempts attempts = null;
        while (true) {
            PluginScope scope = PluginScope.enter(step.loader());
            try {
                return step.transform().doTransform(record);
            } catch (RuntimeException e) {
                attempts = attempts == null ? errors.attempts() : attempts;
                if (!attempts.tryAgain(e)) {
                    errors.giveUp(
                            Stage.TRANSFORMATION, step.transform().getClass().getName(), place.describe(), e);
                    return null;
                }
            } finally {
                scope.close();
            }
        }
    }

    /** Stops every transform once, also when one of them throws. */
    public void stop() {
        for (Step step : steps) {
            try {
                PluginScope.run(step.loader(), step.transform()::stop);
            } catch (Exception e) {
                LOG.warn(
                        "Stopping transform {} failed",
                        step.transform().getClass().getName(),
                        e);
            }
        }
    }
}
