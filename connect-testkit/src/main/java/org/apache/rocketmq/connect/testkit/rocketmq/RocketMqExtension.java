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
package org.apache.rocketmq.connect.testkit.rocketmq;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Resolves parameters of type {@link EmbeddedRocketMq}, {@link RocketMqServer} and {@link TestNames}; see
 * {@link WithRocketMq}. The server starts when the first test asks for it.
 */
public final class RocketMqExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RocketMqExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedRocketMq.class || type == RocketMqServer.class || type == TestNames.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == TestNames.class) {
            String test = context.getTestMethod()
                    .map(method -> method.getName())
                    .orElse(context.getRequiredTestClass().getSimpleName());
            return context.getStore(NAMESPACE).getOrComputeIfAbsent(TestNames.class, key -> new TestNames(test));
        }
        return SharedRocketMq.get();
    }
}
