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
package org.apache.rocketmq.connect.runtime.task;

/**
 * Whether this process may still believe to own what it runs. A process that was frozen, or cut off, may have lost its
 * tasks without a word reaching it: what it commits after that would undo what the new owner has committed. Safe for any
 * thread.
 */
public interface Lease {

    /** Where nobody else can take over. */
    Lease FOREVER = new Lease() {
        @Override
        public boolean valid() {
            return true;
        }

        @Override
        public void renew(Runnable onRenewed) {
            onRenewed.run();
        }
    };

    /** Whether this process has heard lately of everything that others did. */
    boolean valid();

    /**
     * Begins to catch up with what others did. By the time it is told, a task that was lost has been fenced.
     *
     * @param onRenewed told, on any thread, when the lease is valid again; not told when that fails
     */
    void renew(Runnable onRenewed);
}
