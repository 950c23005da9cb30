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
package org.apache.rocketmq.connect.runtime.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;

/** Compiles the plugins in {@code src/test/resources/plugins/probe}, as a plugin author would (M-010). */
final class ProbePlugin {

    private static final List<String> CLASSES = List.of(
            "Journal", "ProbeSource", "ProbeSourceTask", "ProbeSink", "ProbeSinkTask", "Suffix", "ProbeConverter");

    private ProbePlugin() {}

    /** Against the connector API 0.1.4 and nothing else. */
    static Path build(Path jar) throws IOException {
        PluginJars jars = PluginJars.jar(jar);
        for (String name : CLASSES) {
            jars.source("probe." + name, code("probe", name));
        }
        return jars.build();
    }

    /** A plugin that declares its keys, and is therefore compiled against connect-api too. */
    static Path buildDeclared(Path jar) throws IOException {
        PluginJars jars = PluginJars.jar(jar).release(17).compiledAgainst(PluginJars.jarOf(Configurable.class));
        for (String name : List.of("Journal", "ProbeSource", "ProbeSourceTask", "DeclaredSource")) {
            // In a package of its own: a class name in two plugins would be ambiguous.
            jars.source("declared." + name, code("probe", name).replace("package probe;", "package declared;"));
        }
        return jars.build();
    }

    /** The source of a class from the test resources. */
    static String code(String plugin, String name) throws IOException {
        try (InputStream in = ProbePlugin.class.getResourceAsStream("/plugins/" + plugin + "/" + name + ".java")) {
            if (in == null) {
                throw new IOException("Expected the source of " + name + " among the test resources, but it is absent");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
