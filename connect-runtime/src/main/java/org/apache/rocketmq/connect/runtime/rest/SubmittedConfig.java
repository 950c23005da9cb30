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
package org.apache.rocketmq.connect.runtime.rest;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.jspecify.annotations.Nullable;

/** A configuration as somebody sent it: a JSON object whose members become texts. */
final class SubmittedConfig {

    private static final String MASK = "******";

    private final Map<String, Object> members;
    private final Map<String, String> texts;

    private SubmittedConfig(Map<String, Object> members, Map<String, String> texts) {
        this.members = members;
        this.texts = texts;
    }

    /**
     * Numbers and booleans become their text, objects and arrays compact JSON.
     *
     * @throws RequestException INVALID when it is absent, malformed or has members that are null
     */
    static SubmittedConfig parse(@Nullable String json) {
        if (json == null || json.isBlank()) {
            throw invalid("Failed! query param 'config' is required : expected a JSON object in the body of a POST, or"
                    + " as ?config= of a GET, but there is none");
        }
        Map<String, @Nullable Object> parsed;
        try {
            parsed = RelaxedJson.parseObject(json);
        } catch (RelaxedJson.MalformedJsonException e) {
            throw invalid("Failed! query param 'config' is malformed: " + e.getMessage());
        }
        Map<String, Object> members = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        List<ConfigError> errors = new ArrayList<>();
        parsed.forEach((name, value) -> {
            if (value == null) {
                errors.add(new ConfigError(name, "expected a value, but it is null; leave the key out instead"));
            } else {
                members.put(name, value);
                texts.put(name, textOf(value));
            }
        });
        if (!errors.isEmpty()) {
            throw RequestException.invalidConfig(errors);
        }
        return new SubmittedConfig(members, texts);
    }

    Map<String, String> texts() {
        return texts;
    }

    /**
     * What may be answered: the members as they were sent, except those that the controller does not show as they are.
     *
     * @param effective what the controller made of this configuration, secrets masked
     */
    Map<String, Object> shown(Map<String, String> effective) {
        boolean maskedElsewhere = effective.entrySet().stream()
                .anyMatch(entry ->
                        !texts.containsKey(entry.getKey()) && entry.getValue().contains(MASK));
        Map<String, Object> shown = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            String text = textOf(value);
            String known = effective.get(name);
            if (known != null) {
                shown.put(name, known.equals(text) ? value : known);
            } else {
                // An older spelling: the controller knows it by another name. It may be the secret that is masked
                // there.
                boolean harmless = !maskedElsewhere || effective.containsValue(text);
                shown.put(name, harmless ? value : MASK);
            }
        });
        return shown;
    }

    /** Never shows a value: it may be a secret. */
    @Override
    public String toString() {
        return "SubmittedConfig" + texts.keySet();
    }

    private static String textOf(Object value) {
        return value instanceof Map || value instanceof List
                ? JSON.toJSONString(value, JSONWriter.Feature.WriteMapNullValue)
                : value.toString();
    }

    private static RequestException invalid(String message) {
        return new RequestException(RequestException.Kind.INVALID, message, null);
    }
}
