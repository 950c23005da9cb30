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

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cells in rows and columns; the first column tells what a row is about.
 *
 * @param rows each as long as the head
 */
public record Table(List<String> head, List<List<String>> rows) {

    public Table {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** In columns of equal width. */
    public String text() {
        List<Integer> widths = IntStream.range(0, head.size())
                .mapToObj(column -> Stream.concat(Stream.of(head), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toList();
        StringJoiner lines = new StringJoiner("\n");
        lines.add(line(head, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines.toString();
    }

    public String markdown() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(markdown(head));
        lines.add("|---" + "|---:".repeat(head.size() - 1) + "|");
        rows.forEach(row -> lines.add(markdown(row)));
        return lines.toString();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(widths.get(column) - row.get(column).length());
            line.append(column == 0 ? row.get(0) + padding : "  " + padding + row.get(column));
        }
        return line.toString().stripTrailing();
    }

    private static String markdown(List<String> row) {
        return "| " + String.join(" | ", row) + " |";
    }
}
