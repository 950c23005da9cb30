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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** The settings of a {@link JsonConverter}; immutable. */
public final class JsonConverterConfig {

    /** Whether the schema travels with every value. */
    public static final String SCHEMAS_ENABLE_CONFIG = "schemas.enable";

    /** The default of {@link #SCHEMAS_ENABLE_CONFIG}. */
    public static final boolean SCHEMAS_ENABLE_DEFAULT = true;

    /** How many schemas are remembered in each direction. */
    public static final String SCHEMAS_CACHE_SIZE_CONFIG = "schemas.cache.size";

    /** The default of {@link #SCHEMAS_CACHE_SIZE_CONFIG}. */
    public static final int SCHEMAS_CACHE_SIZE_DEFAULT = 1000;

    /** How decimals are written. */
    public static final String DECIMAL_FORMAT_CONFIG = "decimal.format";

    /** The default of {@link #DECIMAL_FORMAT_CONFIG}. */
    public static final String DECIMAL_FORMAT_DEFAULT = DecimalFormat.BASE64.name();

    static final ConfigDef DEFINITION = ConfigDef.of(
            ConfigKey.of(
                            SCHEMAS_ENABLE_CONFIG,
                            ConfigKey.Type.BOOLEAN,
                            "Whether every message is {\"schema\":…,\"payload\":…}; with false it is the value alone.")
                    .withDefault(SCHEMAS_ENABLE_DEFAULT)
                    .withImportance(ConfigKey.Importance.HIGH),
            ConfigKey.of(
                            SCHEMAS_CACHE_SIZE_CONFIG,
                            ConfigKey.Type.INT,
                            "How many schemas are remembered in each direction, so that they are not converted again.")
                    .withDefault(SCHEMAS_CACHE_SIZE_DEFAULT)
                    .withImportance(ConfigKey.Importance.LOW)
                    .between(0, 1_000_000),
            ConfigKey.of(
                            DECIMAL_FORMAT_CONFIG,
                            ConfigKey.Type.STRING,
                            "How decimals are written: BASE64 of the unscaled value, or NUMERIC, a JSON number. Both"
                                    + " are always read.")
                    .withDefault(DECIMAL_FORMAT_DEFAULT)
                    .withImportance(ConfigKey.Importance.LOW)
                    .withAllowed(DecimalFormat.BASE64.name(), DecimalFormat.NUMERIC.name()));

    private final boolean schemasEnabled;
    private final int cacheSize;
    private final DecimalFormat decimalFormat;

    /**
     * @param properties values as texts or as the types they parse to; other keys are ignored
     * @throws ConfigException with every key that cannot be read
     */
    public JsonConverterConfig(Map<String, ?> properties) {
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        Config config = DEFINITION.parse(texts);
        schemasEnabled = config.getBoolean(SCHEMAS_ENABLE_CONFIG);
        cacheSize = config.getInt(SCHEMAS_CACHE_SIZE_CONFIG);
        decimalFormat = DecimalFormat.valueOf(
                config.getString(DECIMAL_FORMAT_CONFIG).trim().toUpperCase(Locale.ROOT));
    }

    /** Whether the schema travels with every value. */
    public boolean schemasEnabled() {
        return schemasEnabled;
    }

    /** How many schemas are remembered in each direction. */
    public int cacheSize() {
        return cacheSize;
    }

    /** How decimals are written. */
    public DecimalFormat decimalFormat() {
        return decimalFormat;
    }
}
