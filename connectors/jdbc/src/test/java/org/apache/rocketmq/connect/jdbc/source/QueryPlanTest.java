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

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.jdbc.source.QueryPlan.End;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.junit.jupiter.api.Test;

/** The words of each mode (M-145). */
class QueryPlanTest {

    private static final Column ID = column("id", Types.BIGINT, false);
    private static final Column LOOSE_ID = column("id", Types.BIGINT, true);
    private static final Column CHANGED = column("changed", Types.TIMESTAMP, true);
    private static final Column MADE = column("made", Types.TIMESTAMP, false);
    private static final Instant T1 = Instant.parse("2024-05-06T10:00:00.000001Z");
    private static final Instant T2 = Instant.parse("2024-05-06T12:00:00Z");

    private final QueryPlan plan = new QueryPlan(name -> "`" + name + "`", "");

    private static Column column(String name, int type, boolean nullable) {
        return new Column(name, type, "", 0, 6, nullable, true, false);
    }

    private static Layout layout(Optional<Column> incrementing, Column... timestamps) {
        return new Layout("`db`.`t`", List.of(ID, CHANGED, MADE), List.of("id"), incrementing, List.of(timestamps));
    }

    private static final String SELECT = "SELECT `id`, `changed`, `made` FROM `db`.`t`";

    @Test
    void bulkHasNeitherConditionsNorOrder() {
        assertThat(plan.rows(layout(Optional.empty()), Position.START, End.OPEN))
                .isEqualTo(new Select(SELECT, List.of()));
    }

    @Test
    void theSuffixComesLast() {
        QueryPlan limited = new QueryPlan(plan.quote(), " LIMIT 10 ");
        assertThat(limited.rows(layout(Optional.of(ID)), Position.START, End.OPEN)
                        .sql())
                .isEqualTo(SELECT + " ORDER BY `id` ASC LIMIT 10");
    }

    @Test
    void incrementingGoesFromThePositionToTheEndWhereThereIsOne() {
        Position after = new Position(BigDecimal.ONE, null);
        assertThat(plan.rows(layout(Optional.of(ID)), Position.START, End.OPEN).sql())
                .isEqualTo(SELECT + " ORDER BY `id` ASC");
        assertThat(plan.rows(layout(Optional.of(ID)), after, new End(BigDecimal.TEN, null)))
                .isEqualTo(new Select(
                        SELECT + " WHERE `id` > ? AND `id` <= ? ORDER BY `id` ASC",
                        List.of(new Select.Id(BigDecimal.ONE), new Select.Id(BigDecimal.TEN))));
        assertThat(plan.rows(layout(Optional.of(LOOSE_ID)), Position.START, End.OPEN)
                        .sql())
                .isEqualTo(SELECT + " WHERE `id` IS NOT NULL ORDER BY `id` ASC");
    }

    @Test
    void timestampExcludesBothEnds() {
        assertThat(plan.rows(layout(Optional.empty(), MADE), new Position(null, T1), new End(null, T2)))
                .isEqualTo(new Select(
                        SELECT + " WHERE `made` > ? AND `made` < ? ORDER BY `made` ASC",
                        List.of(new Select.Moment(T1, MADE), new Select.Moment(T2, MADE))));
    }

    @Test
    void severalTimestampsAreOneExpression() {
        assertThat(plan.rows(layout(Optional.empty(), CHANGED, MADE), Position.START, new End(null, T2))
                        .sql())
                .isEqualTo(SELECT + " WHERE COALESCE(`changed`, `made`) < ? ORDER BY COALESCE(`changed`, `made`) ASC");
    }

    @Test
    void bothModesGoOnAmongRowsOfEqualTime() {
        Position after = new Position(BigDecimal.ONE, T1);
        assertThat(plan.rows(layout(Optional.of(ID), MADE), after, new End(null, T2)))
                .isEqualTo(new Select(
                        SELECT + " WHERE `made` >= ? AND (`made` > ? OR `id` > ?) AND `made` < ?"
                                + " ORDER BY `made` ASC, `id` ASC",
                        List.of(
                                new Select.Moment(T1, MADE),
                                new Select.Moment(T1, MADE),
                                new Select.Id(BigDecimal.ONE),
                                new Select.Moment(T2, MADE))));
    }

    @Test
    void theGreatestNumberIsAskedOfTheSameRows() {
        assertThat(plan.greatest(layout(Optional.of(ID)))).isEqualTo("SELECT MAX(`id`) FROM `db`.`t`");
    }
}
