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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.jspecify.annotations.Nullable;

/**
 * Hears a broker say that the consumers of a group have changed. Hooks see what brokers ask of the client, too, and the
 * client goes on to do with it what it always does.
 */
final class ChangeHook implements RPCHook {

    private final @Nullable RPCHook credentials;
    private final Runnable onChange;

    ChangeHook(@Nullable RPCHook credentials, Runnable onChange) {
        this.credentials = credentials;
        this.onChange = onChange;
    }

    @Override
    public void doBeforeRequest(String remoteAddr, RemotingCommand request) {
        if (request.getCode() == RequestCode.NOTIFY_CONSUMER_IDS_CHANGED) {
            onChange.run();
        } else if (credentials != null) {
            credentials.doBeforeRequest(remoteAddr, request);
        }
    }

    @Override
    public void doAfterResponse(String remoteAddr, RemotingCommand request, RemotingCommand response) {
        if (credentials != null) {
            credentials.doAfterResponse(remoteAddr, request, response);
        }
    }
}
