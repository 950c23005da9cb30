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
package org.apache.rocketmq.connect.runtime.boot;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.migration.UpstreamFiles;
import org.apache.rocketmq.connect.runtime.migration.UpstreamState;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over, once, what a worker of the original left under {@code storePathRootDir}: what the stores do not have yet. A
 * connector whose configuration is refused here is left out, and the log says why; its positions are taken all the same.
 */
final class UpstreamImport {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamImport.class);

    private final Stores stores;
    private final ConnectController controller;

    UpstreamImport(Stores stores, ConnectController controller) {
        this.stores = stores;
        this.controller = controller;
    }

    /** Before anything runs. */
    void run(Path root) throws IOException {
        Optional<UpstreamState> found = UpstreamFiles.read(root);
        if (found.isEmpty()) {
            return;
        }
        UpstreamState state = found.get();
        state.problems().forEach(problem -> LOG.warn("Of the original's files: {}", problem));
        for (Map.Entry<String, Map<RecordPartition, RecordOffset>> each :
                state.positions().entrySet()) {
            importPositions(each.getKey(), each.getValue());
        }
        importConnectors(state.connectors());
        UpstreamFiles.markImported(root);
    }

    private void importPositions(String connector, Map<RecordPartition, RecordOffset> positions) throws IOException {
        OffsetStorageReader known = stores.positions().reader(connector);
        Map<RecordPartition, RecordOffset> missing = new HashMap<>(positions);
        missing.keySet().removeIf(partition -> known.readOffset(partition) != null);
        if (!missing.isEmpty()) {
            LOG.info("Taking over {} positions of connector {} from the original's files", missing.size(), connector);
            done("positions of " + connector, stores.positions().put(new TaskId(connector, 0), 0, missing));
        }
    }

    /** Not into a cluster that lives already: what it has deleted would come back. */
    private void importConnectors(Map<String, UpstreamState.Connector> connectors) throws IOException {
        Map<String, UpstreamState.Connector> missing = new TreeMap<>(connectors);
        missing.keySet().removeAll(stores.configs().connectors().keySet());
        if (missing.isEmpty()) {
            return;
        }
        if (!stores.configs().connectors().isEmpty()) {
            LOG.warn(
                    "The connectors {} of the original's files are not taken over, because there are others already and"
                            + " these may have been deleted; create them by REST if they are still wanted",
                    missing.keySet());
            return;
        }
        for (Map.Entry<String, UpstreamState.Connector> each : missing.entrySet()) {
            importConnector(each.getKey(), each.getValue());
        }
    }

    private void importConnector(String name, UpstreamState.Connector connector) throws IOException {
        LOG.info("Taking over connector {} from the original's files", name);
        if (connector.paused()) { // first, or it would begin
            done("target of " + name, stores.configs().putTarget(name, TargetState.PAUSED));
        }
        try {
            done("connector " + name, controller.put(name, connector.config()));
        } catch (IOException e) {
            if (!(e.getCause() instanceof RequestException refused)
                    || refused.kind() == RequestException.Kind.UNAVAILABLE) {
                throw e; // the next start tries again
            }
            LOG.error("Connector {} of the original's files is left out: {}", name, e.getMessage());
        }
    }

    private static void done(String what, Future<?> change) throws IOException {
        try {
            change.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("Expected to take over the " + what + ", but " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the " + what + " was taken over");
        }
    }
}
