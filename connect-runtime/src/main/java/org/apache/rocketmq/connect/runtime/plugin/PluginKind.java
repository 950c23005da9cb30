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
package org.apache.rocketmq.connect.runtime.plugin;

import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.data.RecordConverter;
import org.apache.rocketmq.connect.api.predicate.Predicate;

/** What a plugin class can be. The order of the constants is the order of listings. */
public enum PluginKind {
    SINK(SinkConnector.class, "sink connector", "SINK"),
    SOURCE(SourceConnector.class, "source connector", "SOURCE"),
    TRANSFORM(Transform.class, "transform", "TRANSFORMATION"),
    CONVERTER(RecordConverter.class, "converter", "CONVERTER"),
    PREDICATE(Predicate.class, "predicate", "PREDICATE");

    private final Class<?> baseType;
    private final String label;
    private final String listedAs;

    PluginKind(Class<?> baseType, String label, String listedAs) {
        this.baseType = baseType;
        this.label = label;
        this.listedAs = listedAs;
    }

    /** The type of the API that makes a class a plugin of this kind. */
    public Class<?> baseType() {
        return baseType;
    }

    /** For sentences: {@code sink connector}. */
    public String label() {
        return label;
    }

    /** The word that plugin listings use: {@code TRANSFORMATION}. */
    public String listedAs() {
        return listedAs;
    }
}
