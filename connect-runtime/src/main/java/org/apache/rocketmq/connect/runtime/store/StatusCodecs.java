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
package org.apache.rocketmq.connect.runtime.store;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONWriter;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.RestartRequest;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/** The values of the status log as JSON that a person can read. */
final class StatusCodecs {

    private StatusCodecs() {}

    static final class OfConnector implements Codec<ConnectorStatus> {

        @Override
        public String encode(ConnectorStatus status) {
            JSONObject json = new JSONObject();
            json.put("connector", status.connector());
            json.put("state", status.state().name());
            json.put("trace", status.trace());
            json.put("workerId", status.workerId());
            json.put("generation", status.generation());
            return json.toJSONString(JSONWriter.Feature.WriteNulls);
        }

        @Override
        public ConnectorStatus decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new ConnectorStatus(
                    object.getString("connector"),
                    PublicState.valueOf(object.getString("state")),
                    object.getString("trace"),
                    object.getString("workerId"),
                    object.getLongValue("generation"));
        }
    }

    static final class OfTask implements Codec<TaskStatus> {

        @Override
        public String encode(TaskStatus status) {
            JSONObject json = new JSONObject();
            json.put("connector", status.id().connector());
            json.put("task", status.id().index());
            json.put("state", status.state().name());
            json.put("trace", status.trace());
            json.put("workerId", status.workerId());
            json.put("generation", status.generation());
            json.put("restarts", status.restarts());
            return json.toJSONString(JSONWriter.Feature.WriteNulls);
        }

        @Override
        public TaskStatus decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new TaskStatus(
                    new TaskId(object.getString("connector"), object.getIntValue("task")),
                    PublicState.valueOf(object.getString("state")),
                    object.getString("trace"),
                    object.getString("workerId"),
                    object.getLongValue("generation"),
                    object.getIntValue("restarts"));
        }
    }

    static final class OfClaim implements Codec<Claim> {

        @Override
        public String encode(Claim claim) {
            JSONObject json = new JSONObject();
            json.put("connector", claim.work().connector());
            if (claim.work().isTask()) {
                json.put("task", claim.work().index());
            }
            json.put("workerId", claim.owner().worker());
            json.put("incarnation", claim.owner().id());
            json.put("generation", claim.generation());
            json.put("released", claim.released());
            return json.toJSONString();
        }

        @Override
        public Claim decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new Claim(
                    new WorkId(
                            object.getString("connector"),
                            object.containsKey("task") ? object.getIntValue("task") : WorkId.OBJECT),
                    new Incarnation(object.getString("workerId"), object.getString("incarnation")),
                    object.getLongValue("generation"),
                    object.getBooleanValue("released"));
        }
    }

    static final class OfPresence implements Codec<Presence> {

        @Override
        public String encode(Presence presence) {
            JSONObject json = new JSONObject();
            json.put("workerId", presence.by().worker());
            json.put("incarnation", presence.by().id());
            json.put("said", presence.said().name());
            json.put("holder", presence.holder().id());
            return json.toJSONString();
        }

        @Override
        public Presence decode(String json) {
            JSONObject object = JSON.parseObject(json);
            String worker = object.getString("workerId");
            return new Presence(
                    Presence.Said.valueOf(object.getString("said")),
                    new Incarnation(worker, object.getString("incarnation")),
                    new Incarnation(worker, object.getString("holder")));
        }
    }

    static final class OfRestart implements Codec<RestartRequest> {

        @Override
        public String encode(RestartRequest request) {
            JSONObject json = new JSONObject();
            json.put("connector", request.connector());
            json.put("id", request.id());
            json.put("object", request.object());
            json.put("tasks", request.tasks());
            json.put("onlyFailed", request.onlyFailed());
            return json.toJSONString();
        }

        @Override
        public RestartRequest decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new RestartRequest(
                    object.getString("connector"),
                    object.getString("id"),
                    object.getBooleanValue("object"),
                    object.getList("tasks", Integer.class),
                    object.getBooleanValue("onlyFailed"));
        }
    }
}
