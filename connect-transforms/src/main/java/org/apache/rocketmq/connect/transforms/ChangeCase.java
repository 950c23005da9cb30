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
import java.util.Arrays;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Writes the names of fields in another case format, say {@code FIRST_NAME} as {@code firstName}. */
public abstract class ChangeCase extends FieldRenaming<ChangeCase.Formats> {

    private static final String FROM = "from";
    private static final String TO = "to";

    private static final ConfigDef DEF = ConfigDef.of(
            format(FROM, "The format in which the fields' names are written."),
            format(TO, "The format in which they shall be written."));

    /** How names are written, and how they shall be. */
    record Formats(CaseFormat from, CaseFormat to) {}

    ChangeCase(Part part) {
        super(part, DEF);
    }

    private static ConfigKey format(String name, String doc) {
        String[] formats =
                Arrays.stream(CaseFormat.values()).map(CaseFormat::name).toArray(String[]::new);
        return ConfigKey.of(name, ConfigKey.Type.STRING, doc).asRequired().withAllowed(formats);
    }

    @Override
    final Formats settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        return new Formats(CaseFormat.valueOf(config.getString(FROM)), CaseFormat.valueOf(config.getString(TO)));
    }

    @Override
    final String renamed(String name, Formats with) {
        return with.from().to(with.to(), name);
    }

    /** Works on the key. */
    public static final class Key extends ChangeCase {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends ChangeCase {
        public Value() {
            super(Part.VALUE);
        }
    }
}
