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
package org.apache.rocketmq.connect.runtime.model;

import java.util.Objects;

/**
 * A worker's word in the log that a piece of work is its own, or is so no more.
 *
 * @param owner who says so
 * @param generation grows with every owner of the work, and never comes again, also after the work was deleted
 * @param released whether the owner has ended everything that it did with it
 */
public record Claim(WorkId work, Incarnation owner, long generation, boolean released) {

    public Claim {
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(owner, "owner");
    }

    /** The word that ends it. */
    public Claim release() {
        return new Claim(work, owner, generation, true);
    }

    @Override
    public String toString() {
        return (released ? "release of " : "claim of ") + work + " by " + owner + ", generation " + generation;
    }
}
