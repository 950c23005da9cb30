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
package org.apache.rocketmq.connect.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that shows the last report: between two marks, if it has them, and else from its beginning to its end. */
public record MarkdownFile(Path path) {

    static final String BEGIN = "<!-- bench: begin -->\n";
    static final String END = "<!-- bench: end -->\n";

    public void show(String report) throws IOException {
        String old = Files.exists(path) ? Files.readString(path) : "";
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 && end < 0) {
            Files.writeString(path, report);
        } else if (begin >= 0 && end > begin) {
            Files.writeString(
                    path, old.substring(0, begin + BEGIN.length()) + "\n" + report + "\n" + old.substring(end));
        } else {
            throw new IOException("Expected " + path + " to have both '" + BEGIN.strip() + "' and, below it, '"
                    + END.strip() + "', or neither, but it has only one or has them the other way round");
        }
    }
}
