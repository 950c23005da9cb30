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
package org.apache.rocketmq.connect.bench.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** The raw client's process. Ends when its input ends, that is with whoever started it. */
public final class RawClientMain {

    private RawClientMain() {}

    /** Takes the address of the name server. */
    public static void main(String[] args) throws Exception {
        try (var sender = new RawSender(args[0]);
                var input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            serve(args[0], sender, input);
        }
    }

    @SuppressWarnings("SystemOut") // the answers
    private static void serve(String namesrvAddr, RawSender sender, BufferedReader input) throws Exception {
        System.out.println("READY");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(carryOut(namesrvAddr, sender, line));
        }
    }

    private static String carryOut(String namesrvAddr, RawSender sender, String line) throws Exception {
        String[] parts = line.split(" ", 2);
        return switch (parts[0]) {
            case "send" -> {
                sender.send(JSON.parseObject(parts[1], SendOrder.class));
                yield "DONE";
            }
            case "pull" ->
                RawPuller.pull(namesrvAddr, JSON.parseObject(parts[1], PullOrder.class))
                        .text();
            case "pace" ->
                RawPace.run(namesrvAddr, sender, JSON.parseObject(parts[1], PaceOrder.class))
                        .text();
            default -> throw new IOException("Expected send, pull or pace, but was told " + parts[0]);
        };
    }
}
