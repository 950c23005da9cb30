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

# Stops the workers that were started from this installation, and no others. They get up to 30 s to hand in their positions.
# Exit code: 0 stopped, 1 could not be stopped, 255 none was running.

set -eu

self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
CONNECT_HOME=$(CDPATH='' cd "${CONNECT_HOME:-$(dirname "$self")/..}" && pwd)

# Process ids are used again: only a process that says it is of this installation is one of ours. (A process that has ended and
# is not yet collected by its parent says nothing any more.)
runs_from_here() {
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\0' '\n' < "/proc/$1/cmdline" 2> /dev/null | grep -Fqx -e "-Dconnect.home.dir=$CONNECT_HOME"
    else
        ps -ww -p "$1" -o args= 2> /dev/null | grep -Fq -e "-Dconnect.home.dir=$CONNECT_HOME "
    fi
}

pids=
for file in "$CONNECT_HOME"/run/connect-*.pid; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    case $pid in
        '' | *[!0-9]*) continue ;;
    esac
    if ! runs_from_here "$pid"; then
        rm -f "$file"
        continue
    fi
    echo "The connect($pid) is running..."
    if ! kill "$pid"; then
        echo "Expected to be allowed to stop connect($pid), but was refused: run this as the user who started it." >&2
        exit 1
    fi
    echo "Send shutdown request to connect($pid) OK"
    pids="$pids $pid"
done

if [ -z "$pids" ]; then
    echo "No connect running."
    exit 255
fi

left=30
for pid in $pids; do
    while runs_from_here "$pid"; do
        if [ "$left" -eq 0 ]; then
            echo "Expected connect($pid) to end within 30 s, but it is still there. Its log says why; kill -9 $pid ends it the hard way." >&2
            exit 1
        fi
        left=$((left - 1))
        sleep 1
    done
    rm -f "$CONNECT_HOME/run/connect-$pid.pid"
done
