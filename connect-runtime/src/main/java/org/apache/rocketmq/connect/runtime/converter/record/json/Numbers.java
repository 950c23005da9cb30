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

import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Narrowing of numbers that loses nothing or fails. */
final class Numbers {

    private Numbers() {}

    /**
     * The value as a whole number within bounds.
     *
     * @param type how the type is called in the error
     */
    static long whole(Object value, long min, long max, String type) {
        long whole = whole(value, type);
        if (whole < min || whole > max) {
            throw outOfRange(type);
        }
        return whole;
    }

    private static long whole(Object value, String type) {
        try {
            if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
                return ((Number) value).longValue();
            }
            if (value instanceof BigInteger big) {
                return big.longValueExact();
            }
            if (value instanceof BigDecimal decimal) {
                return decimal.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw outOfRange(type);
        }
        throw new ConnectException("Expected a value for " + type + ", but got a "
                + value.getClass().getName());
    }

    private static ConnectException outOfRange(String type) {
        return new ConnectException("Expected a whole number in the range of " + type + ", but got another number");
    }

    /**
     * The same number with another scale where that takes or adds zeros only; the number itself otherwise.
     *
     * <p>The distance is bounded: a scale comes with the message, and a scale of a thousand million would fill the heap.
     */
    static BigDecimal rescaled(BigDecimal number, int scale) {
        if (Math.abs((long) number.scale() - scale) > JsonInput.MAX_EXPONENT) {
            return number;
        }
        BigDecimal shortest = number.scale() > scale ? number.stripTrailingZeros() : number;
        return shortest.scale() > scale ? number : shortest.setScale(scale);
    }
}
