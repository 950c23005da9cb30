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

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both main classes do with their arguments, the log, standard output, signals and exit codes. */
public final class CommandLineStart {

    private static final int FAILED = 1;

    /**
     * A worker that runs.
     *
     * @param announcement the line that scripts and people wait for
     * @param worker closed when the process is asked to end
     * @param doomed completes, if ever, with the reason for which the process must end at once, without closing anything
     */
    public record Started(String announcement, AutoCloseable worker, CompletableFuture<String> doomed) {}

    /** Starts a worker. */
    @FunctionalInterface
    public interface Starter {
        Started start(WorkerConfig config) throws Exception;
    }

    private CommandLineStart() {}

    /** Starts the worker and does not return before the process ends. */
    public static void run(String command, String[] args, Starter starter) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Optional<CommandLine> options = parse(command, args, out, err);
        if (options.isEmpty()) {
            System.exit(FAILED);
        }
        if (options.get().hasOption("h")) {
            System.exit(0);
        }
        Started started = null;
        try {
            WorkerConfig config = config(options.get());
            configureLog(config);
            Logger log = LoggerFactory.getLogger("RocketMQRuntime");
            config.warnings().forEach(log::warn);
            log.info("Worker settings: {}", config.describe());
            started = starter.start(config);
            endWhenDoomed(started.doomed(), err);
            out.println(started.announcement());
            log.info(started.announcement());
        } catch (Exception | LinkageError e) { // whatever it is, the process must end
            LoggerFactory.getLogger(CommandLineStart.class).error("The worker could not start", e);
            err.println("The worker could not start: " + reason(e));
            // RocketMQ's and others' threads may be left; nothing that matters was begun.
            Runtime.getRuntime().halt(FAILED);
            return;
        }
        untilAskedToEnd(started.worker());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the process ends by it
    private static void endWhenDoomed(CompletableFuture<String> doomed, PrintStream err) {
        doomed.thenAccept(reason -> {
            LoggerFactory.getLogger(CommandLineStart.class).error("The worker ends at once: {}", reason);
            err.println("The worker ends at once: " + reason);
            Runtime.getRuntime().halt(FAILED);
        });
    }

    private static Optional<CommandLine> parse(String command, String[] args, PrintStream out, PrintStream err) {
        Options options = new Options();
        options.addOption(Option.builder("c")
                .longOpt("configFile")
                .hasArg()
                .argName("file")
                .desc("worker properties file")
                .get());
        options.addOption(
                Option.builder("h").longOpt("help").desc("print this help").get());
        try {
            CommandLine line = new DefaultParser().parse(options, args);
            if (line.hasOption("h")) {
                out.println(usage(command));
            }
            return Optional.of(line);
        } catch (ParseException e) {
            err.println(e.getMessage());
            err.println(usage(command));
            return Optional.empty();
        }
    }

    private static String usage(String command) {
        return "usage: " + command + " [-c <file>]\n"
                + "  -c, --configFile <file>   worker properties file; without it every default applies\n"
                + "  -h, --help                print this help";
    }

    private static WorkerConfig config(CommandLine options) {
        String file = options.getOptionValue("c");
        return file == null ? WorkerConfig.of(Map.of()) : WorkerConfig.load(Path.of(file));
    }

    /** The installation's logback.xml, when it was not found on the class path already. */
    private static void configureLog(WorkerConfig config) throws JoranException {
        Optional<Path> file = config.connectHome()
                .map(home -> home.resolve("conf/logback.xml"))
                .filter(Files::isReadable);
        if (file.isPresent() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(file.get().toFile());
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    }

    /** Waits for SIGTERM or Ctrl-C; after an orderly stop the process ends with code 0. */
    private static void untilAskedToEnd(AutoCloseable worker) {
        Threads.onShutdown("connect-shutdown", () -> {
            Logger log = LoggerFactory.getLogger("RocketMQRuntime");
            log.info("The worker is asked to end");
            int code = 0;
            try {
                worker.close();
                log.info("The worker has ended");
            } catch (Exception e) {
                LoggerFactory.getLogger(CommandLineStart.class).error("Stopping the worker failed", e);
                code = FAILED;
            }
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                context.stop();
            }
            Runtime.getRuntime().halt(code); // the JVM itself would answer a signal with 143
        });
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
