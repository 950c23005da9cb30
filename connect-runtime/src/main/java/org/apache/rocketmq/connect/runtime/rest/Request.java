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

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.controller.RequestException.Kind;
import org.apache.rocketmq.connect.runtime.model.TaskId;

/** The parts of a request that routes ask for, checked: names, task numbers, bodies. */
final class Request {

    static final int MAX_BODY_BYTES = 1024 * 1024;

    /** An unread body makes Jetty cut the connection, often before the client has read its answer. */
    private static final int MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;

    private final Context context;

    Request(Context context) {
        this.context = context;
    }

    /** The decoded name in the path. */
    String connectorName() {
        String name = context.pathParam("connectorName");
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "Expected a connector name without control characters, but got one that is blank or has some");
        }
        return name;
    }

    TaskId taskId() {
        String name = connectorName();
        String task = context.pathParam("task");
        try {
            return new TaskId(name, Integer.parseInt(task));
        } catch (IllegalArgumentException e) {
            throw invalid("Expected a task number of 0 or more, but got '" + task + "'");
        }
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /** A flag of the query; absent means false, and its bare name true. */
    boolean flag(String name) {
        String value = context.queryParam(name);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (value.isEmpty() || value.equalsIgnoreCase("true")) {
            return true;
        }
        throw invalid("Expected " + name + " to be true or false, but got '" + value + "'");
    }

    /** The configuration in the query. */
    SubmittedConfig configOfQuery() {
        return SubmittedConfig.parse(context.queryParam("config"));
    }

    /** The configuration in the body, whatever content type it claims. */
    SubmittedConfig configOfBody() {
        return SubmittedConfig.parse(body());
    }

    /** The configuration in the query of a GET, else in the body. */
    SubmittedConfig configOfQueryOrBody() {
        return context.method().equals(HandlerType.GET) ? configOfQuery() : configOfBody();
    }

    private String body() {
        byte[] bytes;
        try (InputStream in = context.req().getInputStream()) {
            bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                discard(in);
            }
        } catch (IOException e) {
            throw new RequestException(Kind.INVALID, "Expected a whole body, but it ended early", e);
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RequestException(
                    Kind.TOO_LARGE, "Expected a body of at most " + MAX_BODY_BYTES + " bytes, but it is larger", null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw invalid(
                    "Failed! query param 'config' is malformed: expected a body in UTF-8, but it has other bytes");
        }
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int left = MAX_DISCARDED_BYTES;
        for (int n = 0; n >= 0 && left > 0; left -= n) {
            n = in.read(buffer);
        }
    }

    private static RequestException invalid(String message) {
        return new RequestException(Kind.INVALID, message, null);
    }
}
