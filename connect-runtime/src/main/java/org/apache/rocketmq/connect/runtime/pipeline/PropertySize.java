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

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message's properties take where RocketMQ keeps them: all of them in 32,767 bytes. */
final class PropertySize {

    /** Leaves room for what client and broker add: an id, a trace, a cluster, an inner batch. */
    static final int LIMIT = Short.MAX_VALUE - 1_024;

    private PropertySize() {}

    static int of(String name, String value) {
        return utf8(name) + utf8(value) + 2;
    }

    static int of(@Nullable String keys, @Nullable String tags, Map<String, String> properties) {
        int size = 0;
        if (keys != null) {
            size += of(MessageProperties.KEYS, keys);
        }
        if (tags != null) {
            size += of(MessageProperties.TAGS, tags);
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            size += of(property.getKey(), property.getValue());
        }
        return size;
    }

    /** A quick bound first: most properties are far from the limit. */
    static boolean fits(@Nullable String keys, @Nullable String tags, Map<String, String> properties) {
        long chars = (keys == null ? 0L : keys.length()) + (tags == null ? 0L : tags.length());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            chars += property.getKey().length() + property.getValue().length() + 2L;
        }
        return chars * 3 + 64 <= LIMIT || of(keys, tags, properties) <= LIMIT;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
