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

# Starts a worker of a cluster in this process:
#
#     sh bin/connect-distributed.sh -c conf/connect-distributed.conf
#
# Runs under any POSIX shell; may be called through a symbolic link and from any directory.

set -eu

self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
bin=$(CDPATH='' cd "$(dirname "$self")" && pwd)

exec sh "$bin/runconnect.sh" org.apache.rocketmq.connect.runtime.DistributedConnectStartup "$@"
