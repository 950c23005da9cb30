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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** Makes topics, or says why not. */
final class FakeAdmin implements TopicAdmin {

    private final Consumer<TopicSpec> maker;
    private final List<TopicSpec> asked = new ArrayList<>();
    private @Nullable TransportException failure;

    FakeAdmin(Consumer<TopicSpec> maker) {
        this.maker = maker;
    }

    /** From now on nothing is made; null: everything is. */
    void failWith(@Nullable TransportException cause) {
        failure = cause;
    }

    List<TopicSpec> asked() {
        return asked;
    }

    @Override
    public void ensureTopic(TopicSpec topic) {
        asked.add(topic);
        if (failure != null) {
            throw failure;
        }
        maker.accept(topic);
    }

    @Override
    public void ensureGroup(String group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ping() {
        throw new UnsupportedOperationException();
    }
}
