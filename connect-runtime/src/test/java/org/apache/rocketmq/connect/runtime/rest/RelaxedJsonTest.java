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
package org.apache.rocketmq.connect.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.rocketmq.connect.runtime.rest.RelaxedJson.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Acceptance M-151, U-44. */
class RelaxedJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|{}",
                "{\"a\":1}|{\"a\":1}",
                "{a:1,b-c.d:true}|{\"a\":1,\"b-c.d\":true}",
                "{'a':'it\"s'}|{\"a\":\"it\\\"s\"}",
                "{\"a\":1,// one#\"b\":2 // two#}|{\"a\":1,\"b\":2}",
                "/*x*/{/*x*/\"a\"/*x*/:/*x*/[1,/*x*/2]/*x*/}/*x*/ // end|{\"a\":[1,2]}",
                "{\"a\":\"http://x//y\"}|{\"a\":\"http://x//y\"}",
                "{\"a\":1,}|{\"a\":1}",
                "{\"a\":{\"b\":[1,\"x\",null,{}]}}|{\"a\":{\"b\":[1,\"x\",null,{}]}}",
                "{\"a\":-1.50,\"b\":12345678901234567890}|{\"a\":-1.50,\"b\":12345678901234567890}",
                "{\"a\":\"\\u4e2d\\n\\/\"}|{\"a\":\"中\\n/\"}",
                "{\"@type\":\"java.lang.Object\",\"$ref\":\"$\"}|{\"@type\":\"java.lang.Object\",\"$ref\":\"$\"}",
                "{\"a\":\"two#lines\"}|{\"a\":\"two\\nlines\"}"
            })
    void readsWhatPeopleType(String typed, String strict) throws MalformedJsonException {
        Map<String, @Nullable Object> read = RelaxedJson.parseObject(typed.replace('#', '\n'));

        assertThat(JSON.toJSONString(read, JSONWriter.Feature.WriteMapNullValue))
                .isEqualTo(strict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[1]|expected a JSON object in { }, but found '[' (line 1, column 1)",
                "\"x\"|expected a JSON object in { }, but found '\"' (line 1, column 1)",
                "5|expected a JSON object in { }, but found '5' (line 1, column 1)",
                "{\"a\":1}st|expected nothing behind the object's }, but found 's' (line 1, column 8)",
                "{\"a\":1} {}|expected nothing behind the object's }, but found '{' (line 1, column 9)",
                "{\"a\":1#\"b\":2}|expected ',' or '}', but found '\"' (line 2, column 1)",
                "{\"a\" 1}|expected ':' behind the name \"a\", but found '1' (line 1, column 6)",
                "{\"a\":1|expected ',' or '}', but the text ends (line 1, column 7)",
                "{\"a\":|expected a value: a text in quotes, a number, true, false, { } or [ ], but the text ends"
                        + " (line 1, column 6)",
                "{\"a\":\"x|expected a closing \", but the text never ends (line 1, column 6)",
                "{\"a\":01}|expected a value: a text in quotes, a number, true, false, { } or [ ], but found '0'"
                        + " (line 1, column 6)",
                "{\"a\":NaN}|expected a value: a text in quotes, a number, true, false, { } or [ ], but found 'N'"
                        + " (line 1, column 6)",
                "{\"a\":1,\"a\":2}|expected every name once, but \"a\" is given twice (line 1, column 8)",
                "{\"\":1}|expected a name, but found '\"' (line 1, column 2)",
                "{,}|expected a name, but found ',' (line 1, column 2)",
                "{\"a\":1,,\"b\":2}|expected a name, but found ',' (line 1, column 8)",
                "{\"a\":\"\\x\"}|expected a JSON escape such as \\n or \\\\, but got another (line 1, column 7)",
                "{\"a\":\"\\u12\"}|expected four hexadecimal digits behind \\u, but got fewer (line 1, column 11)",
                "{\"a\":1 /* }|expected a closing */, but the comment never ends (line 1, column 8)"
            })
    void saysWhatIsWrongAndWhere(String typed, String message) {
        assertThatThrownBy(() -> RelaxedJson.parseObject(typed.replace('#', '\n')))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(message);
    }

    @Test
    void doesNotOverflowTheStack() {
        assertThatThrownBy(() -> RelaxedJson.parseObject("{\"a\":".repeat(100_000)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("expected at most 64 levels");
    }

    @Property
    void readsBackEveryTextThatFastjsonWrites(@ForAll List<String> texts) throws MalformedJsonException {
        String json = JSON.toJSONString(Map.of("texts", texts));

        assertThat(RelaxedJson.parseObject(json).get("texts")).isEqualTo(texts);
    }
}
