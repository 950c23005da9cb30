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
package older;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.message.Message;

/** Sends one message by the client that this plugin brings along, and gives the worker one record to send by its own. */
public class OlderClientTask extends SourceTask {

    private DefaultMQProducer producer;
    private String topic;

    @Override
    public void start(KeyValue config) {
        topic = config.getString("own.topic");
        producer = new DefaultMQProducer("older-client");
        producer.setNamesrvAddr(config.getString("own.namesrv"));
        producer.setVipChannelEnabled(false);
        try {
            producer.start();
        } catch (Exception e) {
            throw new IllegalStateException("the plugin's own client does not start", e);
        }
    }

    @Override
    public List<ConnectRecord> poll() {
        if (topic == null) {
            return Collections.emptyList();
        }
        String version = MQVersion.getVersionDesc(MQVersion.CURRENT_VERSION);
        try {
            producer.send(new Message(topic, version.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new IllegalStateException("the plugin's own client does not send", e);
        }
        topic = null;
        ConnectRecord record = new ConnectRecord(
                new RecordPartition(Collections.singletonMap("p", "0")),
                new RecordOffset(Collections.singletonMap("o", "1")),
                null);
        record.setData("by the worker, after " + version);
        return Collections.singletonList(record);
    }

    @Override
    public void stop() {
        producer.shutdown();
    }
}
