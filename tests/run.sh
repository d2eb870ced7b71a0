#!/usr/bin/env bash
# Runs every test of the solution: makes sure of a RabbitMQ, builds once, tests project after project, and ends with one line
# "N passed, N failed". Options are handed to the test runner, for example: tests/run.sh -method "*Presence*"
# ("dotnet tests/MessageLB.Core.Tests/bin/Release/net10.0/MessageLB.Core.Tests.dll -?" lists them.)
# Tests without a broker run beside those of the RabbitMQ transport, which mostly wait; tests that break processes run alone.
# A test that runs for a minute is named while it runs, and a project that exceeds its limit is ended: nothing hangs unseen.
#
#   MESSAGELB_TEST_AMQP   amqp://user:password@host:port/vhost of a broker to use where any will do; tests that stop or ask the
#                         shared broker are skipped then, and those with a broker of their own still start one. Unset: private
#                         servers only, nothing skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results="artifacts/test-results"

fail() {
    echo "tests/run.sh: $*" >&2
    exit 1
}

installed() {
    case "$1" in
    rabbitmq-server) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null ;;
    prometheus) command -v prometheus >/dev/null && command -v promtool >/dev/null ;;
    python3-pika) [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import pika' 2>/dev/null ;;
    esac
}

# Debian starts what it installs; the tests start their own servers and need no other.
install_quietly() {
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    if [ -n "$(trap -p EXIT)" ]; then
        rm -f "$policy"
        trap - EXIT
    fi
}

command -v dotnet >/dev/null || fail "no 'dotnet' here; install the .NET SDK that global.json names"

missing=()
for package in rabbitmq-server python3-pika prometheus; do
    installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        fail "the tests need ${missing[*]}: install them (Debian, Ubuntu: sudo apt-get install ${missing[*]}), or run this as root"
    fi
    echo "Installing ${missing[*]} …"
    install_quietly "${missing[@]}"
fi

echo "Building …"
# The compiler as a server compiles twenty projects in a third of the time; it is ended again. Nothing else is to outlive the build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
UseSharedCompilation=true dotnet build MessageLB.sln -c Release -v quiet -nologo
dotnet build-server shutdown --vbcscompiler >/dev/null

rm -rf "$results"
mkdir -p "$results"
passed=0
failed=0
broken=()

# Runs one project, ends it when it takes longer than its limit in minutes, and leaves its result file.
run_project() {
    local name="$1" limit="$2"
    shift 2
    echo "── $name"
    # The first signal lets the runner stop what it started; the second is for one that does not listen.
    timeout --signal=INT --kill-after=60 "${limit}m" \
        dotnet "tests/$name/bin/Release/net10.0/$name.dll" -noColor -noLogo -longRunning 60 -trx "$results/$name.trx" "$@" </dev/null
}

# Project after project; the names of those that fail go into a file, because this may run beside another one.
run_lane() {
    local lane="$1" limit="$2" name
    shift 2
    for name in $lane; do run_project "$name" "$limit" "$@" || echo "$name" >>"$results/broken"; done
}

names="$(for project in tests/*.Tests/*.Tests.csproj; do basename "$project" .csproj; done)"
brokers="MessageLB.RabbitMq.Tests"
faults="MessageLB.Faults.Tests"
others="$(grep -vxe "$brokers" -e "$faults" <<<"$names")"

run_lane "$brokers" 15 "$@" >"$results/beside.log" 2>&1 &
beside=$!
run_lane "$others" 8 "$@"
wait "$beside"
cat "$results/beside.log"
run_lane "$faults" 40 "$@"

[ -f "$results/broken" ] && mapfile -t broken <"$results/broken"
for name in $names; do
    # The counts come from the result file, not from the console, whose wording changes with the SDK.
    counters="$(grep -m 1 -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null || true)"
    ok="$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counters")"
    bad="$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counters")"
    passed=$((passed + ${ok:-0}))
    failed=$((failed + ${bad:-0}))
    if [ $((${ok:-0} + ${bad:-0})) -eq 0 ] && [ $# -eq 0 ]; then
        echo "$name ran no tests"
        broken+=("$name")
    fi
done

if [ ${#broken[@]} -gt 0 ]; then
    echo "Not in order: $(printf '%s\n' "${broken[@]}" | sort -u | tr '\n' ' ')"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ ${#broken[@]} -eq 0 ]
