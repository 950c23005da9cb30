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

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. It opens last and closes first: while it answers, everything behind it is there. */
public final class RestServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    /** Room for a configuration in the query of a GET. */
    private static final int MAX_REQUEST_LINE_AND_HEADERS_BYTES = 64 * 1024;

    private final RestConfig config;
    private final Javalin javalin;

    private RestServer(RestConfig config, Javalin javalin) {
        this.config = config;
        this.javalin = javalin;
    }

    /**
     * Binds the port and answers from now on.
     *
     * @throws IOException naming host and port when they cannot be bound
     */
    public static RestServer start(RestConfig config, ConnectController controller) throws IOException {
        QueuedThreadPool pool = new QueuedThreadPool(
                MAX_THREADS,
                MIN_THREADS,
                THREAD_IDLE_MILLIS,
                -1,
                new LinkedBlockingQueue<>(),
                null,
                Threads.factory("connect-rest"));
        Dispatcher dispatcher = new Dispatcher(config, controller, pool);
        Javalin javalin = Javalin.create(settings -> configure(settings, config, pool, dispatcher));
        try {
            javalin.start();
        } catch (UncheckedIOException e) {
            throw cannotListen(config, e);
        }
        RestServer server = new RestServer(config, javalin);
        LOG.info("REST listens on {}", server.url());
        return server;
    }

    /**
     * Says early what {@link #start} would say: binds the port and lets it go again.
     *
     * @throws IOException naming host and port when they cannot be bound
     */
    public static void checkPort(RestConfig config) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(
                    config.host().isEmpty()
                            ? new InetSocketAddress(config.port())
                            : new InetSocketAddress(config.host(), config.port()));
        } catch (IOException | IllegalArgumentException e) {
            throw cannotListen(config, e);
        }
    }

    private static IOException cannotListen(RestConfig config, Exception cause) {
        return new IOException(
                "Expected to listen on " + config.host() + ":" + config.port() + ", but cannot: " + reasonOf(cause)
                        + ". Stop what uses that port, or set httpHost and httpPort",
                cause);
    }

    /** The port that is bound. */
    public int port() {
        return javalin.port();
    }

    /** Where a client on this machine reaches the server, without a slash at the end. */
    public String url() {
        String host = config.host();
        if (host.isEmpty() || host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void configure(
            JavalinConfig settings, RestConfig config, QueuedThreadPool pool, Dispatcher dispatcher) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.http.prefer405over404 = true;
        settings.http.compressionStrategy = CompressionStrategy.NONE;
        settings.router.ignoreTrailingSlashes = true;
        settings.router.javaLangErrorHandler(RestServer::answerError);
        settings.jetty.threadPool = pool;
        settings.jetty.modifyServer(server -> server.setErrorHandler(new JsonErrorHandler()));
        settings.jetty.modifyHttpConfiguration(RestServer::configureHttp);
        settings.jetty.addConnector((server, http) -> open(server, http, config));
        settings.routes.before(RestServer::addHeaders);
        for (Route route : Route.values()) {
            for (Route.Method method : route.methods()) {
                settings.routes.addHttpHandler(
                        HandlerType.findOrCreate(method.name()),
                        route.path(),
                        context -> dispatcher.handle(route, context));
            }
        }
        settings.routes.exception(HttpResponseException.class, RestServer::answerUnrouted);
        settings.routes.exception(Exception.class, RestServer::answerFailure);
    }

    private static void configureHttp(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(MAX_REQUEST_LINE_AND_HEADERS_BYTES);
        // The documents' wget commands carry { " } unescaped; names may hold an escaped percent sign.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "DOCUMENTED_COMMANDS",
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS));
    }

    /** Opened here, before the server starts: a port in use is this start's failure and nobody's stack trace. */
    private static ServerConnector open(Server server, HttpConfiguration http, RestConfig config) {
        ServerConnector connector = new ServerConnector(
                server,
                null,
                new ScheduledExecutorScheduler("connect-rest-timer", true),
                null,
                1,
                1,
                new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        try {
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    private static String reasonOf(Exception failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }

    private static void addHeaders(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
    }

    private static void answerUnrouted(HttpResponseException refused, Context context) {
        String asked = context.method() + " " + context.path();
        switch (refused.getStatus()) {
            case 404 ->
                Dispatcher.write(
                        context,
                        Answer.error(
                                404,
                                "Expected a path of this worker, but there is no " + asked
                                        + "; docs/rest-api.md lists them"));
            case 405 -> {
                String allowed = allowedMethods(context);
                context.header("Allow", allowed);
                Dispatcher.write(context, Answer.error(405, "Expected " + allowed + ", but got " + asked));
            }
            default -> {
                String message = refused.getMessage();
                Dispatcher.write(context, Answer.error(refused.getStatus(), message == null ? "" : message));
            }
        }
    }

    private static String allowedMethods(Context context) {
        Set<String> allowed = new TreeSet<>();
        Arrays.stream(Route.values())
                .filter(route -> matches(route, context.path()))
                .forEach(route -> route.methods().forEach(method -> allowed.add(method.name())));
        return String.join(", ", allowed);
    }

    private static boolean matches(Route route, String path) {
        String pattern = route.path().replaceAll("\\{[a-zA-Z]+}", "[^/]+");
        return path.matches(pattern + "/?");
    }

    private static void answerFailure(Exception failure, Context context) {
        if (hasGone(context)) {
            LOG.debug("A client has gone before it had its whole answer", failure);
        } else {
            Dispatcher.write(context, ErrorMapping.answerTo(failure));
        }
    }

    /** A client that goes in the middle of an answer takes the response with it: Jetty has recycled it by now. */
    private static boolean hasGone(Context context) {
        try {
            return context.res().isCommitted();
        } catch (IllegalStateException recycled) {
            return true;
        }
    }

    private static void answerError(HttpServletResponse response, Error failure) {
        Answer answer = ErrorMapping.answerTo(failure);
        response.setStatus(answer.status());
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(answer.toBytes());
        } catch (IOException e) {
            LOG.debug("The client has gone before it was told of a failure", e);
        }
    }
}
