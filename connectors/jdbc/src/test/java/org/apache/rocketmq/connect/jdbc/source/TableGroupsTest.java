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

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

/** How tables are cut among tasks. */
class TableGroupsTest {

    @Test
    void theFirstGroupsTakeTheRemainder() {
        assertThat(TableGroups.cut(List.of("a", "b", "c", "d", "e"), 3))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
    }

    @Property
    void everyTableIsInOneGroupAndGroupsDifferByOneAtMost(
            @ForAll @UniqueElements List<String> tables, @ForAll @IntRange(min = 1, max = 9) int most) {
        List<List<String>> groups = TableGroups.cut(tables, most);

        assertThat(groups.stream().flatMap(List::stream).toList()).isEqualTo(tables);
        assertThat(groups).hasSize(Math.min(most, tables.size()));
        assertThat(groups.stream().map(List::size).distinct().count()).isLessThanOrEqualTo(2);
        assertThat(groups).allSatisfy(group -> assertThat(group).isNotEmpty());
    }
}
