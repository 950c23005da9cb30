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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets in one value.
 *
 * <p>Rather too much is taken for a secret than too little: a hidden harmless text can still be looked up where it was
 * configured, a shown password cannot be called back.
 */
final class SecretText {

    /** Anywhere in a key's name, once case and separators are gone. */
    private static final List<String> TELLING = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "credential",
            "accesskey",
            "privatekey",
            "jaasconfig");

    /** At the end of a key's name only: {@code token} is a secret, {@code tokenizer} and {@code tokenUrl} are not. */
    private static final List<String> TELLING_END = List.of(
            "token",
            "apikey",
            "keystorekey",
            "encryptionkey",
            "signingkey",
            "sharedkey",
            "accountkey",
            "authorization",
            "userinfo");

    /** As the last word of a key's name: {@code db.pass}, but not {@code compass} or {@code bypass}. */
    private static final Set<String> TELLING_WORD = Set.of("pass", "pwd");

    private static final Pattern TRANSFORM_PREFIX = Pattern.compile("^transforms\\.[^.]*+\\.");

    private static final Pattern WORD_BORDER = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private static final String NAME = "([\\w.\\-]++)";

    /** Each has three groups: what says that a secret follows, the secret, nothing or what closes it. */
    private static final Pattern USER_INFO = Pattern.compile("(://[^/?#\\s@:]*+:)([^/?#\\s]*)(@)");

    private static final Pattern ORACLE_THIN = Pattern.compile("(jdbc:oracle:\\w++:[^/@\\s]++/)(\\S{0,256})(@)");

    /** Each has a name in group 2 and the value in group 4. */
    private static final List<Pattern> ASSIGNMENTS = List.of(
            // ?name=value&name=value
            Pattern.compile("([?&])" + NAME + "(=)([^&\\s]*+)"),
            // ;name=value;name={value}, as in the URLs of SQL Server and DB2
            Pattern.compile("(;\\s*+)" + NAME + "(\\s*+=\\s*+)(\\{[^}]*+}|\"[^\"]*+\"|[^;]*+)"),
            // (name=value)(name=value)
            Pattern.compile("(\\(\\s*+)" + NAME + "(\\s*+=\\s*+)([^)]*+)"),
            // name=value,name="value" name='value', as in lists and JAAS
            Pattern.compile("(^|[,\\s:\"'])" + NAME + "(\\s*+=\\s*+)"
                    + "(\"[^\"]*+\"|'[^']*+'|(?s:.*?)(?=$|[,\\s]\\s{0,9}+[\\w.\\-]++\\s{0,9}+=|[;&]))"),
            // "name": "value" and name: value, in what looks like JSON but is not
            Pattern.compile("((?<![\\w.\\-])[\"']?)" + NAME + "([\"']?\\s*+:\\s*+)"
                    + "(\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+'|[^\\s,;})\\]\"'/]++)"));

    private static final Pattern PEM = Pattern.compile("PRIVATE KEY-----");

    private SecretText() {}

    /** Says what shall stand in the place of a secret. */
    @FunctionalInterface
    interface Replacement {
        /**
         * @param place where the secret stands, comparable between two versions of one value
         */
        String of(String place, String secret);
    }

    static String masked(String key, String value) {
        return replaceSecrets(key, value, (place, secret) -> Secrets.MASK);
    }

    /** Replaces every secret in the value of a key; the value comes back unchanged when the replacements equal it. */
    static String replaceSecrets(String key, String value, Replacement replacement) {
        if (value.isBlank()) {
            return value;
        }
        boolean flag = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        if (PEM.matcher(value).find() || (named(key) && !flag)) {
            return replacement.of("", value);
        }
        Object json = json(value);
        if (json == null) {
            return inText(value, "", replacement);
        }
        Object changed = inJson(json, "", replacement);
        return changed.equals(json) ? value : JSON.toJSONString(changed, JSONWriter.Feature.WriteNulls);
    }

    /** Whether a key is named like a secret. The name that a user gave to a transform says nothing. */
    static boolean named(String key) {
        String[] words = WORD_BORDER.split(TRANSFORM_PREFIX.matcher(key).replaceFirst(""), -1);
        String squeezed = String.join("", words).toLowerCase(Locale.ROOT);
        return TELLING.stream().anyMatch(squeezed::contains)
                || TELLING_END.stream().anyMatch(squeezed::endsWith)
                || TELLING_WORD.contains(words[words.length - 1].toLowerCase(Locale.ROOT));
    }

    private static @Nullable Object json(String value) {
        String text = value.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return null;
        }
        try {
            Object json = JSON.parse(text, JSONReader.Feature.DisableReferenceDetect);
            return json instanceof JSONObject || json instanceof JSONArray ? json : null;
        } catch (RuntimeException e) {
            // A text that happens to begin like JSON; the parser answers some of them with more than JSONException.
            return null;
        }
    }

    private static Object inJson(Object node, String place, Replacement replacement) {
        if (node instanceof JSONObject object) {
            JSONObject copy = new JSONObject();
            object.forEach((name, member) -> copy.put(name, inMember(name, member, place + "/" + name, replacement)));
            return copy;
        }
        if (node instanceof JSONArray array) {
            JSONArray copy = new JSONArray();
            for (int i = 0; i < array.size(); i++) {
                Object element = array.get(i);
                copy.add(element == null ? null : inJson(element, place + "/" + i, replacement));
            }
            return copy;
        }
        return node instanceof String text && !text.isBlank() ? inText(text, place, replacement) : node;
    }

    private static @Nullable Object inMember(
            String name, @Nullable Object member, String place, Replacement replacement) {
        if (member == null || member instanceof Boolean) {
            return member;
        }
        boolean leaf = !(member instanceof JSONObject) && !(member instanceof JSONArray);
        if (leaf && named(name) && !member.toString().isBlank()) {
            String secret = member.toString();
            String instead = replacement.of(place, secret);
            return instead.equals(secret) ? member : instead;
        }
        return inJson(member, place, replacement);
    }

    private static String inText(String text, String place, Replacement replacement) {
        String result = replaceAll(USER_INFO, text, place + "@", replacement);
        result = replaceAll(ORACLE_THIN, result, place + "@oracle", replacement);
        for (Pattern assignment : ASSIGNMENTS) {
            result = assignment
                    .matcher(result)
                    .replaceAll(match -> Matcher.quoteReplacement(assigned(match, place, replacement)));
        }
        return result;
    }

    private static String replaceAll(Pattern pattern, String text, String place, Replacement replacement) {
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1)
                        + (match.group(2).isEmpty() ? "" : replacement.of(place, match.group(2)))
                        + match.group(3)));
    }

    private static String assigned(MatchResult match, String place, Replacement replacement) {
        String name = match.group(2);
        String value = match.group(4);
        if (value.isBlank() || !named(name)) {
            return match.group();
        }
        String head = match.group(1) + name + match.group(3);
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        String secret = quoted ? value.substring(1, value.length() - 1) : value;
        String quote = quoted ? value.substring(0, 1) : "";
        return secret.isEmpty()
                ? match.group()
                : head + quote + replacement.of(place + "=" + name.toLowerCase(Locale.ROOT), secret) + quote;
    }
}
