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

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message's properties as a record's extensions, mapped when somebody looks at them: most sinks never do, and RocketMQ
 * gives every message half a dozen. Belongs to whoever holds the record, as the record itself.
 */
final class MessageExtensions implements KeyValue {

    private final InboundMessage message;
    private @Nullable KeyValue mapped;

    MessageExtensions(InboundMessage message) {
        this.message = message;
    }

    private KeyValue mapped() {
        KeyValue known = mapped;
        if (known == null) {
            known = map();
            mapped = known;
        }
        return known;
    }

    private KeyValue map() {
        KeyValue extensions = new DefaultKeyValue();
        message.properties().forEach((name, value) -> {
            if (MessageProperties.SYSTEM.contains(name)) {
                extensions.put(MessageProperties.SYSTEM_PREFIX + name, value);
            } else if (name.startsWith(MessageProperties.EXTENSION_PREFIX)) {
                extensions.put(name.substring(MessageProperties.EXTENSION_PREFIX.length()), value);
            } else if (!name.equals(MessageProperties.VALUE)) {
                extensions.put(name, value);
            }
        });
        return extensions.put(MessageProperties.MESSAGE_ID, message.messageId());
    }

    @Override
    public KeyValue put(String key, int value) {
        mapped().put(key, value);
        return this;
    }

    @Override
    public KeyValue put(String key, long value) {
        mapped().put(key, value);
        return this;
    }

    @Override
    public KeyValue put(String key, double value) {
        mapped().put(key, value);
        return this;
    }

    @Override
    public KeyValue put(String key, String value) {
        mapped().put(key, value);
        return this;
    }

    @Override
    public int getInt(String key) {
        return mapped().getInt(key);
    }

    @Override
    public int getInt(String key, int defaultValue) {
        return mapped().getInt(key, defaultValue);
    }

    @Override
    public long getLong(String key) {
        return mapped().getLong(key);
    }

    @Override
    public long getLong(String key, long defaultValue) {
        return mapped().getLong(key, defaultValue);
    }

    @Override
    public double getDouble(String key) {
        return mapped().getDouble(key);
    }

    @Override
    public double getDouble(String key, double defaultValue) {
        return mapped().getDouble(key, defaultValue);
    }

    @Override
    public String getString(String key) {
        return mapped().getString(key);
    }

    @Override
    public String getString(String key, String defaultValue) {
        return mapped().getString(key, defaultValue);
    }

    @Override
    public Set<String> keySet() {
        return mapped().keySet();
    }

    @Override
    public boolean containsKey(String key) {
        return mapped().containsKey(key);
    }

    /** Names only: values are the record's content. */
    @Override
    public String toString() {
        return "MessageExtensions" + keySet();
    }
}
