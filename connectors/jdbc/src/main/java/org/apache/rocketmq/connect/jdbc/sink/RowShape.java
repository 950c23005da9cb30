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
package org.apache.rocketmq.connect.jdbc.sink;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which values of a record go to which columns, and by what kind of statement. Records of the same shape share a
 * prepared statement and, where they follow each other, a batch.
 *
 * @param keys that say which row is meant; empty when only INSERT is possible
 */
record RowShape(Kind kind, List<RowField> keys, List<RowField> others) {

    /** The statements that a record may become. */
    enum Kind {
        INSERT,
        UPSERT,
        UPDATE,
        DELETE;

        /** Whether the statement looks for a row by its keys, so that a NULL would find none. */
        boolean finds() {
            return this != INSERT;
        }
    }

    RowShape {
        keys = List.copyOf(keys);
        others = List.copyOf(others);
    }

    /** All fields: the keys first. */
    List<RowField> fields() {
        return Stream.concat(keys.stream(), others.stream()).toList();
    }
}
