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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.UpdateText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One update as a message:
 *
 * <pre>
 *  KEYS       cluster/key, because a topic with compaction keeps the last message of each KEYS
 *  cluster    whose update it is
 *  following  how many updates of the same append come right behind; absent when none does
 *  refreshOf  in a message that only says again what an earlier one has said: that one's offset
 *  body       {"key": …, "value": …} or {"key": …, "deleted": true}
 * </pre>
 *
 * @param offset where it stands in the queue
 * @param following how many updates of the same append come right behind
 * @param refreshOf the offset of what it says again; negative when it is said for the first time
 * @param storedAt when the broker stored it, milliseconds since 1970
 */
record LogMessage(long offset, Update update, int following, long refreshOf, long storedAt) {

    static final String CLUSTER = "cluster";
    static final String FOLLOWING = "following";
    static final String REFRESH_OF = "refreshOf";

    /** In {@link #refreshOf} of what is said for the first time. */
    static final long ORIGINAL = -1;

    private static final Logger LOG = LoggerFactory.getLogger(LogMessage.class);
    private static final int LONGEST_KEYS = 250;

    boolean isRefresh() {
        return refreshOf != ORIGINAL;
    }

    /** The message that makes an update. */
    static Message of(String topic, String cluster, Update update, int following) {
        Message message = new Message(topic, UpdateText.encode(update));
        message.setKeys(keys(cluster, update.key()));
        message.putUserProperty(CLUSTER, cluster);
        if (following > 0) {
            message.putUserProperty(FOLLOWING, String.valueOf(following));
        }
        return message;
    }

    /** The message that says again what the message at the offset has said. */
    static Message refresh(String topic, String cluster, Update update, long refreshOf) {
        Message message = of(topic, cluster, update, 0);
        message.putUserProperty(REFRESH_OF, String.valueOf(refreshOf));
        return message;
    }

    /**
     * Readable when it can be: KEYS are separated by blanks, control characters separate properties, and all properties
     * together have to fit into 32 KB.
     */
    static String keys(String cluster, String key) {
        String readable = cluster + "/" + key;
        return readable.length() <= LONGEST_KEYS && readable.chars().allMatch(c -> c > ' ' && c < 127)
                ? readable
                : "sha256:" + sha256(readable);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java to know SHA-256", e);
        }
    }

    /** Empty for what is not this cluster's: other clusters and older programs may share the topic. */
    static Optional<LogMessage> read(String cluster, MessageExt message) {
        Map<String, String> properties = message.getProperties();
        byte[] body = message.getBody();
        if (!cluster.equals(properties.get(CLUSTER)) || body == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogMessage(
                    message.getQueueOffset(),
                    UpdateText.decode(body),
                    Integer.parseInt(properties.getOrDefault(FOLLOWING, "0")),
                    Long.parseLong(properties.getOrDefault(REFRESH_OF, String.valueOf(ORIGINAL))),
                    message.getStoreTimestamp()));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The message at offset {} of topic {} (KEYS {}) claims to be of cluster {}, but it is none of its"
                            + " updates and is passed over: {}",
                    message.getQueueOffset(),
                    message.getTopic(),
                    properties.get(MessageConst.PROPERTY_KEYS),
                    cluster,
                    e.getMessage());
            return Optional.empty();
        }
    }
}
