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
package org.apache.rocketmq.connect.runtime.store;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import io.openmessaging.connector.api.data.RecordOffset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A source offset as JSON. JSON has one kind of number, Java has many, and plugins cast: so {@code types}, which has the
 * shape of the offset, says what is neither a text, a truth value, a {@code Long} nor a {@code Double}, and every value
 * comes back as what it was.
 *
 * <p>Numbers that JSON libraries widen or unfold are written as texts: a short {@code BigDecimal} can stand for billions
 * of digits.
 */
final class OffsetCodec implements Codec<JSONObject> {

    private static final String OFFSET = "offset";
    private static final String TYPES = "types";
    private static final String BYTES = "bytes";

    /**
     * A value in JSON.
     *
     * @param type how to read it back: a type's name, or for maps and lists an object of the types of their parts; null
     *     when JSON says it all
     */
    private record Typed(@Nullable Object json, @Nullable Object type) {

        private Typed(@Nullable Object json) {
            this(json, null);
        }
    }

    static JSONObject toJson(RecordOffset offset) {
        Typed written = write(offset.getOffset());
        JSONObject json = new JSONObject();
        json.put(OFFSET, written.json());
        if (written.type() != null) {
            json.put(TYPES, written.type());
        }
        return json;
    }

    /** The value in JSON without the types: equal for equal maps and for equal integers of any width. */
    static @Nullable Object untyped(@Nullable Object value) {
        return write(value).json();
    }

    private static Typed write(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return new Typed(value);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        if (value instanceof byte[] bytes) {
            return new Typed(Base64.getEncoder().encodeToString(bytes), BYTES);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return new Typed(String.valueOf(value));
    }

    private static Typed map(Map<?, ?> map) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        JSONObject types = new JSONObject();
        map.forEach((name, value) -> {
            Typed written = write(value);
            values.put(String.valueOf(name), written.json());
            if (written.type() != null) {
                types.put(String.valueOf(name), written.type());
            }
        });
        return new Typed(values, types.isEmpty() ? null : types);
    }

    private static Typed list(List<?> list) {
        List<@Nullable Object> values = new ArrayList<>(list.size());
        JSONObject types = new JSONObject();
        for (Object value : list) {
            Typed written = write(value);
            if (written.type() != null) {
                types.put(String.valueOf(values.size()), written.type());
            }
            values.add(written.json());
        }
        return new Typed(values, types.isEmpty() ? null : types);
    }

    private static Typed number(Number number) {
        String type = number.getClass().getSimpleName();
        boolean fitsLong = number instanceof BigInteger big && big.bitLength() < Long.SIZE;
        if (number instanceof Integer || number instanceof Short || number instanceof Byte || fitsLong) {
            return new Typed(number.longValue(), type);
        }
        if (number instanceof Double real) {
            boolean exact = Double.isFinite(real) && !real.equals(-0.0);
            return exact ? new Typed(real) : new Typed(real.toString(), type);
        }
        if (number instanceof Float || number instanceof BigDecimal || number instanceof BigInteger) {
            return new Typed(number.toString(), type);
        }
        return new Typed(number.longValue()); // Long, AtomicLong and the like
    }

    static RecordOffset toOffset(JSONObject json) {
        return new RecordOffset(readMap(json.getJSONObject(OFFSET), json.getJSONObject(TYPES)));
    }

    private static Map<String, @Nullable Object> readMap(JSONObject object, @Nullable JSONObject types) {
        Map<String, @Nullable Object> values = new HashMap<>();
        object.forEach((name, value) -> values.put(name, read(value, types == null ? null : types.get(name))));
        return values;
    }

    private static @Nullable Object read(@Nullable Object value, @Nullable Object type) {
        JSONObject types = type instanceof JSONObject ofParts ? ofParts : null;
        if (value instanceof JSONObject object) {
            return readMap(object, types);
        }
        if (value instanceof JSONArray array) {
            List<@Nullable Object> list = new ArrayList<>(array.size());
            for (Object part : array) {
                list.add(read(part, types == null ? null : types.get(String.valueOf(list.size()))));
            }
            return list;
        }
        if (value instanceof Number number) {
            return number(number, type);
        }
        return value instanceof String text ? text(text, type) : value;
    }

    private static Number number(Number number, @Nullable Object type) {
        if (!(number instanceof Long || number instanceof Integer || number instanceof BigInteger)) {
            return number.doubleValue();
        }
        return switch (String.valueOf(type)) {
            case "Integer" -> number.intValue();
            case "Short" -> number.shortValue();
            case "Byte" -> number.byteValue();
            case "BigInteger" -> BigInteger.valueOf(number.longValue());
            default -> number.longValue();
        };
    }

    private static Object text(String text, @Nullable Object type) {
        return switch (String.valueOf(type)) {
            case "Float" -> Float.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "BigInteger" -> new BigInteger(text);
            case "BigDecimal" -> new BigDecimal(text);
            case BYTES -> Base64.getDecoder().decode(text);
            default -> text; // also a type that only a later version knows
        };
    }

    @Override
    public String encode(JSONObject value) {
        return value.toJSONString(JSONWriter.Feature.WriteNulls);
    }

    @Override
    public JSONObject decode(String json) {
        // a key named $ref is a key like any other, not a reference
        return JSON.parseObject(
                json, JSONReader.Feature.UseBigDecimalForDoubles, JSONReader.Feature.DisableReferenceDetect);
    }
}
