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

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages from using the browser of somebody who can reach this worker. Programs such as curl send none of the
 * headers that it looks at and are never refused.
 *
 * <pre>
 *  every request          Host must be an address, localhost or an allowed name  (against DNS rebinding; where the
 *                         worker is bound to a loopback address or names are configured)
 *  a request that acts    Origin, if any, is this worker's own
 *                         Sec-Fetch-Site, if any, is same-origin, or none: somebody typed the address
 *  … by GET               a browser that says neither is refused: over plain HTTP to another machine browsers keep
 *                         quiet about where an image or a link came from
 * </pre>
 */
final class BrowserGuard {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

    private final boolean checksHost;
    private final String boundHost;
    private final Set<String> allowedHosts = new HashSet<>();

    /**
     * @param host the address that is bound
     * @param allowedHosts further names of this worker
     */
    BrowserGuard(String host, Collection<String> allowedHosts) {
        this.boundHost = plainName(host);
        allowedHosts.forEach(name -> this.allowedHosts.add(plainName(name)));
        this.checksHost = !allowedHosts.isEmpty() || isLoopback(host);
    }

    /**
     * @param acts whether the request does more than read
     * @param byGet whether its method is GET
     * @param header a header by name; null when absent
     * @return why the request is refused; empty when it may pass
     */
    Optional<String> refusal(boolean acts, boolean byGet, UnaryOperator<@Nullable String> header) {
        String host = header.apply("Host");
        if (checksHost && host != null && !isKnown(hostOf(host))) {
            return Optional.of(
                    "Expected a Host header that names this worker, such as localhost or its address, but it is '"
                            + printable(host) + "'. If that is a name of this worker, configure it as an allowed host");
        }
        if (!acts) {
            return Optional.empty();
        }
        String origin = header.apply("Origin");
        if (origin != null && !isOwn(origin, host)) {
            return Optional.of("Expected a request that acts to come from this worker's own pages, but its Origin is '"
                    + printable(origin) + "'");
        }
        String site = header.apply("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of("Expected a request that acts to come from this worker's own pages, but its"
                    + " Sec-Fetch-Site is '" + printable(site) + "'");
        }
        if (byGet && origin == null && site == null && isBrowser(header)) {
            return Optional.of("Expected a browser to say which page a GET that acts comes from, but it has neither"
                    + " Origin nor Sec-Fetch-Site. Send it as POST, or with curl");
        }
        return Optional.empty();
    }

    private boolean isKnown(String name) {
        return name.equals(boundHost)
                || allowedHosts.contains(name)
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || name.startsWith("[")
                || IPV4.matcher(name).matches();
    }

    /** Same host and port as the Host header, or an allowed host whose proxy sends a Host of its own making. */
    private boolean isOwn(String origin, @Nullable String host) {
        URI uri;
        try {
            uri = new URI(origin);
        } catch (URISyntaxException e) {
            return false;
        }
        if (uri.getHost() == null || uri.getScheme() == null) {
            return false; // "null": a sandboxed page, or one from a file
        }
        String name = plainName(uri.getHost());
        int defaultPort = uri.getScheme().equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        if (port == defaultPort && allowedHosts.contains(name)) {
            return true;
        }
        return host != null && name.equals(hostOf(host)) && port == portOf(host, defaultPort);
    }

    private static boolean isBrowser(UnaryOperator<@Nullable String> header) {
        String agent = header.apply("User-Agent");
        // PowerShell's curl calls itself Mozilla too, but names no languages.
        return agent != null && agent.contains("Mozilla/") && header.apply("Accept-Language") != null;
    }

    private static String hostOf(String hostHeader) {
        var matcher = HOST.matcher(hostHeader.trim());
        return matcher.matches() ? plainName(matcher.group(1)) : "";
    }

    private static int portOf(String hostHeader, int defaultPort) {
        var matcher = HOST.matcher(hostHeader.trim());
        return matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : defaultPort;
    }

    private static String plainName(String name) {
        String lower = name.trim().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String printable(String header) {
        String shown = header.length() > 100 ? header.substring(0, 100) + "…" : header;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
