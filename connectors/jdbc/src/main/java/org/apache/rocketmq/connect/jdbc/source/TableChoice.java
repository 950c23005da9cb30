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
package org.apache.rocketmq.connect.jdbc.source;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tables a source reads: those that the user names, or else those that there are and that the user wants. */
final class TableChoice {

    private static final Logger LOG = LoggerFactory.getLogger(TableChoice.class);

    private final SourceConfig.Selection selection;
    private final DatabaseDialect dialect;
    private final List<TableId> unwanted;

    TableChoice(SourceConfig.Selection selection, DatabaseDialect dialect) {
        this.selection = selection;
        this.dialect = dialect;
        this.unwanted = selection.blacklist().stream().map(dialect::parse).toList();
    }

    /** As the user writes them. */
    List<String> named() {
        return selection.whitelist().stream()
                .distinct()
                .filter(written -> isWanted(dialect.parse(written)))
                .toList();
    }

    /**
     * In a stable order, written so that the dialect reads them as they are.
     *
     * @param there all that the database has
     */
    List<String> among(List<TableId> there) {
        return there.stream()
                .filter(id -> isLike(selection.catalogPattern(), id.catalog()))
                .filter(id -> isLike(selection.schemaPattern(), id.schema()))
                .filter(this::isWanted)
                .filter(TableChoice::canBeListed)
                .sorted(Comparator.comparing(TableId::toString))
                .map(dialect::quote)
                .toList();
    }

    private boolean isWanted(TableId id) {
        return unwanted.stream().noneMatch(entry -> covers(entry, id));
    }

    /** What an entry leaves out may be anything. */
    private static boolean covers(TableId entry, TableId id) {
        return entry.name().equals(id.name())
                && (entry.schema().isEmpty() || entry.schema().equals(id.schema()))
                && (entry.catalog().isEmpty() || entry.catalog().equals(id.catalog()));
    }

    private static boolean canBeListed(TableId id) {
        boolean comma = id.toString().contains(",");
        if (comma) {
            LOG.warn("Leaving out table {}: lists of tables have commas between names. Read it with a query.", id);
        }
        return !comma;
    }

    /** A part that the database does not have fits every pattern. */
    private static boolean isLike(Optional<String> pattern, Optional<String> part) {
        return pattern.isEmpty()
                || part.isEmpty()
                || regex(pattern.get()).matcher(part.get()).matches();
    }

    private static Pattern regex(String like) {
        StringBuilder regex = new StringBuilder();
        like.chars()
                .forEach(character -> regex.append(
                        switch (character) {
                            case '%' -> ".*";
                            case '_' -> ".";
                            default -> Pattern.quote(Character.toString(character));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
