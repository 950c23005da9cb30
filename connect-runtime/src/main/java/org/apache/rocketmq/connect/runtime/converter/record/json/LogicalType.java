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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import com.alibaba.fastjson2.JSONWriter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that a schema's name stands for, whatever its field type says. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
enum LogicalType {
    DECIMAL {
        @Override
        void write(Schema schema, Object value, DecimalFormat format, JSONWriter out) {
            if (!(value instanceof BigDecimal decimal)) {
                throw mismatch("a java.math.BigDecimal for a Decimal", value);
            }
            switch (format) {
                case NUMERIC -> out.writeRaw(numeric(decimal));
                case BASE64 -> out.writeBase64(unscaled(decimal, scale(schema)));
            }
        }

        @Override
        Object read(Schema schema, JsonInput in) {
            if (in.peek() == '"') {
                byte[] unscaled = PayloadReader.base64(in);
                if (unscaled.length == 0) {
                    throw new ConnectException("Expected the Base64 of a Decimal, but got an empty string");
                }
                return new BigDecimal(new BigInteger(unscaled), scale(schema));
            }
            in.scanNumber();
            return hasScale(schema) ? Numbers.rescaled(in.decimal(), scale(schema)) : in.decimal();
        }
    },

    DATE {
        @Override
        void write(Schema schema, Object value, DecimalFormat format, JSONWriter out) {
            long millis = millis(value, "Date");
            if (millis % MILLIS_PER_DAY != 0) {
                throw new ConnectException("Expected a Date at midnight UTC, but got one with a time of day");
            }
            out.writeInt64(Numbers.whole(millis / MILLIS_PER_DAY, Integer.MIN_VALUE, Integer.MAX_VALUE, "Date"));
        }

        @Override
        Object read(Schema schema, JsonInput in) {
            return new java.util.Date(whole(in, Integer.MIN_VALUE, Integer.MAX_VALUE, "Date") * MILLIS_PER_DAY);
        }
    },

    TIME {
        @Override
        void write(Schema schema, Object value, DecimalFormat format, JSONWriter out) {
            out.writeInt64(Numbers.whole(millis(value, "Time"), 0, MILLIS_PER_DAY, "Time"));
        }

        @Override
        Object read(Schema schema, JsonInput in) {
            return new java.util.Date(whole(in, 0, MILLIS_PER_DAY, "Time"));
        }
    },

    TIMESTAMP {
        @Override
        void write(Schema schema, Object value, DecimalFormat format, JSONWriter out) {
            out.writeInt64(millis(value, "Timestamp"));
        }

        @Override
        Object read(Schema schema, JsonInput in) {
            return new java.util.Date(whole(in, Long.MIN_VALUE, Long.MAX_VALUE, "Timestamp"));
        }
    };

    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    private static final Map<String, LogicalType> BY_NAME = Map.of(
            Decimal.LOGICAL_NAME, DECIMAL,
            Date.LOGICAL_NAME, DATE,
            Time.LOGICAL_NAME, TIME,
            Timestamp.LOGICAL_NAME, TIMESTAMP);

    /** The logical type that the schema names; null when it names none. */
    static @Nullable LogicalType of(Schema schema) {
        String name = schema.getName();
        return name == null ? null : BY_NAME.get(name);
    }

    abstract void write(Schema schema, Object value, DecimalFormat format, JSONWriter out);

    abstract Object read(Schema schema, JsonInput in);

    /** The text of a decimal as a JSON number that {@link JsonInput} will accept again. */
    static String numeric(BigDecimal decimal) {
        // Not JSONWriter.writeDecimal: that spells the zeros out and breaks on very large scales.
        String text = Math.abs((long) decimal.scale()) > JsonInput.MAX_EXPONENT ? "" : decimal.toString();
        if (text.isEmpty() || text.length() > JsonInput.MAX_NUMBER_LENGTH) {
            throw new ConnectException("Expected a decimal of at most " + JsonInput.MAX_NUMBER_LENGTH
                    + " characters and a scale of at most " + JsonInput.MAX_EXPONENT + ", but got a longer one");
        }
        return text;
    }

    private static byte[] unscaled(BigDecimal decimal, int scale) {
        BigDecimal fitting = Numbers.rescaled(decimal, scale);
        if (fitting.scale() != scale) {
            throw new ConnectException(
                    "Expected a decimal of scale " + scale + ", but got one of scale " + decimal.scale());
        }
        return fitting.unscaledValue().toByteArray();
    }

    private static boolean hasScale(Schema schema) {
        Map<String, String> parameters = schema.getParameters();
        return parameters != null && parameters.containsKey(Decimal.SCALE_FIELD);
    }

    private static int scale(Schema schema) {
        if (!hasScale(schema)) {
            throw new ConnectException("Expected the parameter " + Decimal.SCALE_FIELD
                    + " in the schema of a Decimal, but the schema has none");
        }
        try {
            return Integer.parseInt(schema.getParameters().get(Decimal.SCALE_FIELD));
        } catch (NumberFormatException e) {
            throw new ConnectException("Expected a whole number as the parameter " + Decimal.SCALE_FIELD
                    + " in the schema of a Decimal, but got something else");
        }
    }

    private static long millis(Object value, String type) {
        if (value instanceof java.util.Date date) {
            return date.getTime();
        }
        throw mismatch("a java.util.Date for a " + type, value);
    }

    private static long whole(JsonInput in, long min, long max, String type) {
        in.scanNumber();
        return Numbers.whole(in.isIntegral() ? in.integer() : in.decimal(), min, max, type);
    }

    private static ConnectException mismatch(String expected, Object value) {
        return new ConnectException(
                "Expected " + expected + ", but got a " + value.getClass().getName());
    }
}
