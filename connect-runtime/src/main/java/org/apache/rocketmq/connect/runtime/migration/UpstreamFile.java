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
package org.apache.rocketmq.connect.runtime.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSONException;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A file of the original's: a JSON object whose keys and values are Base64 of UTF-8 texts. The one before it lies beside
 * it as {@code .bak} and is read when the file itself is missing, empty or broken: the original did not replace files at
 * once.
 */
final class UpstreamFile {

    private final Path file;
    private final Path backup;

    UpstreamFile(Path file) {
        this.file = file;
        this.backup = file.resolveSibling(file.getFileName() + ".bak");
    }

    boolean exists() {
        return Files.exists(file) || Files.exists(backup);
    }

    /**
     * @param entry gets a key and a value; what it refuses with a {@link JSONException} is told and left out
     */
    void forEach(Problems problems, BiConsumer<String, String> entry) {
        Optional<JSONObject> content = load(file, problems);
        Path read = content.isPresent() ? file : backup;
        if (content.isEmpty()) {
            content = load(backup, problems);
        }
        int number = 0;
        for (Map.Entry<String, Object> each : content.orElseGet(JSONObject::new).entrySet()) {
            number++;
            try {
                entry.accept(text(each.getKey()), text(each.getValue()));
            } catch (JSONException e) {
                problems.add(read, "its entry " + number + " is left out, because " + e.getMessage());
            }
        }
    }

    private static Optional<JSONObject> load(Path file, Problems problems) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, ISO_8859_1); // Base64 is the same in every encoding
            if (text.isBlank()) {
                problems.add(file, "it is empty");
                return Optional.empty();
            }
            return Optional.of(UpstreamJson.object(text));
        } catch (IOException e) {
            problems.add(file, "it cannot be read: " + e);
        } catch (JSONException e) {
            problems.add(file, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static String text(Object base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(String.valueOf(base64));
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException e) {
            throw new JSONException("it is no Base64");
        } catch (CharacterCodingException e) {
            throw new JSONException("it is not in UTF-8");
        }
    }
}
