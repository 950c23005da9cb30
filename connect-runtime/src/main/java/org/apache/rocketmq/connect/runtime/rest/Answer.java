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

/**
 * An HTTP status and the one envelope that goes with it.
 *
 * @param status the truth, on the status line as well as in the envelope
 * @param envelope the JSON object to write
 */
record Answer(int status, Map<String, Object> envelope) {

    static Answer ok(Object body) {
        return success(200, body);
    }

    /** The request is still being carried out. */
    static Answer accepted(String text) {
        return success(202, text);
    }

    static Answer error(int status, String message) {
        return error(status, message, List.of());
    }

    /** Names {@code errorCode} as the original does, and {@code status} so that every answer has it. */
    static Answer error(int status, String message, List<ConfigError> errors) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("status", status);
        envelope.put("errorCode", status);
        envelope.put("message", message);
        if (!errors.isEmpty()) {
            envelope.put("errors", errorList(errors));
        }
        return new Answer(status, envelope);
    }

    static List<Map<String, Object>> errorList(List<ConfigError> errors) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ConfigError error : errors) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", error.key());
            entry.put("message", error.message());
            list.add(entry);
        }
        return list;
    }

    byte[] toBytes() {
        return JSON.toJSONBytes(envelope, JSONWriter.Feature.WriteMapNullValue, JSONWriter.Feature.LargeObject);
    }

    private static Answer success(int status, Object body) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("status", status);
        envelope.put("body", body);
        return new Answer(status, envelope);
    }
}
