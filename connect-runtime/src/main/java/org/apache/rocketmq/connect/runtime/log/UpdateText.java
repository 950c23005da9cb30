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
package org.apache.rocketmq.connect.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/**
 * One update as a JSON text that says what it is, for logs that keep updates one by one:
 *
 * <pre>{@code
 * {"key":"a","value":{"b":1.0}}
 * {"key":"a","deleted":true}
 * }</pre>
 */
public final class UpdateText {

    private UpdateText() {}

    /** @param update with a compact value */
    public static byte[] encode(Update update) {
        String value = update.value();
        return ("{\"key\":" + JsonText.quote(update.key())
                        + (value == null ? ",\"deleted\":true}" : ",\"value\":" + value + "}"))
                .getBytes(UTF_8);
    }

    /** @throws IllegalArgumentException when it is not what {@link #encode} has written; the text is not shown */
    public static Update decode(byte[] text) {
        Map<String, String> members = JsonText.members(new String(text, UTF_8));
        String value = members.get("value");
        if (members.size() != 2 || (value == null) != "true".equals(members.get("deleted"))) {
            throw new IllegalArgumentException(
                    "Expected a key with a value or a deletion, but found the members " + members.keySet());
        }
        return new Update(JsonText.string(members.getOrDefault("key", "")), value);
    }
}
