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

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * One plugin on disk: what one class loader serves. Two equal locations hold the same bytes as far as sizes and times
 * tell, so a scan that finds an equal location again keeps its loader.
 *
 * @param path what the location is known by
 * @param archive true when the location is one archive by itself
 * @param roots the class loader's search path, in order: archives, or one directory of class files
 * @param files the archives, or the class files, that hold the location's classes
 */
record PluginLocation(Path path, boolean archive, List<Path> roots, List<SourceFile> files) {

    /** A file as it was when the location was found. */
    record SourceFile(Path path, long size, FileTime modified) {}

    PluginLocation {
        roots = List.copyOf(roots);
        files = List.copyOf(files);
    }

    /** Whether the classes are files of their own, not entries of archives. */
    boolean holdsClassFiles() {
        return !files.isEmpty() && LocationFinder.isClassFile(files.get(0).path());
    }
}
