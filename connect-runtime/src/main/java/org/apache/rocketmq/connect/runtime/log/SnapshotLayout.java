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
package org.apache.rocketmq.connect.runtime.log;

import java.util.List;

/**
 * Which snapshot file holds which keys of a log. Every key belongs to exactly one file, and is shown there without the
 * file's prefix.
 *
 * @param sections the files
 */
public record SnapshotLayout(List<Section> sections) {

    /**
     * One file.
     *
     * @param prefix what all its keys begin with; may be empty
     * @param fileName its name in the log's directory
     */
    public record Section(String prefix, String fileName) {

        private boolean overlaps(Section other) {
            return prefix.startsWith(other.prefix)
                    || other.prefix.startsWith(prefix)
                    || fileName.equals(other.fileName);
        }
    }

    public SnapshotLayout {
        sections = List.copyOf(sections);
        for (int i = 0; i < sections.size(); i++) {
            for (Section other : sections.subList(i + 1, sections.size())) {
                if (sections.get(i).overlaps(other)) {
                    throw new IllegalArgumentException("Expected every key to belong to one file, but "
                            + sections.get(i) + " and " + other + " overlap");
                }
            }
        }
    }

    /** Everything in one file. */
    public static SnapshotLayout single(String fileName) {
        return new SnapshotLayout(List.of(new Section("", fileName)));
    }

    public static SnapshotLayout of(Section... sections) {
        return new SnapshotLayout(List.of(sections));
    }

    /** @throws IllegalArgumentException when no file takes the key */
    public void check(String key) {
        sectionOf(key);
    }

    /** @throws IllegalArgumentException when no file takes the key */
    Section sectionOf(String key) {
        for (Section section : sections) {
            if (key.startsWith(section.prefix)) {
                return section;
            }
        }
        throw new IllegalArgumentException("Expected a key that begins with one of "
                + sections.stream().map(Section::prefix).toList() + ", but got '" + key + "'");
    }
}
