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
package org.apache.rocketmq.connect.bench.scenario;

import java.util.List;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.Rig;

/** Subjects that are measured side by side under like conditions. */
public interface Scenario {

    /** By which it is chosen on the command line and found in the results. */
    String name();

    /** Who is measured, in this order. */
    List<String> subjects();

    /** What its figures ought to show. */
    List<Target> targets();

    /** Whether rounds before those that count make it different. */
    default boolean warmsUp() {
        return true;
    }

    /** Measures every subject once. */
    List<Sample> round(Rig rig);
}
