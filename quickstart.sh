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

# From a fresh clone to a file travelling through a real RocketMQ into another file, by one worker or by three, or to a table travelling
# from one database into another. See the usage below.

set -u

lines=100000
live_lines=5
members="worker-1 worker-2 worker-3"
pairs="1 2 3"

usage() {
    cat << 'USAGE'
sh quickstart.sh                    build if needed, copy a file through RocketMQ, stay up until Ctrl-C
sh quickstart.sh --once             the same, but end when the copy is proved identical
sh quickstart.sh --cluster          build if needed, let three workers share the copying of three files that grow, kill one of
                                    them, start it again, stay up until Ctrl-C
sh quickstart.sh --cluster --once   the same, but end when every line is proved to have arrived
sh quickstart.sh --jdbc             build if needed, start a MariaDB and a PostgreSQL, copy a table from one to the other and follow it
                                    while it changes, stay up until Ctrl-C
sh quickstart.sh --jdbc --once      the same, but end when both tables are proved identical

Needs a JDK 17 or newer, Maven 3.6.3 or newer, and curl. Everything it makes is under target/quickstart and is made anew by
the next run. RocketMQ, the workers and the databases listen on 127.0.0.1 only. The exit code is 0 only if source and sink are
identical; with --cluster: only if every line of the sources is in the sinks, where it may be twice after a kill, and no other line
is. The first run with --jdbc also downloads the two databases, about 100 MB.
USAGE
}

# ---------------------------------------------------------------------------------------------- talking

started=$(date +%s)

say() {
    printf '%s\n' "$*"
}

step() {
    printf '\n[%3ss] %s\n' "$(($(date +%s) - started))" "$*"
}

# fail REASON [LOG FILE]: says why, shows the end of the log, and ends everything.
fail() {
    {
        printf '\nquickstart: %s\n' "$1"
        if [ $# -gt 1 ] && [ -s "$2" ]; then
            printf -- '---- the end of %s\n' "$2"
            tail -n 25 "$2"
            printf -- '----\n'
        fi
    } >&2
    exit 1
}

# 1234567 -> 1,234,567
grouped() {
    printf '%s\n' "$1" | awk '{ n = $1; t = ""; while (length(n) > 3) { t = "," substr(n, length(n) - 2) t; n = substr(n, 1, length(n) - 3) } print n t }'
}

# ---------------------------------------------------------------------------------------------- processes

build_pid=
feeder_pid=
rocketmq_pid=
databases_pid=
databases_dir=
worker_pids=
serving=no

running() {
    [ -n "$1" ] && kill -0 "$1" 2> /dev/null
}

# any_running PID...
any_running() {
    for each in "$@"; do
        running "$each" && return 0
    done
    return 1
}

# end PID SECONDS: asks the process to end, and insists when it does not.
end() {
    running "$1" || return 0
    kill "$1" 2> /dev/null
    left=$2
    while running "$1" && [ "$left" -gt 0 ]; do
        sleep 1
        left=$((left - 1))
    done
    running "$1" && kill -9 "$1" 2> /dev/null
    wait "$1" 2> /dev/null
    return 0
}

# shellcheck disable=SC2329 # called by the trap
finish() {
    code=$?
    trap - EXIT
    trap '' INT TERM HUP
    # shellcheck disable=SC2086 # a list
    if any_running $worker_pids; then
        say ""
        say "Stopping $workers and RocketMQ ..."
        kill $worker_pids 2> /dev/null
    fi
    end "$build_pid" 5
    end "$feeder_pid" 5
    for pid in $worker_pids; do
        end "$pid" 30
    done
    end "$databases_pid" 20
    [ -z "$databases_dir" ] || rm -rf "$databases_dir"
    end "$rocketmq_pid" 10
    [ -n "${lock:-}" ] && rm -f "$lock"
    exit "$code"
}

# shellcheck disable=SC2329 # called by the trap
interrupted() {
    # Ctrl-C is how a run that stays up is meant to end.
    [ "$serving" = yes ] && exit 0
    exit 130
}

trap finish EXIT
trap interrupted INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# ---------------------------------------------------------------------------------------------- arguments and surroundings

once=no
cluster=no
jdbc=no
modules=distribution
workers="the worker"
for argument in "$@"; do
    case $argument in
        --once) once=yes ;;
        --cluster)
            cluster=yes
            workers="the workers"
            ;;
        --jdbc)
            jdbc=yes
            modules=distribution,connect-testkit-databases
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            fail "Expected --once, --cluster, --jdbc or --help, but got $argument."
            ;;
    esac
done
[ "$cluster$jdbc" != yesyes ] || fail "Expected --cluster or --jdbc, but got both."

root=$(CDPATH='' cd "$(dirname "$0")" && pwd) || exit 1
cd "$root" || exit 1
work=$root/target/quickstart
run=$work/run
version=0.0.1-SNAPSHOT
archive=$root/distribution/target/rocketmq-connect-$version.tar.gz
rocketmq_classpath=$root/connect-testkit/target/embedded-rocketmq.classpath
databases_classpath=$root/connect-testkit-databases/target/embedded-databases.classpath
classpaths=$rocketmq_classpath
[ "$jdbc" = no ] || classpaths="$classpaths:$databases_classpath"

# What other people's environments hold must not reach our processes.
unset CONNECT_HOME CLASSPATH NAMESRV_ADDR
no_proxy=127.0.0.1,localhost
NO_PROXY=$no_proxy
export no_proxy NO_PROXY

# In the C locale a JVM cannot open a file whose name is not ASCII, and this directory's name may not be.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX)
        LC_ALL=C.UTF-8
        export LC_ALL
        ;;
esac

for tool in curl awk sed sort cmp comm tar; do
    command -v $tool > /dev/null || fail "Expected the program $tool on the PATH, but it is not there. Please install it."
done

# major_of JAVA: 17 for 17.0.15, 8 for 1.8.0_402, nothing when it does not say.
major_of() {
    "$1" -version 2>&1 | sed -n -e 's/" *1\./"/' -e 's/^.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1
}

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    javac=$JAVA_HOME/bin/javac
    where="JAVA_HOME=$JAVA_HOME"
else
    java=java
    javac=javac
    where="the PATH"
fi
command -v "$java" > /dev/null || fail "Expected a JDK 17 or newer, but there is no java in $where."
major=$(major_of "$java")
[ "${major:-17}" -ge 17 ] || fail "Expected a JDK 17 or newer, but the one in $where is version $major. Point JAVA_HOME at a newer one."

mkdir -p "$work" || exit 1
lock_file=$work/quickstart.pid
if [ -s "$lock_file" ]; then
    other=$(cat "$lock_file")
    if [ "$other" != $$ ] && running "$other" && ps -p "$other" -o args= 2> /dev/null | grep -q quickstart; then
        fail "Another quick start runs in this directory, as process $other. End it first: kill $other"
    fi
fi
lock=$lock_file
echo $$ > "$lock"

# ---------------------------------------------------------------------------------------------- build

# Whether there is an archive that is newer than everything it is made of, and every jar of the embedded servers.
built() {
    [ -s "$archive" ] || return 1
    newer=$(find . -type d \( -name target -o -name .git -o -path '*/src/test' \) -prune -o -type f \
        \( -name pom.xml -o -path '*/src/main/*' -o -path './distribution/*' -o -path './.mvn/*' \) \
        -newer "$archive" -print | head -n 1)
    [ -z "$newer" ] || return 1
    printf '%s\n' "$classpaths" | tr ':' '\n' | while IFS= read -r classpath; do
        [ -s "$classpath" ] || exit 1
        tr ':' '\n' < "$classpath" | while IFS= read -r jar; do
            [ -z "$jar" ] || [ -e "$jar" ] || exit 1
        done || exit 1
    done
}

build() {
    command -v "$javac" > /dev/null || fail "Expected a JDK 17 or newer to build with, but there is no javac in $where (a JRE is not enough)."
    command -v mvn > /dev/null || fail "Expected Maven (mvn) on the PATH, but it is not there. Please install Maven 3.6.3 or newer."
    log=$work/build.log
    step "Building with Maven (the first time it downloads its libraries; the log is $log)"
    mvn -B -Dquick -Dmaven.test.skip=true -pl "$modules" -am package > "$log" 2>&1 &
    build_pid=$!
    shown=
    quiet=0
    while running "$build_pid"; do
        sleep 1
        quiet=$((quiet + 1))
        now=$(awk '
            /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { at = $0; sub(/^\[INFO\] Building /, "", at); sub(/ [^ ]*SNAPSHOT */, " ", at) }
            /Downloaded from/ { n++ }
            END { print at "|" n + 0 }' "$log")
        module=${now%|*}
        if [ "$module" != "$shown" ] || [ "$quiet" -ge 5 ]; then
            printf '[%3ss]   %s, %s files downloaded\n' "$(($(date +%s) - started))" "${module:-starting}" "${now##*|}"
            shown=$module
            quiet=0
        fi
    done
    wait "$build_pid"
    code=$?
    build_pid=
    [ "$code" -eq 0 ] || fail "Expected the build to succeed, but mvn ended with $code." "$log"
    [ -s "$archive" ] || fail "Expected the build to make $archive, but it did not." "$log"
}

if built; then
    step "The build is up to date"
else
    build
fi

# ---------------------------------------------------------------------------------------------- a RocketMQ and workers

rm -rf "$run" && mkdir -p "$run/home" || exit 1
tar -xzf "$archive" -C "$run" || fail "Expected to unpack $archive, but tar could not."
home=$run/rocketmq-connect-$version
[ -f "$home/bin/connect-standalone.sh" ] || fail "Expected bin/connect-standalone.sh in $archive, but it is not there."

# wait_for PID WHAT SECONDS FILE PATTERN LOG: until the process has written the line.
wait_for() {
    waited=0
    until grep -q "$5" "$4" 2> /dev/null; do
        if ! running "$1"; then
            wait "$1"
            fail "Expected $2 to start, but it ended with exit code $?." "$6"
        fi
        [ "$waited" -lt "$3" ] || fail "Expected $2 to be ready within $3 s, but it is not." "$6"
        sleep 1
        waited=$((waited + 1))
        [ $((waited % 5)) -ne 0 ] || say "        still waiting for $2 (${waited}s)"
    done
}

step "Starting a RocketMQ (name server and broker in one small process)"
mkdir -p "$run/rocketmq"
"$java" -Xms256m -Xmx512m "-Duser.home=$run/home" -cp "$(cat "$rocketmq_classpath")" \
    org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMqMain --dir "$run/rocketmq" --exit-with-parent \
    > "$run/rocketmq.out" 2> "$run/rocketmq.log" &
rocketmq_pid=$!
wait_for "$rocketmq_pid" "RocketMQ" 90 "$run/rocketmq.out" '^READY ' "$run/rocketmq.log"
namesrv=$(sed -n 's/^READY .*namesrv=\([^ ]*\).*/\1/p' "$run/rocketmq.out" | head -n 1)
say "        name server at $namesrv, process $rocketmq_pid"

# curl says 7 when nobody listens.
port_is_free() {
    curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$1/" 2> /dev/null
    [ $? -eq 7 ]
}

# take_port FROM: the next free one, in port.
take_port() {
    port=$1
    while ! port_is_free "$port"; do
        port=$((port + 1))
        [ "$port" -le 8102 ] || fail "Expected a free port among 8082 to 8102 for the REST interface, but all are in use."
    done
    [ "$port" -eq "$1" ] || say "        port $1 is in use; the worker's REST interface takes $port"
}

# launch SCRIPT CONF HOME OUT: a worker from the unpacked archive, as a user with that home directory; its process is in worker_pid.
# Paths are relative to the directory in which the worker runs: JAVA_OPT cannot hold blanks, and this one's name may.
launch() {
    say "\$ sh bin/$1 -c $2 &"
    JAVA_OPT="${JAVA_OPT:-} -Xmx256m -Duser.home=$3" sh "bin/$1" -c "$2" > "$4" 2>&1 &
    worker_pid=$!
    worker_pids="$worker_pids $worker_pid"
}

# Runs a command of the documents exactly as it is shown, and wants the worker's "status":200.
rest() {
    say "\$ $1"
    if ! answer=$(eval "$1 -sS --max-time 30" 2>&1); then
        fail "Expected an answer from the worker, but got: $answer" "$runtime_log"
    fi
    say "$answer"
    case $answer in
        *'"status":200'*) ;;
        *) fail "Expected \"status\":200 in the worker's answer, but it is not there." "$runtime_log" ;;
    esac
}

# Until Ctrl-C. Some worker and RocketMQ are there for as long as that.
stay() {
    serving=yes
    say ""
    say "$1 Ctrl-C ends it."
    # shellcheck disable=SC2086 # a list
    while any_running $worker_pids && running "$rocketmq_pid"; do
        sleep 1
    done
    running "$rocketmq_pid" || fail "Expected RocketMQ to stay up, but it ended." "$run/rocketmq.log"
    fail "Expected $workers to stay up, but none is left." "$runtime_log"
}

shut_down() {
    step "Stopping"
    say "\$ sh bin/connectshutdown.sh"
    sh bin/connectshutdown.sh || fail "Expected connectshutdown.sh to stop $workers, but it could not." "$runtime_log"
    for pid in $worker_pids; do
        wait "$pid"
        code=$?
        [ "$code" -eq 0 ] || fail "Expected worker process $pid to end with exit code 0, but it was $code." "$runtime_log"
    done
    worker_pids=
    end "$databases_pid" 20
    databases_pid=
    end "$rocketmq_pid" 10
    rocketmq_pid=
    say "        nothing is left running; took $(($(date +%s) - started))s"
}

count() {
    if [ -f "$1" ]; then
        wc -l < "$1" | tr -d ' '
    else
        echo 0
    fi
}

cd "$home" || exit 1

# ---------------------------------------------------------------------------------------------- three workers

# What is said below of one worker is in a directory of its own: conf, store, home with its log, and the file with its process.
pid_of() {
    cat "$run/$1/pid"
}

port_of() {
    sed -n 's/^httpPort=//p' "$run/$1/connect-distributed.conf"
}

log_of() {
    printf '%s\n' "$run/$1/home/logs/rocketmqconnect/connect_runtime.log"
}

# configure WORKER PORT
configure() {
    mkdir -p "$run/$1/home" || exit 1
    cat > "$run/$1/connect-distributed.conf" << CONF
workerId=$1
httpHost=127.0.0.1
httpPort=$2
namesrvAddr=$namesrv
storePathRootDir=../$1/store
connectClusterId=quickstart-cluster
allocTaskStrategy=org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy
offsetCommitIntervalMsConfig=1000
CONF
}

launch_member() {
    launch connect-distributed.sh "../$1/connect-distributed.conf" "../$1/home" "$run/$1/worker.out"
    echo "$worker_pid" > "$run/$1/pid"
}

await_member() {
    wait_for "$(pid_of "$1")" "$1" 60 "$run/$1/worker.out" "^The worker \[$1\] boot success" "$run/$1/worker.out"
    say "        $(cat "$run/$1/worker.out") It is process $(pid_of "$1") at http://127.0.0.1:$(port_of "$1")"
}

# Milliseconds where date knows them, otherwise whole seconds.
now() {
    at=$(date +%s%3N)
    case $at in
        *[!0-9]*) at=$(date +%s)000 ;;
    esac
    printf '%s\n' "$at"
}

# Not every sleep knows fractions.
nap() {
    sleep "$1" 2> /dev/null || sleep 1
}

# work PORT: what the worker there knows of all work, each in a line: its connector, whether it is the connector itself or its task,
# state, owner, generation.
work() {
    curl -sS --max-time 5 "http://127.0.0.1:$1/connectors/list" 2>&1 | tr '{' '\n' | awk '
        function value(key, text) {
            if (!match($0, "\"" key "\":\"?[^\",}]+")) return "none"
            text = substr($0, RSTART, RLENGTH)
            sub(/^"[^"]*":"?/, "", text)
            return text
        }
        /^"name":.*"connector":$/ { name = value("name") }
        /^"state":/ { print name, /"id":/ ? "task" : "connector", value("state"), value("workerId"), value("generation") }'
}

show_work() {
    say "\$ curl http://127.0.0.1:$1/connectors/list"
    work "$1" | awk '
        { piece = $3 " on " $4 ", generation " $5 }
        $2 == "connector" { row[++n] = sprintf("%-10s %-36s", $1, piece) }
        $2 == "task" { row[n] = row[n] piece }
        END {
            printf "        %-10s %-36s%s\n", "in short", "the connector", "its task"
            for (i = 1; i <= n; i++) print "        " row[i]
        }'
}

# await_work PORT some|none WORKER: until all work runs, and some or none of it on that worker.
await_work() {
    begun=$(now)
    until work "$1" | awk -v all=12 -v want="$2" -v worker="$3" '
        $3 == "RUNNING" { running++ }
        $4 == worker { found = "some" }
        END { exit !(running == all && want == (found ? found : "none")) }'; do
        if [ $(($(now) - begun)) -ge 60000 ]; then
            work "$1" >&2
            fail "Expected three sources and three sinks to run within 60 s, $2 of it on $3, but it is as above." "$runtime_log"
        fi
        nap 0.05
    done
}

# Appends to every source for as long as this script lives.
feed() {
    i=0
    while running $$; do
        i=$((i + 1))
        for n in $pairs; do
            printf '%06d 第 %s 行 of source-%s\n' "$i" "$i" "$n" >> "source-$n.txt"
        done
        nap 0.02
    done
}

# sorted FILE: the lines that are there by now, without one that is just being written.
sorted() {
    head -n "$(count "$1")" "$1" | LC_ALL=C sort
}

# Until all that is in the sources by now is in the sinks; nothing else may be there. Sets total, and twice: the lines too many.
await_lines() {
    total=0
    twice=0
    for n in $pairs; do
        begun=$(now)
        sorted "source-$n.txt" > ../source.sorted
        while :; do
            sorted "sink-$n.txt" > ../sink.sorted
            missing=$(LC_ALL=C comm -23 ../source.sorted ../sink.sorted | wc -l | tr -d ' ')
            [ "$missing" -gt 0 ] || break
            if [ $(($(now) - begun)) -ge 60000 ]; then
                LC_ALL=C comm -23 ../source.sorted ../sink.sorted | head -n 5 >&2
                fail "Expected the lines of source-$n.txt in sink-$n.txt within 60 s, but $missing are missing (the first ones are above)." "$runtime_log"
            fi
            nap 0.2
        done
        have=$(count ../source.sorted)
        repeated=$(($(count ../sink.sorted) - $(LC_ALL=C sort -u ../sink.sorted | wc -l)))
        sorted "source-$n.txt" > ../source.sorted
        strange=$(LC_ALL=C sort -u ../sink.sorted | LC_ALL=C comm -13 ../source.sorted - | wc -l | tr -d ' ')
        [ "$strange" -eq 0 ] || fail "Expected only lines of source-$n.txt in sink-$n.txt, but $strange are from nowhere." "$runtime_log"
        say "        source-$n.txt -> topic-$n -> sink-$n.txt: all $(grouped "$have") lines have arrived, $repeated of them twice"
        total=$((total + have))
        twice=$((twice + repeated))
    done
    rm -f ../source.sorted ../sink.sorted
}

# create PAIR PORT: a source and a sink with a topic between them.
create() {
    rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$2/connectors/source-$1 -d '{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\",\"filename\":\"source-$1.txt\",\"connect.topicname\":\"topic-$1\"}'"
    rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$2/connectors/sink-$1 -d '{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\",\"filename\":\"sink-$1.txt\",\"connect.topicnames\":\"topic-$1\"}'"
}

share_work() {
    step "Starting three workers from the unpacked archive, each with a conf file of its own"
    say "        $home"
    next=8082
    for member in $members; do
        take_port $next
        next=$((port + 1))
        configure "$member" "$port"
        launch_member "$member"
    done
    for member in $members; do
        runtime_log=$(log_of "$member")
        await_member "$member"
    done
    rest "curl http://127.0.0.1:$port/getClusterInfo"

    step "Creating three sources and three sinks; from now on lines are appended to the sources all the time"
    touch source-1.txt source-2.txt source-3.txt sink-1.txt sink-2.txt sink-3.txt
    feed &
    feeder_pid=$!
    create 1 "$(port_of worker-1)"
    create 2 "$(port_of worker-2)" > /dev/null
    create 3 "$(port_of worker-3)" > /dev/null
    say "        and the same with 2 and 3, at the other two workers"
    await_work "$port" some worker-3
    await_lines

    step "Asking who runs what: every worker knows it all"
    show_work "$port"
    victim=$(work "$port" | awk '$1 == "source-1" && $2 == "task" { print $4 }')
    for member in $members; do
        [ "$member" = "$victim" ] || witness=$member
    done
    port=$(port_of "$witness")
    runtime_log=$(log_of "$witness")

    # Long enough for positions and offsets to be stored, as they are every second.
    sleep 2
    step "Killing $victim, which runs the task of source-1"
    killed=$(pid_of "$victim")
    say "\$ kill -9 $killed"
    kill_time=$(now)
    kill -9 "$killed"
    wait "$killed" 2> /dev/null
    await_work "$port" none "$victim"
    failover=$(($(now) - kill_time))
    worker_pids=$(printf '%s\n' "$worker_pids" | tr ' ' '\n' | grep -vx "$killed" | tr '\n' ' ')
    say "        after $failover ms all of it runs on the other two, as $witness says:"
    show_work "$port"
    await_lines

    step "Starting $victim again"
    launch_member "$victim"
    await_member "$victim"
    await_work "$port" some "$victim"
    say "        it has its share of the work again:"
    show_work "$port"

    step "Appending no more lines, and comparing sources and sinks"
    end "$feeder_pid" 5
    feeder_pid=
    await_lines

    say "complete: $(grouped "$total") lines"
    say ""
    say "  fail-over    $failover ms from kill -9 until everything ran on the other workers"
    say "  twice        $twice lines: $victim had passed them on, but was killed before it had stored so; at least once is the promise"
    for member in $members; do
        say "  $member     http://127.0.0.1:$(port_of "$member")/connectors/list, process $(pid_of "$member")"
        say "               log $(log_of "$member")"
    done
    say "  sources      $home/source-*.txt"
    say "  sinks        $home/sink-*.txt"
    say "  RocketMQ     name server $namesrv"
}

if [ "$cluster" = yes ]; then
    share_work
    [ "$once" = yes ] || stay "All of it stays up: append lines to a source, kill another worker and ask one that lives."
    shut_down
    exit 0
fi

# ---------------------------------------------------------------------------------------------- one worker

start_worker() {
    take_port 8082
    cat > "$run/connect-standalone.conf" << CONF
workerId=quickstart-worker
httpHost=127.0.0.1
httpPort=$port
namesrvAddr=$namesrv
storePathRootDir=../store
offsetCommitIntervalMsConfig=1000
CONF
    runtime_log=$run/home/logs/rocketmqconnect/connect_runtime.log

    step "Starting a worker from the unpacked archive"
    say "        $home"
    launch connect-standalone.sh ../connect-standalone.conf ../home "$run/worker.out"
    wait_for "$worker_pid" "the worker" 60 "$run/worker.out" '^The standalone worker boot success' "$run/worker.out"
    say "        $(cat "$run/worker.out")"
    say "        process $worker_pid, log $runtime_log"
}

# ---------------------------------------------------------------------------------------------- a table

# sql WHO: runs the statements on standard input there, and prints the rows of queries, tabs between their columns.
sql() {
    case $1 in
        mariadb) set -- "$mariadb_url" "$mariadb_user" "$mariadb_password" ;;
        *) set -- "$postgres_url" "$postgres_user" "$postgres_password" ;;
    esac
    "$java" -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR -cp "$(cat "$databases_classpath")" \
        org.apache.rocketmq.connect.testkit.databases.SqlMain "$1" "$2" "$3"
}

# show WHO STATEMENTS: the same before the reader's eyes.
show() {
    printf '%s\n' "$2" | sed "s/^/$1> /"
    printf '%s\n' "$2" | sql "$1" || fail "Expected $1 to run these statements, but it could not." "$run/databases.log"
}

# of WHO KEY: from the line of a database that has started.
of() {
    sed -n "s/^READY $1 .*$2=\([^ ]*\).*/\1/p" "$run/databases.out" | head -n 1
}

start_databases() {
    step "Starting a MariaDB and a PostgreSQL (real ones, from Maven Central)"
    databases=$run/databases
    # MariaDB does not go along with blanks in names of directories, nor with long ones.
    case $databases in
        *' '* | ??????????????????????????????????????????????????????????????????????????????*)
            databases=$(mktemp -d) || exit 1
            databases_dir=$databases
            ;;
    esac
    mkdir -p "$databases"
    "$java" -Xmx128m -Dslf4j.internal.verbosity=ERROR -cp "$(cat "$databases_classpath")" \
        org.apache.rocketmq.connect.testkit.databases.EmbeddedDatabasesMain --dir "$databases" --exit-with-parent \
        > "$run/databases.out" 2> "$run/databases.log" &
    databases_pid=$!
    wait_for "$databases_pid" "MariaDB" 120 "$run/databases.out" '^READY mariadb ' "$run/databases.log"
    wait_for "$databases_pid" "PostgreSQL" 120 "$run/databases.out" '^READY postgresql ' "$run/databases.log"
    mariadb_url=$(of mariadb url)
    mariadb_user=$(of mariadb user)
    mariadb_password=$(of mariadb password)
    postgres_url=$(of postgresql url)
    postgres_user=$(of postgresql user)
    postgres_password=$(of postgresql password)
    say "        $mariadb_url"
    say "        $postgres_url"
}

add_drivers() {
    step "Giving the JDBC connector its drivers: they are no part of it"
    for driver in mariadb-java-client postgresql; do
        jar=$(tr ':' '\n' < "$databases_classpath" | grep "/$driver-[0-9][^/]*\.jar\$" | head -n 1)
        [ -n "$jar" ] || fail "Expected the driver $driver among the jars in $databases_classpath, but it is not there."
        say "\$ cp $(basename "$jar") plugins/rocketmq-connect-jdbc/"
        cp "$jar" plugins/rocketmq-connect-jdbc/ || exit 1
    done
}

# The rows of both, in one order and one spelling.
rows() {
    printf 'select id, name, howold, male, company, money, begin_time from employee_test order by id;\n' | sql "$1"
}

# await_table SECONDS: until both tables hold the same; shows how the second one grows.
await_table() {
    begun=$(date +%s)
    have=none
    until rows mariadb > ../mariadb.rows && rows postgresql > ../postgresql.rows && cmp -s ../mariadb.rows ../postgresql.rows; do
        have=$(count ../postgresql.rows)
        passed=$(($(date +%s) - begun))
        say "        $(grouped "$have") of $(grouped "$(count ../mariadb.rows)") rows are in PostgreSQL"
        running "$worker_pid" || fail "Expected the worker to go on, but it ended." "$runtime_log"
        if [ "$passed" -ge "$1" ]; then
            diff ../mariadb.rows ../postgresql.rows | head -n 5 >&2
            fail "Expected both tables to hold the same within $1 s, but they do not (the first differences are above)." "$runtime_log"
        fi
        nap 0.5
    done
    say "        identical: $(grouped "$(count ../mariadb.rows)") rows in MariaDB and in PostgreSQL"
}

copy_table() {
    start_databases
    add_drivers
    start_worker

    step "Making a table of employees in MariaDB, the one of the first document on this connector, with $(grouped $lines) rows more"
    show mariadb 'create table employee_test (
  id bigint not null auto_increment primary key,
  name varchar(128), howold int, male int, company varchar(128), money double,
  begin_time datetime,
  changed timestamp(3) not null default current_timestamp(3) on update current_timestamp(3)
) default charset=utf8mb4;'
    show mariadb "insert into employee_test (id, name, howold, male, company, money, begin_time) values
  (2, 'name-02', 19, 7, 'company', 32232, '2021-12-29 08:00:00'),
  (4, '王小明', 25, 8, '公司', 3232, '2021-12-24 20:43:36'),
  (12, 'name-06', 19, 3, null, null, null),
  (14, 'name-08', 25, 15, 'company', 32255.5, '2022-02-08 19:06:39');"
    show mariadb "insert into employee_test (name, howold, male, company, money, begin_time)
  select concat('员工-', seq), 20 + seq % 40, seq % 2, 'company', seq * 1.5, '2022-01-01' + interval seq minute from seq_1_to_$lines;"

    step "Creating the source connector and the sink connector; the topic is named after the table, and the sink makes its table itself"
    rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$port/connectors/jdbc-source -d '{\"connector.class\":\"org.apache.rocketmq.connect.jdbc.source.JdbcSourceConnector\",\"connection.url\":\"$mariadb_url\",\"connection.user\":\"$mariadb_user\",\"connection.password\":\"$mariadb_password\",\"table.whitelist\":\"employee_test\",\"mode\":\"timestamp+incrementing\",\"incrementing.column.name\":\"id\",\"timestamp.column.name\":\"changed\",\"poll.interval.ms\":\"500\",\"batch.max.rows\":\"1000\",\"value.converter\":\"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter\",\"key.converter\":\"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter\"}'"
    rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$port/connectors/jdbc-sink -d '{\"connector.class\":\"org.apache.rocketmq.connect.jdbc.sink.JdbcSinkConnector\",\"connect.topicnames\":\"employee_test\",\"connection.url\":\"$postgres_url\",\"connection.user\":\"$postgres_user\",\"connection.password\":\"$postgres_password\",\"insert.mode\":\"UPSERT\",\"pk.mode\":\"record_value\",\"pk.fields\":\"id\",\"auto.create\":\"true\",\"value.converter\":\"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter\",\"key.converter\":\"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter\"}'"
    await_table 180

    step "Changing the table in MariaDB while it runs"
    show mariadb "update employee_test set money = money + 1, name = concat(name, ' 改') where id <= 14;
insert into employee_test (name, howold, male, company, money, begin_time) values ('新员工', 22, 1, '公司', 1.25, '2024-02-29 12:34:56');"
    await_table 60
    show postgresql "select id, name, howold, company, money, begin_time from employee_test where id <= 14 or name = '新员工' order by id;"

    say ""
    say "  MariaDB      $mariadb_url, user $mariadb_user, password $mariadb_password"
    say "  PostgreSQL   $postgres_url, user $postgres_user, password $postgres_password"
    say "  connectors   http://127.0.0.1:$port/connectors/list"
    say "  status       http://127.0.0.1:$port/connectors/jdbc-source/status"
    say "               http://127.0.0.1:$port/connectors/jdbc-sink/status"
    say "  RocketMQ     name server $namesrv, topic employee_test"
    say "  log          $runtime_log"
}

if [ "$jdbc" = yes ]; then
    copy_table
    [ "$once" = yes ] || stay "All of it stays up: change the table in MariaDB and look at the one in PostgreSQL."
    shut_down
    exit 0
fi

start_worker

# ---------------------------------------------------------------------------------------------- source and sink

step "Writing $(grouped $lines) lines of text, Chinese, Japanese and Korean among them"
awk -v n=$lines 'BEGIN {
    t[0] = "RocketMQ Connect moves data between RocketMQ and every other system."
    t[1] = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。"
    t[2] = "古池や蛙飛びこむ水の音"
    t[3] = "나 보기가 역겨워 가실 때에는 말없이 고이 보내 드리오리다"
    t[4] = "  blanks around, a tab\tin the middle, \"quotes\" and a \\ "
    t[5] = "数据从文件出发，经过消息队列，到达另一个文件。🚀"
    t[6] = "{\"json\": [1, 2.50, null], \"名\": \"值\"}"
    for (i = 1; i <= n; i++) printf "%06d %s\n", i, t[i % 7]
}' > test-source-file.txt
say "        $home/test-source-file.txt, $(grouped "$(wc -c < test-source-file.txt | tr -d ' ')") bytes"

step "Creating the source connector and the sink connector"
rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$port/connectors/fileSourceConnector -d '{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\",\"filename\":\"test-source-file.txt\",\"connect.topicname\":\"fileTopic\"}'"
copy_started=$(date +%s)
rest "curl -X POST -H \"Content-Type: application/json\" http://127.0.0.1:$port/connectors/fileSinkConnector -d '{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\",\"filename\":\"test-sink-file.txt\",\"connect.topicnames\":\"fileTopic\"}'"

# arrive TOTAL SECONDS: until the sink file has that many lines; shows how it grows.
arrive() {
    begun=$(date +%s)
    before=-1
    while :; do
        have=$(count test-sink-file.txt)
        passed=$(($(date +%s) - begun))
        if [ "$have" != "$before" ] || [ $((passed % 5)) -eq 0 ]; then
            say "        $(grouped "$have") of $(grouped "$1") lines have arrived"
            before=$have
        fi
        [ "$have" -lt "$1" ] || break
        running "$worker_pid" || fail "Expected the worker to go on, but it ended." "$runtime_log"
        running "$rocketmq_pid" || fail "Expected RocketMQ to go on, but it ended." "$run/rocketmq.log"
        [ "$passed" -lt "$2" ] || fail "Expected $1 lines in the sink file within $2 s, but there are $have." "$runtime_log"
        sleep 1
    done
}

step "Copying: test-source-file.txt -> topic fileTopic -> test-sink-file.txt"
arrive "$lines" 180
copy_seconds=$(($(date +%s) - copy_started))
[ "$copy_seconds" -gt 0 ] || copy_seconds=1
rate=$((lines / copy_seconds))

step "Appending $live_lines lines while it runs"
i=1
while [ "$i" -le "$live_lines" ]; do
    line="live $i, written at $(date +%H:%M:%S): 你好, RocketMQ"
    say "\$ echo '$line' >> test-source-file.txt"
    printf '%s\n' "$line" >> test-source-file.txt
    i=$((i + 1))
done
total=$((lines + live_lines))
arrive "$total" 60
grep '^live ' test-sink-file.txt | sed 's/^/        arrived: /'

step "Comparing source and sink, line by line (sorted: lines on different queues may overtake each other)"
LC_ALL=C sort test-source-file.txt > ../source.sorted
LC_ALL=C sort test-sink-file.txt > ../sink.sorted
if ! cmp -s ../source.sorted ../sink.sorted; then
    missing=$(LC_ALL=C comm -23 ../source.sorted ../sink.sorted | wc -l | tr -d ' ')
    extra=$(LC_ALL=C comm -13 ../source.sorted ../sink.sorted | wc -l | tr -d ' ')
    LC_ALL=C comm -3 ../source.sorted ../sink.sorted | head -n 5 >&2
    fail "Expected source and sink to be identical, but $missing lines are missing and $extra are too many (the first ones are above)." "$runtime_log"
fi
rm -f ../source.sorted ../sink.sorted

say "identical: $(grouped "$total") lines"
say ""
say "  rate         $(grouped "$rate") lines per second ($(grouped "$lines") lines in ${copy_seconds}s, from the first command to the last line)"
say "  source       $home/test-source-file.txt"
say "  sink         $home/test-sink-file.txt"
say "  connectors   http://127.0.0.1:$port/connectors/list"
say "  status       http://127.0.0.1:$port/connectors/fileSourceConnector/status"
say "               http://127.0.0.1:$port/connectors/fileSinkConnector/status"
say "  RocketMQ     name server $namesrv, topic fileTopic"
say "  log          $runtime_log"

# ---------------------------------------------------------------------------------------------- stay or go

[ "$once" = yes ] || stay "All of it stays up: append lines to the source file and watch the sink file."
shut_down
