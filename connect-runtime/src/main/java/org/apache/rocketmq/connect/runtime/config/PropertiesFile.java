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
package org.apache.rocketmq.connect.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;

/**
 * Reads a Java properties file in UTF-8; {@code \\uXXXX} escapes are understood as well, and a file that is not valid
 * UTF-8 is taken for ISO-8859-1, which is what such files used to be.
 */
final class PropertiesFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertiesFile() {}

    /**
     * @throws ConfigException naming the file when it cannot be read
     */
    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(decoded(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "it does not exist");
        } catch (IOException e) {
            throw unreadable(file, e.toString());
        } catch (IllegalArgumentException e) {
            throw unreadable(file, "it holds a \\u that is not followed by four hexadecimal digits");
        }
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> values.put(name, properties.getProperty(name, "")));
        return values;
    }

    private static String decoded(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static ConfigException unreadable(Path file, String problem) {
        return new ConfigException(List.of(new ConfigError(
                "configuration file " + file.toAbsolutePath(), "expected a readable properties file, but " + problem)));
    }
}
