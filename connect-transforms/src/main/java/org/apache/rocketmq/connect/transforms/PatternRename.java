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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Replaces, in the names of fields, what matches a regular expression. */
public abstract class PatternRename extends FieldRenaming<PatternRename.Replacement> {

    private static final String PATTERN = "field.pattern";
    private static final String FLAGS = "field.pattern.flags";
    private static final String REPLACEMENT = "field.replacement";

    private static final Map<String, Integer> FLAG_VALUES = flagValues();

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(
                            PATTERN,
                            ConfigKey.Type.STRING,
                            "A regular expression; every match in a field's name is replaced.")
                    .asRequired()
                    .withValidator(Patterns.syntax()),
            ConfigKey.of(FLAGS, ConfigKey.Type.LIST, "Flags of java.util.regex.Pattern for the expression.")
                    .withAllowed(FLAG_VALUES.keySet().toArray(String[]::new)),
            ConfigKey.of(
                            REPLACEMENT,
                            ConfigKey.Type.STRING,
                            "What to put in place of each match; must be given and may be empty. $1 stands for the"
                                    + " first group.")
                    .withImportance(ConfigKey.Importance.HIGH));

    /** What to replace in names, and by what. */
    record Replacement(Pattern pattern, String replacement) {}

    PatternRename(Part part) {
        super(part, DEF);
    }

    private static Map<String, Integer> flagValues() {
        Map<String, Integer> values = new LinkedHashMap<>();
        values.put("CASE_INSENSITIVE", Pattern.CASE_INSENSITIVE);
        values.put("UNICODE_CASE", Pattern.UNICODE_CASE);
        values.put("UNICODE_CHARACTER_CLASS", Pattern.UNICODE_CHARACTER_CLASS);
        values.put("CANON_EQ", Pattern.CANON_EQ);
        values.put("LITERAL", Pattern.LITERAL);
        values.put("COMMENTS", Pattern.COMMENTS);
        values.put("DOTALL", Pattern.DOTALL);
        values.put("MULTILINE", Pattern.MULTILINE);
        values.put("UNIX_LINES", Pattern.UNIX_LINES);
        return values;
    }

    @Override
    final Replacement settingsOf(KeyValue given) {
        List<ConfigError> errors = new ArrayList<>(DEF.validate(given));
        if (!given.containsKey(REPLACEMENT)) {
            // Not a required key of the definition: that would refuse an empty one, which is how a prefix is removed.
            errors.add(new ConfigError(REPLACEMENT, "is required, but was not given; it may be empty"));
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        Config config = DEF.parse(given);
        int flags = config.getList(FLAGS).stream().mapToInt(FLAG_VALUES::get).reduce(0, (a, b) -> a | b);
        Replacement result =
                new Replacement(Pattern.compile(config.getString(PATTERN), flags), config.getString(REPLACEMENT));
        Patterns.problemOfReplacement(result.pattern(), result.replacement()).ifPresent(problem -> {
            throw new ConfigException(List.of(new ConfigError(REPLACEMENT, problem)));
        });
        return result;
    }

    @Override
    final String renamed(String name, Replacement with) {
        return with.pattern().matcher(name).replaceAll(with.replacement());
    }

    /** Works on the key. */
    public static final class Key extends PatternRename {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends PatternRename {
        public Value() {
            super(Part.VALUE);
        }
    }
}
