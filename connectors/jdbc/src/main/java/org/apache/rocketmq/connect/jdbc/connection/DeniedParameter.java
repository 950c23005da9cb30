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
package org.apache.rocketmq.connect.jdbc.connection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A parameter that no URL may have.
 *
 * @param name as its driver's documents spell it
 * @param harm what it does, as the end of a sentence
 * @param harmlessWhenOff whether it may be there to say that it is off
 */
record DeniedParameter(String name, String harm, boolean harmlessWhenOff) {

    private static final Set<String> OFF = Set.of("false", "no", "off", "0");

    /** Longer names count also as a part of others: drivers and wrappers put prefixes before them. */
    private static final int LONGEST_WHOLE_NAME = 7;

    private static final List<DeniedParameter> ALL = Stream.of(
                    of(
                            "makes the driver load a class of the URL's choice",
                            false,
                            // PostgreSQL
                            "socketFactory",
                            "sslfactory",
                            "sslhostnameverifier",
                            "sslpasswordcallback",
                            "authenticationPluginClassName",
                            "xmlFactoryFactory",
                            // MySQL
                            "queryInterceptors",
                            "statementInterceptors",
                            "exceptionInterceptors",
                            "connectionLifecycleInterceptors",
                            "clientInfoProvider",
                            "sslContextProvider",
                            "authenticationPlugins",
                            "defaultAuthenticationPlugin",
                            "callbackHandler",
                            "loadBalanceStrategy",
                            "loadBalanceExceptionChecker",
                            "propertiesTransform",
                            "logger",
                            "profilerEventHandler",
                            "parseInfoCacheFactory",
                            "queryInfoCacheFactory",
                            "serverConfigCacheFactory",
                            // MariaDB
                            "credentialType",
                            "tlsSocketType",
                            // SQL Server
                            "trustManagerClass",
                            "trustManagerConstructorArg",
                            "accessTokenCallbackClass",
                            // DB2, Redshift
                            "pluginName",
                            "plugin",
                            // Oracle
                            "oracle.jdbc.provider",
                            "KerberosJaasLoginModule",
                            // H2
                            "DATABASE_EVENT_LISTENER",
                            "JAVA_OBJECT_SERIALIZER",
                            // whichever
                            "className"),
                    of(
                            "makes the driver read or write files of the worker",
                            false,
                            "loggerFile",
                            "loggerLevel",
                            "logFile",
                            "logDirectory",
                            "traceFile",
                            "traceDirectory",
                            "TRACE_LEVEL_FILE",
                            "oracle.jdbc.diagnostic",
                            "ociConfigFile",
                            "allowLoadLocalInfileInPath"),
                    of(
                            "lets the database's server read files of the worker",
                            true,
                            "allowLoadLocalInfile",
                            "allowUrlInLocalInfile",
                            "allowLocalInfile"),
                    of(
                            "makes the driver turn what the server sends into Java objects",
                            true,
                            "autoDeserialize",
                            "detectCustomCollations"),
                    of("loads native code into the worker", true, "load_extension"),
                    of("runs scripts or programs on the worker", false, "INIT", "initFile", "RUNSCRIPT", "BROWSER"),
                    of(
                            "makes the driver ask a directory where to connect and what to load",
                            false,
                            "ldapUrl",
                            "oracle.net.ldap",
                            "JNDIName",
                            "JNDIContext",
                            "jndi"))
            .flatMap(List::stream)
            .toList();

    private static List<DeniedParameter> of(String harm, boolean harmlessWhenOff, String... names) {
        return Stream.of(names)
                .map(name -> new DeniedParameter(name, harm, harmlessWhenOff))
                .toList();
    }

    /** The rule that the parameter breaks; empty when it breaks none. */
    static Optional<DeniedParameter> matching(UrlParameter parameter) {
        String plain = parameter.plainName();
        String lastWord = new UrlParameter(lastWord(parameter.name()), "").plainName();
        return ALL.stream()
                .filter(denied -> denied.isMeantBy(plain) || denied.isMeantBy(lastWord))
                .filter(denied -> !denied.harmlessWhenOff || !isOff(parameter.value()))
                .findFirst();
    }

    private boolean isMeantBy(String plain) {
        String own = new UrlParameter(name, "").plainName();
        return plain.equals(own)
                || (own.length() > LONGEST_WHOLE_NAME && plain.contains(own) && !plain.startsWith("disabled"));
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }

    private static boolean isOff(String value) {
        return OFF.stream().anyMatch(value::equalsIgnoreCase);
    }
}
