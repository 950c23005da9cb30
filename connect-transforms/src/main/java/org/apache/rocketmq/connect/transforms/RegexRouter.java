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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/**
 * Sends records to another topic: when the whole name of a record's topic matches, its extension {@code topic} becomes
 * the replacement. A record's topic is its extension {@code topic} or, without one, the {@code topic} of its partition,
 * which itself is never touched: positions are stored under it.
 */
public final class RegexRouter extends ConfiguredTransform<RegexRouter.Route> {

    private static final String REGEX = "regex";
    private static final String REPLACEMENT = "replacement";
    private static final String TOPIC = "topic";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(REGEX, ConfigKey.Type.STRING, "A regular expression that must match a topic's whole name.")
                    .asRequired()
                    .withValidator(Patterns.syntax()),
            ConfigKey.of(
                            REPLACEMENT,
                            ConfigKey.Type.STRING,
                            "The topic to send to instead; $1 stands for the first group.")
                    .asRequired());

    /** Which topics to rename, and how. */
    record Route(Pattern pattern, String replacement) {}

    public RegexRouter() {
        super(DEF);
    }

    @Override
    Route settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        Route route = new Route(Pattern.compile(config.getString(REGEX)), config.getString(REPLACEMENT));
        Patterns.problemOfReplacement(route.pattern(), route.replacement()).ifPresent(problem -> {
            throw new ConfigException(List.of(new ConfigError(REPLACEMENT, problem)));
        });
        return route;
    }

    @Override
    ConnectRecord apply(ConnectRecord source, Route now) {
        Optional<String> topic = topicOf(source);
        if (topic.isEmpty()) {
            return source;
        }
        Matcher matcher = now.pattern().matcher(topic.get());
        if (!matcher.matches()) {
            return source;
        }
        String other = matcher.replaceFirst(now.replacement());
        if (other.isBlank()) {
            throw new ConnectException("Expected the name of a topic in place of " + topic.get() + ", but '"
                    + now.replacement() + "' leaves it blank.");
        }
        ConnectRecord routed = Part.copy(source);
        routed.addExtension(TOPIC, other);
        return routed;
    }

    private static Optional<String> topicOf(ConnectRecord source) {
        String extension = source.getExtension(TOPIC);
        if (extension != null && !extension.isBlank()) {
            return Optional.of(extension);
        }
        if (source.getPosition() == null || source.getPosition().getPartition() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        source.getPosition().getPartition().getPartition().get(TOPIC))
                .map(Object::toString);
    }
}
