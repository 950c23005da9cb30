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
package org.apache.rocketmq.connect.runtime;

import org.apache.rocketmq.connect.runtime.boot.CommandLineStart;
import org.apache.rocketmq.connect.runtime.boot.DistributedWorker;
import org.apache.rocketmq.connect.runtime.boot.RunningWorker;

/**
 * Starts one worker of a cluster: {@code DistributedConnectStartup -c <worker properties file>}.
 *
 * <p>Prints {@code The worker [<workerId>] boot success.} when REST answers. Exit codes: 0 after an orderly stop, 1 when the
 * worker could not start or another process has taken its worker id over, with one line on standard error that says why.
 */
public final class DistributedConnectStartup {

    private DistributedConnectStartup() {}

    public static void main(String[] args) {
        CommandLineStart.run("connect-distributed", args, config -> {
            RunningWorker worker = DistributedWorker.start(config);
            return new CommandLineStart.Started(
                    "The worker [" + config.workerId() + "] boot success.", worker, worker.doomed());
        });
    }
}
