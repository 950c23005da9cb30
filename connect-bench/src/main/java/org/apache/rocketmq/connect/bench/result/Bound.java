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
package org.apache.rocketmq.connect.bench.result;

import java.util.Locale;

/**
 * A limit that a figure ought to keep.
 *
 * @param atLeast whether the figure ought to be on the upper side of it
 */
public record Bound(boolean atLeast, double value) {

    public static Bound atLeast(double value) {
        return new Bound(true, value);
    }

    public static Bound atMost(double value) {
        return new Bound(false, value);
    }

    boolean met(double figure) {
        return atLeast ? figure >= value : figure <= value;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", atLeast ? "at least" : "at most", value);
    }
}
