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
package org.apache.rocketmq.connect.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** U-11, D-34: the context class loader during calls into plugins, and what becomes of their errors. */
class PluginScopeTest {

    private final ClassLoader plugin = new URLClassLoader(new URL[0]);
    private final @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    @AfterEach
    void theThreadHasItsOwnLoader() {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void theContextClassLoaderIsThePluginsInsideAndTheOldOneAfterwards() {
        try (PluginScope scope = PluginScope.enter(plugin)) {
            assertThat(scope).isNotNull();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(plugin);
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void scopesNest() throws Exception {
        ClassLoader inner = new URLClassLoader(new URL[0]);
        AtomicReference<@Nullable ClassLoader> seen = new AtomicReference<>();

        PluginScope.run(plugin, () -> {
            PluginScope.run(inner, () -> seen.set(Thread.currentThread().getContextClassLoader()));
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(plugin);
        });

        assertThat(seen.get()).isSameAs(inner);
    }

    @Test
    void aCallReturnsWhatThePluginReturns() throws Exception {
        ClassLoader seen = PluginScope.call(plugin, () -> Thread.currentThread().getContextClassLoader());

        assertThat(seen).isSameAs(plugin);
    }

    @Test
    void anExceptionOfThePluginComesOutAsItIs() {
        IOException thrown = new IOException("from the plugin");

        assertThatThrownBy(() -> PluginScope.call(plugin, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> PluginScope.run(plugin, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void anErrorOfThePluginBecomesAFailureThatItsCallerCanAnswer() {
        LinkageError thrown = new NoClassDefFoundError("lib/Missing");

        assertThatThrownBy(() -> PluginScope.call(plugin, () -> {
                    throw thrown;
                }))
                .isInstanceOf(PluginFailure.class)
                .hasMessageContaining("lib/Missing")
                .hasCause(thrown);
        assertThatThrownBy(() -> PluginScope.run(plugin, () -> throwStackOverflow()))
                .isInstanceOf(PluginFailure.class)
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    private static void throwStackOverflow() {
        throw new StackOverflowError("in the plugin");
    }

    @Test
    void aPluginThatLeavesItsOwnLoaderBehindDoesNotKeepIt() throws Exception {
        PluginScope.run(plugin, () -> Thread.currentThread().setContextClassLoader(null));
    }
}
