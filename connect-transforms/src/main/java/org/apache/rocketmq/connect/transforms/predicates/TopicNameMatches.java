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
package org.apache.rocketmq.connect.transforms.predicates;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.transforms.Origin;
import org.apache.rocketmq.connect.transforms.Patterns;
import org.jspecify.annotations.Nullable;

/** Holds for records whose topic's whole name matches a regular expression; not for those that name no topic. */
public final class TopicNameMatches implements Predicate, Configurable {

    private static final String PATTERN = "pattern";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(PATTERN, ConfigKey.Type.STRING, "A regular expression that must match a topic's whole name.")
                    .asRequired()
                    .withValidator(Patterns.syntax()));

    private @Nullable Pattern pattern;

    @Override
    public ConfigDef configDef() {
        return DEF;
    }

    @Override
    public void validate(KeyValue given) {
        DEF.parse(given);
    }

    @Override
    public void start(KeyValue given) {
        pattern = Pattern.compile(DEF.parse(given).getString(PATTERN));
    }

    @Override
    public void stop() {
        pattern = null;
    }

    @Override
    public boolean test(ConnectRecord record) {
        Pattern wanted = pattern;
        if (wanted == null) {
            throw new ConnectException(
                    "Expected a started predicate, but " + getClass().getName() + " is not started or was stopped.");
        }
        return Origin.topicOf(record)
                .filter(topic -> wanted.matcher(topic).matches())
                .isPresent();
    }
}
