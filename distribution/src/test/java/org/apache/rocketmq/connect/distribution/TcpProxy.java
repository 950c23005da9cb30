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
package org.apache.rocketmq.connect.distribution;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A line between clients and a server that both speak in frames of RocketMQ's protocol; it can be cut and mended. It
 * listens on a loopback port below those that the system gives to outgoing connections, so that nobody takes it meanwhile.
 */
final class TcpProxy implements AutoCloseable {

    private static final int LOWEST = 16_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final int LARGEST_FRAME = 64 << 20;

    private final InetSocketAddress target;
    private final UnaryOperator<byte[]> onAnswer;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong frames = new AtomicLong();
    private final int port;

    private volatile @Nullable ServerSocket server;
    private boolean silent;

    /** How a line is cut. */
    enum Cut {
        /** Connections break, and no new ones are accepted: a process or a switch that has gone. */
        REFUSED,
        /**
         * Everything that is sent waits, the end of a connection included, and arrives when the line is mended: a network
         * that loses everything for a while. New connections seem to work.
         */
        SILENT
    }

    /** @param onAnswer changes what the server answers, without the length before it */
    TcpProxy(String target, UnaryOperator<byte[]> onAnswer) {
        String[] hostAndPort = target.split(":", -1);
        this.target = new InetSocketAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
        this.onAnswer = onAnswer;
        this.port = listenSomewhere();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** How many frames it has let through. */
    long frames() {
        return frames.get();
    }

    private int listenSomewhere() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int drawn = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                listen(drawn);
                return drawn;
            } catch (IOException e) {
                // Somebody else's.
            }
        }
        throw new IllegalStateException("Expected a free port, but found none in " + ATTEMPTS + " attempts");
    }

    private void listen(int where) throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where));
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        server = listening;
        daemon("proxy-accept-" + where, () -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                daemon("proxy-connect-" + port, () -> connect(client));
            } catch (IOException e) {
                // Closed, as the loop sees, or a client that went away at once.
            }
        }
    }

    private void connect(Socket client) {
        awaitMended();
        try {
            Socket upstream = new Socket();
            sockets.add(upstream);
            upstream.connect(target);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            daemon("proxy-ask-" + port, () -> pump(client, upstream, UnaryOperator.identity()));
            pump(upstream, client, onAnswer);
        } catch (IOException e) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, UnaryOperator<byte[]> change) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            while (true) {
                byte[] frame = change.apply(frame(in));
                awaitMended();
                to.getOutputStream()
                        .write(ByteBuffer.allocate(Integer.BYTES + frame.length)
                                .putInt(frame.length)
                                .put(frame)
                                .array());
                frames.incrementAndGet();
            }
        } catch (IOException e) {
            awaitMended(); // the end of a connection is silent as well
            close(from);
            close(to);
        }
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST_FRAME) {
            throw new EOFException("not a frame of RocketMQ's: " + length + " bytes");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    private synchronized void awaitMended() {
        boolean interrupted = false;
        while (silent) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void cut(Cut how) {
        switch (how) {
            case SILENT -> setSilent(true);
            case REFUSED -> {
                closeServer();
                closeAll();
            }
        }
    }

    /** As if nothing had happened. */
    void mend() {
        setSilent(false);
        ServerSocket present = server;
        if (present == null || present.isClosed()) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized void setSilent(boolean value) {
        silent = value;
        notifyAll();
    }

    private void closeServer() {
        ServerSocket present = server;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            close(socket);
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, either way.
        }
    }

    @Override
    public void close() {
        closeServer();
        closeAll();
        setSilent(false);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
