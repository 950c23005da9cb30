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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.junit.jupiter.api.Test;

/** M-183 and D-16: the settings of JsonConverter. */
class JsonConverterConfigTest {

    @Test
    void defaultsAreThoseOfTheOriginal() {
        JsonConverterConfig config = new JsonConverter().converterConfig;

        assertThat(config.schemasEnabled()).isTrue();
        assertThat(config.cacheSize()).isEqualTo(1000);
        assertThat(config.decimalFormat()).isEqualTo(DecimalFormat.BASE64);
    }

    @Test
    void textsAreParsed() {
        JsonConverterConfig config = new JsonConverterConfig(Map.of(
                "schemas.enable", "false", "schemas.cache.size", "50", "decimal.format", "Numeric", "isKey", "true"));

        assertThat(config.schemasEnabled()).isFalse();
        assertThat(config.cacheSize()).isEqualTo(50);
        assertThat(config.decimalFormat()).isEqualTo(DecimalFormat.NUMERIC);
    }

    @Test
    void typedValuesAreTakenAndNullsMeanDefaults() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("schemas.enable", false);
        properties.put("schemas.cache.size", 5);
        properties.put("decimal.format", null);

        JsonConverterConfig config = new JsonConverterConfig(properties);

        assertThat(config.schemasEnabled()).isFalse();
        assertThat(config.cacheSize()).isEqualTo(5);
        assertThat(config.decimalFormat()).isEqualTo(DecimalFormat.BASE64);
    }

    @Test
    void everyBadValueIsNamedAtOnce() {
        assertThatThrownBy(() -> new JsonConverterConfig(
                        Map.of("schemas.enable", "yes", "schemas.cache.size", "-1", "decimal.format", "HEX")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schemas.enable")
                .hasMessageContaining("schemas.cache.size")
                .hasMessageContaining("decimal.format");
    }
}
