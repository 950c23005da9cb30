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
package org.apache.rocketmq.connect.runtime.transport;

/**
 * A message handed to a {@link RecordProducer}, and where its fate is told.
 *
 * <p>Exactly one of {@link #acknowledged} and {@link #rejected} is called, once, on a thread of the producer; both must
 * return at once and touch nothing but the ticket.
 */
public interface SendTicket {

    OutboundMessage message();

    /** The broker has stored the message. */
    void acknowledged(SendReceipt receipt);

    /** The message can never be stored as it is: too large, refused, no such topic. Nothing of it was stored. */
    void rejected(TransportException cause);
}
