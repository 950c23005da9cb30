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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/**
 * Hides what must not be shown, and keeps it when what was shown comes back.
 *
 * <p>A whole value is a secret when its key is declared as PASSWORD or is named like one. Inside any other value, the
 * secrets of URLs, of {@code name=value} lists and of nested JSON are hidden where they stand, so that the rest stays
 * readable. Nothing else about a configuration changes.
 */
public final class Secrets {

    /** What is shown in the place of a secret. */
    public static final String MASK = "******";

    private Secrets() {}

    /**
     * A copy that may be shown.
     *
     * @param declared the keys that the worker and the plugins declare; none is fine
     */
    public static Map<String, String> mask(Map<String, String> config, Collection<ConfigKey> declared) {
        Set<String> passwords = new HashSet<>();
        for (ConfigKey key : declared) {
            if (key.secret()) {
                passwords.add(key.name());
                passwords.addAll(key.aliases());
            }
        }
        Map<String, String> shown = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            boolean declaredSecret = passwords.contains(withoutSide(key)) && !value.isBlank();
            shown.put(key, declaredSecret ? MASK : SecretText.masked(key, value));
        });
        return shown;
    }

    /** A key for one side of a direct task means what it means without its prefix. */
    private static String withoutSide(String key) {
        for (String side : List.of(ConnectorKeys.SOURCE_SIDE, ConnectorKeys.SINK_SIDE)) {
            if (key.startsWith(side)) {
                return key.substring(side.length());
            }
        }
        return key;
    }

    /**
     * What a user meant who edited a configuration that was shown to him: the mask stands for the stored secret, as a
     * whole value and inside a URL, a list or JSON. A mask for which nothing is stored stays; see {@link #leftMasked}.
     */
    public static Map<String, String> restore(Map<String, String> submitted, Map<String, String> stored) {
        Map<String, String> meant = new LinkedHashMap<>();
        submitted.forEach((key, value) -> {
            String known = stored.get(key);
            meant.put(key, known == null ? value : restored(key, value, known));
        });
        return meant;
    }

    private static String restored(String key, String submitted, String stored) {
        if (submitted.equals(MASK) || submitted.equals(SecretText.masked(key, stored))) {
            return stored;
        }
        if (!submitted.contains(MASK)) {
            return submitted;
        }
        Map<String, List<String>> secrets = secretsByPlace(key, stored);
        Map<String, List<String>> shown = secretsByPlace(key, submitted);
        Map<String, Integer> met = new HashMap<>();
        return SecretText.replaceSecrets(key, submitted, (place, secret) -> {
            List<String> candidates = secrets.getOrDefault(place, List.of());
            int position = met.merge(place, 1, Integer::sum) - 1;
            // A secret that moved among its likes might be another's: better to ask again than to mix them up.
            boolean sure =
                    candidates.size() == shown.getOrDefault(place, List.of()).size();
            return secret.equals(MASK) && sure ? candidates.get(position) : secret;
        });
    }

    private static Map<String, List<String>> secretsByPlace(String key, String value) {
        Map<String, List<String>> secrets = new HashMap<>();
        SecretText.replaceSecrets(key, value, (place, secret) -> {
            secrets.computeIfAbsent(place, any -> new ArrayList<>()).add(secret);
            return secret;
        });
        return secrets;
    }

    /** The keys at which a secret is nothing but the mask: it was shown, sent back, and there was nothing to keep. */
    static Set<String> leftMasked(Map<String, String> config) {
        Set<String> keys = new LinkedHashSet<>();
        config.forEach((key, value) -> SecretText.replaceSecrets(key, value, (place, secret) -> {
            if (secret.equals(MASK)) {
                keys.add(key);
            }
            return secret;
        }));
        return keys;
    }
}
