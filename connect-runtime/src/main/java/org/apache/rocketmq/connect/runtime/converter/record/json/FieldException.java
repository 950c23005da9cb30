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

/** A value that does not fit, with the path of the struct fields that lead to it. */
final class FieldException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;
    private final ConnectException origin;

    private FieldException(String path, String problem, ConnectException cause) {
        super("Field " + path + ": " + problem, cause);
        this.path = path;
        this.problem = problem;
        this.origin = cause;
    }

    /** The same problem, seen from the struct that has the field. */
    static FieldException in(String field, ConnectException problem) {
        if (problem instanceof FieldException inner) {
            return new FieldException(field + "." + inner.path, inner.problem, inner.origin);
        }
        return new FieldException(field, String.valueOf(problem.getMessage()), problem);
    }
}
