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

import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types that {@link Cast} knows, and how a value becomes one. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
enum CastType implements ValueConversion.Conversion {
    INT8(FieldType.INT8) {
        @Override
        Object of(Object plain) {
            return (byte) whole(plain, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
    },
    INT16(FieldType.INT16) {
        @Override
        Object of(Object plain) {
            return (short) whole(plain, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    },
    INT32(FieldType.INT32) {
        @Override
        Object of(Object plain) {
            return (int) whole(plain, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    },
    INT64(FieldType.INT64) {
        @Override
        Object of(Object plain) {
            return whole(plain, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    },
    FLOAT32(FieldType.FLOAT32) {
        @Override
        Object of(Object plain) {
            double wide = real(plain);
            float narrow = plain instanceof String text ? Float.parseFloat(text) : (float) wide;
            if (Float.isInfinite(narrow) && !Double.isInfinite(wide)) {
                throw outside();
            }
            requireSameWhole(plain, narrow);
            return narrow;
        }
    },
    FLOAT64(FieldType.FLOAT64) {
        @Override
        Object of(Object plain) {
            double result = real(plain);
            requireSameWhole(plain, result);
            return result;
        }
    },
    BOOLEAN(FieldType.BOOLEAN) {
        @Override
        Object of(Object plain) {
            if (plain instanceof Boolean) {
                return plain;
            } else if (plain instanceof BigDecimal decimal) {
                return decimal.signum() != 0;
            } else if (plain instanceof BigInteger integer) {
                return integer.signum() != 0;
            } else if (plain instanceof Number number) {
                return number.doubleValue() != 0;
            }
            return switch (String.valueOf(plain).toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw refused("the text true or false");
            };
        }
    },
    STRING(FieldType.STRING) {
        @Override
        public Object convert(@Nullable Schema schema, Object value) {
            return Texts.of(schema, value).orElseThrow(() -> mismatch(value));
        }

        @Override
        Object of(Object plain) {
            return plain.toString();
        }
    };

    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    /** A longer one is no number that any of these types can hold. */
    private static final int MAX_DIGITS = 400;

    private final FieldType type;

    CastType(FieldType type) {
        this.type = type;
    }

    static Optional<CastType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(CastType::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Schema type() {
        return new SchemaBuilder(type).build();
    }

    @Override
    public Object convert(@Nullable Schema schema, Object value) {
        try {
            return of(plain(schema, value));
        } catch (NumberFormatException e) {
            throw refused("a number"); // not its message: that shows the text
        }
    }

    /** A number, a boolean or a text. */
    abstract Object of(Object plain);

    private Object plain(@Nullable Schema schema, Object value) {
        if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof java.util.Date date) {
            boolean days = schema != null && Date.LOGICAL_NAME.equals(schema.getName());
            return days ? Math.floorDiv(date.getTime(), MILLIS_PER_DAY) : date.getTime();
        }
        throw mismatch(value);
    }

    long whole(Object plain, long min, long max) {
        long number;
        if (plain instanceof Boolean truth) {
            number = truth ? 1 : 0;
        } else if (plain instanceof Long
                || plain instanceof Integer
                || plain instanceof Short
                || plain instanceof Byte) {
            number = ((Number) plain).longValue();
        } else {
            number = exact(decimal(plain));
        }
        if (number < min || number > max) {
            throw outside();
        }
        return number;
    }

    private long exact(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                    ? outside()
                    : refused("a number without a fraction");
        }
    }

    private BigDecimal decimal(Object plain) {
        if (plain instanceof BigDecimal decimal) {
            return decimal;
        } else if (plain instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (plain instanceof Number number) {
            if (!Double.isFinite(number.doubleValue())) {
                throw outside();
            }
            return new BigDecimal(number.doubleValue());
        }
        String text = plain.toString();
        if (text.length() > MAX_DIGITS) {
            throw outside();
        }
        return new BigDecimal(text);
    }

    double real(Object plain) {
        if (plain instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (plain instanceof String text) {
            double number = Double.parseDouble(text);
            if (Double.isInfinite(number) && !text.contains("Infinity")) {
                throw outside();
            }
            return number;
        }
        double number = ((Number) plain).doubleValue();
        boolean wasFinite = plain instanceof BigDecimal || plain instanceof BigInteger;
        if (wasFinite && Double.isInfinite(number)) {
            throw outside();
        }
        return number;
    }

    /** Fractions are rounded by every float; a whole number, say an id, must stay the one that it is. */
    void requireSameWhole(Object plain, double result) {
        boolean whole = plain instanceof Long || plain instanceof Integer || plain instanceof BigInteger;
        if (whole && new BigDecimal(result).compareTo(decimalOfWhole((Number) plain)) != 0) {
            throw outside();
        }
    }

    private static BigDecimal decimalOfWhole(Number number) {
        return number instanceof BigInteger big ? new BigDecimal(big) : BigDecimal.valueOf(number.longValue());
    }

    ConnectException outside() {
        return refused("a number that this type can hold exactly enough");
    }

    ConnectException refused(String expected) {
        return new ConnectException(
                "Expected " + expected + " to cast to " + this + ", but its value is another; it is not shown here.");
    }

    ConnectException mismatch(Object value) {
        return new ConnectException("Expected a number, a boolean, a text or a time to cast to " + this + ", but got a "
                + value.getClass().getName() + ".");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
