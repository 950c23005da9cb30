#!/bin/sh
# Licensed to the Apache Software Foundation (ASF) under one or more
# contributor license agreements.  See the NOTICE file distributed with
# this work for additional information regarding copyright ownership.
# The ASF licenses this file to You under the Apache License, Version 2.0
# (the "License"); you may not use this file except in compliance with
# the License.  You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

# Runs a main class of this installation: sh bin/runconnect.sh <main class> [arguments]
#
# The environment that counts:
#   JAVA_HOME     the Java to run on (17 or newer; a JRE is enough); otherwise the java of the PATH
#   JAVA_OPT      more options for the JVM; they come last, so they win over those below
#   CLASSPATH     more classes, searched after our own
#   CONNECT_HOME  the installation whose conf, lib and plugins are used; otherwise the one that this script lies in
#
# The process stays the same from the first script to the JVM, so the process id that the caller knows is the worker's.

set -eu

fail() {
    echo "$1" >&2
    exit 1
}

if [ $# -eq 0 ]; then
    fail "Expected a main class as first argument, but got none. To start a worker: sh bin/connect-standalone.sh -c conf/connect-standalone.conf"
fi

self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
CONNECT_HOME=${CONNECT_HOME:-$(dirname "$self")/..}
[ -d "$CONNECT_HOME/lib" ] || fail "Expected an installation in CONNECT_HOME=$CONNECT_HOME, but there is no lib directory in it."
CONNECT_HOME=$(CDPATH='' cd "$CONNECT_HOME" && pwd)
export CONNECT_HOME

# ---- Java

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "Expected a Java in JAVA_HOME=$JAVA_HOME, but there is no bin/java in it. Correct JAVA_HOME, or unset it to use the java of the PATH."
else
    java=$(command -v java) || fail "Expected a Java 17 or newer, but JAVA_HOME is not set and there is no java on the PATH."
fi

# Old JVMs call themselves 1.8, newer ones 17.0.15. When the answer cannot be understood, the JVM itself has the word.
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
major=${version#1.}
major=${major%%[!0-9]*}
if [ -n "$major" ] && [ "$major" -lt 17 ]; then
    fail "Expected a Java 17 or newer, but $java is a Java $version. Point JAVA_HOME at a newer one."
fi

# ---- JVM options

given_opt=${JAVA_OPT:-}
JAVA_OPT=

# The heap; change it here, or for one run: JAVA_OPT="-Xmx2g" sh bin/connect-standalone.sh ...
JAVA_OPT="${JAVA_OPT} -server -Xms64m -Xmx1g"
JAVA_OPT="${JAVA_OPT} -Dfile.encoding=UTF-8"
# A RocketMQ client that a plugin brings along (4.x) logs through us and not into a directory of its own.
JAVA_OPT="${JAVA_OPT} -Drocketmq.client.logUseSlf4j=true"

JAVA_OPT="${JAVA_OPT} ${given_opt}"

# ---- class path

# Read from the environment by the JVM, which keeps the command line short enough for ps. The jars are in the order of their
# names, whatever order the file system has them in.
given_classpath=${CLASSPATH:-}
CLASSPATH=$CONNECT_HOME/conf
for jar in "$CONNECT_HOME"/lib/*.jar; do
    CLASSPATH=$CLASSPATH:$jar
done
if [ -n "$given_classpath" ]; then
    CLASSPATH=$CLASSPATH:$given_classpath
fi
export CLASSPATH

# ---- locale

# In the C locale a JVM cannot open a file whose name is not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX)
        LC_ALL=C.UTF-8
        export LC_ALL
        ;;
esac

# ---- go

# What connectshutdown.sh looks for. An installation that cannot be written to runs all the same.
if ! { mkdir -p "$CONNECT_HOME/run" && echo $$ > "$CONNECT_HOME/run/connect-$$.pid"; } 2> /dev/null; then
    echo "Cannot write $CONNECT_HOME/run/connect-$$.pid: bin/connectshutdown.sh will not find this process; stop it with: kill $$" >&2
fi

# JAVA_OPT is a list of words, in which a * is a * and no file name.
set -f
# shellcheck disable=SC2086
exec "$java" "-Dconnect.home.dir=$CONNECT_HOME" "-Drmq.logback.configurationFile=$CONNECT_HOME/conf/rmq.logback.xml" ${JAVA_OPT} "$@"
