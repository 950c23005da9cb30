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
 * A process's word in the log about a worker id.
 *
 * @param said what it says
 * @param by who says it
 * @param holder whose id it is by then: another's for {@link Said#JOIN}, the speaker's own otherwise
 */
public record Presence(Said said, Incarnation by, Incarnation holder) {

    /** What can be said. */
    public enum Said {
        /** I would like the id; does its holder live? */
        JOIN,
        /** The id is mine. */
        HERE,
        /** The id is mine, but I am handing over what I run: give me nothing. */
        LEAVING,
        /** The id was mine, and nothing of mine runs any more. */
        LEFT
    }

    public Presence {
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(holder, "holder");
        if (said != Said.JOIN && !holder.equals(by)) {
            throw new IllegalArgumentException("Expected " + by + " to speak for itself, but it names " + holder);
        }
    }

    public static Presence of(Said said, Incarnation self) {
        return new Presence(said, self, self);
    }

    public static Presence join(Incarnation self, Incarnation holder) {
        return new Presence(Said.JOIN, self, holder);
    }

    /** Whether the holder can be given work, if it lives. */
    public boolean takesWork() {
        return said == Said.HERE || said == Said.JOIN;
    }

    /** Whether the incarnation holds the id and has not left for good. */
    public boolean heldBy(Incarnation incarnation) {
        return said != Said.LEFT && holder.equals(incarnation);
    }
}
