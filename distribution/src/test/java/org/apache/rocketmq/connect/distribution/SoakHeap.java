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
package org.apache.rocketmq.connect.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is left on a worker's heap after a full collection, again and again. */
final class SoakHeap {

    private static final Pattern USED = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");

    /** A leak of less than this would not be told from chance. */
    private static final int MARGIN_KIB = 8 * 1024;

    private final List<Integer> samples = new ArrayList<>();

    /** To be called while the process runs. */
    void sample(Installation installation, long pid) {
        String jcmd = "'" + System.getProperty("java.home") + "/bin/jcmd' " + pid;
        Matcher used = USED.matcher(installation
                .shell()
                .run(jcmd + " GC.run && " + jcmd + " GC.heap_info")
                .out());
        if (used.find()) {
            samples.add(Integer.parseInt(used.group(1)));
        }
    }

    /** Forgets everything: another process has another heap. */
    void restart() {
        samples.clear();
    }

    List<Integer> samples() {
        return List.copyOf(samples);
    }

    /**
     * Whether the last third of the samples is not above the first. The smallest ones are compared, as all others hold
     * what was on its way during a fault.
     */
    boolean isFlat() {
        int third = samples.size() / 3;
        return third == 0
                || Collections.min(samples.subList(samples.size() - third, samples.size()))
                        <= Collections.min(samples.subList(0, third)) + MARGIN_KIB;
    }
}
