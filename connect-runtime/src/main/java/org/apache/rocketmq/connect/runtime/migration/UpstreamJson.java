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
package org.apache.rocketmq.connect.runtime.migration;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONException;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the original wrote it, with the numbers that plugins expect. */
final class UpstreamJson {

    private UpstreamJson() {}

    /** @throws JSONException when the text is no JSON object; its message shows nothing of the text */
    static JSONObject object(String text) {
        JSONObject object;
        try {
            // a key named $ref is a key like any other; a decimal keeps its digits
            object = JSON.parseObject(
                    text, JSONReader.Feature.DisableReferenceDetect, JSONReader.Feature.UseBigDecimalForDoubles);
        } catch (JSONException e) {
            throw new JSONException("it is no JSON object");
        }
        if (object == null) {
            throw new JSONException("it is no JSON object");
        }
        return object;
    }

    static JSONObject object(JSONObject parent, String key) {
        if (parent.get(key) instanceof JSONObject object) {
            return object;
        }
        throw new JSONException("it has no " + key);
    }

    /**
     * The original read small integers back as {@code Integer}, others as {@code Long}, and plugins that cast failed
     * after a restart. Here every integer is a {@code Long}, and a decimal is a {@code Double} when it is one.
     */
    static Map<String, @Nullable Object> values(JSONObject object) {
        Map<String, @Nullable Object> values = new HashMap<>();
        object.forEach((key, value) -> values.put(key, value(value)));
        return values;
    }

    private static @Nullable Object value(@Nullable Object json) {
        if (json instanceof JSONObject object) {
            return values(object);
        }
        if (json instanceof JSONArray array) {
            List<@Nullable Object> values = new ArrayList<>(array.size());
            array.forEach(each -> values.add(value(each)));
            return values;
        }
        if (json instanceof Integer || json instanceof Long || json instanceof BigInteger) {
            Number number = (Number) json;
            return number instanceof BigInteger big && big.bitLength() >= Long.SIZE ? big : (Object) number.longValue();
        }
        if (json instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            double near = exact.doubleValue();
            boolean same = Double.isFinite(near) && exact.compareTo(BigDecimal.valueOf(near)) == 0;
            return same ? (Object) near : exact;
        }
        return json;
    }
}
