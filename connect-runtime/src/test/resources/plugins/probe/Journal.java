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
package probe;

import java.util.Queue;

/** Tells the test what was called, where. The test and its plugins share no class but the JDK's. */
final class Journal {

    private Journal() {}

    /** One line: who, what, on which thread, whether the context class loader was the plugin's, and a detail. */
    @SuppressWarnings("unchecked")
    static void note(String who, String call, Object detail) {
        Queue<String> lines = (Queue<String>) System.getProperties().get("probe.journal");
        if (lines != null) {
            Thread thread = Thread.currentThread();
            boolean own = thread.getContextClassLoader() == Journal.class.getClassLoader();
            lines.add(who + "|" + call + "|" + thread.getName() + "|" + own + "|" + detail);
        }
    }

    /** Never returns before the test says so, whoever interrupts it. */
    static void hang(String who, String call) {
        note(who, "hangs in " + call, "");
        while (System.getProperty("probe.release") == null) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                note(who, "was interrupted in " + call, "");
            }
        }
        note(who, "was released from " + call, "");
    }
}
