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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import org.apache.rocketmq.connect.runtime.transport.TransportException;

/** Asks a broker who is there. {@link #close} is for any thread, the rest for the owner's; all may wait. */
interface RollCall extends AutoCloseable {

    /**
     * Makes what is needed, and becomes a member; may be called again after it has failed.
     *
     * @throws TransportException when it did not work
     */
    void join();

    /** Tells the brokers that this worker lives, looking first for brokers that were not there before. */
    void heartbeat();

    /**
     * @throws TransportException when nobody answered
     */
    Roll ask();

    /** Leaves: the broker tells the others. */
    @Override
    void close();
}
