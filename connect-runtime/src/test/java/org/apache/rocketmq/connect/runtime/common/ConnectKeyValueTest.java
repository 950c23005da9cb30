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
package org.apache.rocketmq.connect.runtime.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.openmessaging.internal.DefaultKeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** behaviour §1.1: the value that users' allocation strategies are compiled against. */
class ConnectKeyValueTest {

    @Test
    void answersAsTheApisOwnImplementationDoesForWhatBothUnderstand() {
        ConnectKeyValue ours = new ConnectKeyValue();
        DefaultKeyValue theirs = new DefaultKeyValue();
        for (var each : List.of(ours, theirs)) {
            each.put("int", 7).put("long", 1L << 40).put("double", 2.5).put("text", "值");
        }

        assertThat(ours.getInt("int")).isEqualTo(theirs.getInt("int"));
        assertThat(ours.getInt("absent")).isEqualTo(theirs.getInt("absent"));
        assertThat(ours.getInt("absent", 3)).isEqualTo(theirs.getInt("absent", 3));
        assertThat(ours.getLong("long")).isEqualTo(theirs.getLong("long"));
        assertThat(ours.getLong("absent")).isEqualTo(theirs.getLong("absent"));
        assertThat(ours.getLong("absent", 9L)).isEqualTo(theirs.getLong("absent", 9L));
        assertThat(ours.getDouble("double")).isEqualTo(theirs.getDouble("double"));
        assertThat(ours.getDouble("absent")).isEqualTo(theirs.getDouble("absent"));
        assertThat(ours.getDouble("absent", 0.5)).isEqualTo(theirs.getDouble("absent", 0.5));
        assertThat(ours.getString("text")).isEqualTo(theirs.getString("text"));
        assertThat(ours.getString("absent")).isNull();
        assertThat(ours.getString("absent", "x")).isEqualTo(theirs.getString("absent", "x"));
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(ours.containsKey("int")).isTrue();
        assertThat(ours.containsKey("absent")).isFalse();
        assertThat(new ConnectKeyValue().put("nothing", (String) null).getString("nothing"))
                .isEqualTo("null");
    }

    @Test
    void readsNumbersAsPeopleTypeThem() {
        ConnectKeyValue config = new ConnectKeyValue()
                .put("a", " 5 ")
                .put("b", "5.0")
                .put("c", "1e3")
                .put("blank", " ");

        assertThat(config.getInt("a")).isEqualTo(5);
        assertThat(config.getLong("b")).isEqualTo(5L);
        assertThat(config.getInt("c")).isEqualTo(1000);
        assertThat(config.getInt("blank", 8)).isEqualTo(8);
    }

    @Property
    void everyLongComesBack(@ForAll long value) {
        assertThat(new ConnectKeyValue().put("n", value).getLong("n")).isEqualTo(value);
    }

    @Test
    void aWrongNumberNamesTheKeyAndNotTheValue() {
        ConnectKeyValue config = new ConnectKeyValue().put("port", "hunter2").put("big", "3000000000");

        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> config.getInt("port"))
                .withMessageContaining("port")
                .withMessageNotContaining("hunter2");
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> config.getInt("big"));
        assertThat(config.getLong("big")).isEqualTo(3_000_000_000L);
    }

    @Test
    void equalPropertiesMakeEqualValues() {
        ConnectKeyValue one = new ConnectKeyValue().put("a", 1);
        ConnectKeyValue other = new ConnectKeyValue();
        other.setProperties(Map.of("a", "1"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(other.put("b", 2));
    }

    @Test
    void keepsItsOwnCopyOfProperties() {
        Map<String, String> given = new HashMap<>(Map.of("a", "1"));
        ConnectKeyValue config = new ConnectKeyValue();
        config.setProperties(given);
        given.put("b", "2");

        assertThat(config.getProperties()).containsOnlyKeys("a");
    }

    /** H-21, D-74. */
    @Test
    void itsTextShowsNoValue() {
        ConnectKeyValue config = new ConnectKeyValue()
                .put("task.id", 3)
                .put("connection.password", "hunter2")
                .put("a", "b");

        assertThat(config).hasToString("ConnectKeyValue{task.id=3, keys=[a, connection.password, task.id]}");
    }
}
