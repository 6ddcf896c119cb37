#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds what ./dev promises, in a tree of its own with stand-ins for the programs it starts.
# Usage: launcher.sh SOURCE_DIR
# shellcheck disable=SC2016,SC2317 # stand-ins expand later; checks are called through expect
set -uo pipefail
source_dir=$1

for tool in dpkg-query ninja Xvfb x11vnc xauth xdotool matchbox-window-manager setpriv; do
  command -v "$tool" >/dev/null || {
    echo "SKIP   : launcher() $tool is not installed"
    exit 77
  }
done

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp "$source_dir/dev" "$tree/dev"
mkdir -p "$tree/build/release/bin" "$tree/stand-ins" "$tree/tmp"
printf 'build pilothouse pilothouse-agent pilothouse-simulator: phony\n' \
  >"$tree/build/release/build.ninja"
export TREE=$tree TMPDIR=$tree/tmp PATH=$tree/stand-ins:$PATH
unset DISPLAY WAYLAND_DISPLAY QT_QPA_PLATFORM XAUTHORITY

stand_in() { # PATH, script on stdin
  { echo '#!/bin/bash'; cat; } >"$tree/$1"
  chmod +x "$tree/$1"
}
stand_in stand-ins/apt-get <<<'echo "$*" >>"$TREE/apt-get.args"; exit 1'
stand_in stand-ins/sudo <<<'case $1 in -v) exit ;; -n) shift ;; esac; "$@"'
for name in simulator agent; do
  stand_in build/release/bin/pilothouse-$name <<END
echo "\$\$" >"\$TREE/$name.pid"
echo "\$*" >"\$TREE/$name.args"
echo "listening on 127.0.0.1:$name"
exec sleep 300
END
done

failures=0
expect() { # WORDS COMMAND...
  local words=$1
  shift
  if "$@"; then
    echo "PASS   : $words"
  else
    echo "FAIL!  : $words"
    failures=$((failures + 1))
  fi
}
await() { # COMMAND...
  for ((i = 0; i < 300; i++)); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  return 1
}
says() { grep -qF -- "$2" "$tree/$1"; }
gone() { # PID...
  local pid
  for pid in "$@"; do
    [[ -n $pid ]] && ! kill -0 "$pid" 2>/dev/null || return 1
  done
}
ended() { await gone "$(<"$tree/simulator.pid")" "$(<"$tree/agent.pid")"; }
left_nothing() { [[ -z $(ls -A "$tree/tmp") ]]; }
dev() { # ARGUMENTS...; sets status
  status=0
  "$tree/dev" "$@" >"$tree/out" 2>&1 </dev/null || status=$?
}
reset() { rm -f "$tree"/*.args "$tree"/*.pid "$tree"/*.seen; }

dev
expect "no arguments list the verbs" says out "shots DIR"
expect "and succeed" [ "$status" = 0 ]
dev launch
expect "an unknown verb is named" says out "there is no verb 'launch'"
expect "and fails" [ "$status" = 1 ]
dev build fast
expect "an unknown preset is named" says out "no preset is named 'fast'"

# The console's end is the end of all.
stand_in build/release/bin/pilothouse <<<'echo "$*" >"$TREE/console.args"; exit 7'
DISPLAY=:none dev run --theme dark -- --nodes 512 --speed 10
expect "the console's status is the launcher's" [ "$status" = 7 ]
((failures == 0)) || { cat "$tree/out"; exit 1; }
expect "the console gets both addresses and its options" says console.args \
  "--connect 127.0.0.1:simulator --connect 127.0.0.1:agent --theme dark"
expect "the simulator gets what follows --" says simulator.args \
  "--listen 127.0.0.1:0 --die-with-parent --nodes 512 --speed 10"
expect "the servers end with the console" ended
expect "no file is left" left_nothing

# A signal to the launcher ends the console and the servers, whoever sent it.
stand_in build/release/bin/pilothouse <<<'echo "$$" >"$TREE/console.pid"; exec sleep 300'
for signal in TERM INT HUP KILL; do
  reset
  # A shell's own background jobs ignore the interrupt key; the launcher on a terminal does not.
  DISPLAY=:none setsid env --default-signal=INT "$tree/dev" run >"$tree/out" 2>&1 </dev/null &
  launcher=$!
  await test -s "$tree/console.pid"
  kill -"$signal" "$launcher"
  wait "$launcher" 2>/dev/null
  expect "SIG$signal ends the console" await gone "$(<"$tree/console.pid")"
  if [[ $signal == KILL ]]; then # the stand-ins know no --die-with-parent
    kill "$(<"$tree/simulator.pid")" "$(<"$tree/agent.pid")"
    rm -rf "$tree"/tmp/*
  else
    expect "SIG$signal ends the servers" ended
    expect "SIG$signal leaves no file" left_nothing
  fi
done

# A local Slurm: the console is told of it, and it ends with the launcher, however that ends.
mkdir "$tree/tools"
stand_in tools/slurm-cluster <<'END'
case $1 in
  start)
    echo "$$" >"$TREE/cluster.pid"
    printf 'export %s\n' SLURM_REST=http://127.0.0.1:6820 'PATH=bin:"$PATH"'
    cat
    rm -rf "$2"
    ;;
  token) echo secret ;;
  jobs) touch "$TREE/jobs.seen" ;;
  follow) touch "$3" && exec sleep 300 ;;
esac
END
reset
stand_in build/release/bin/pilothouse <<'END'
while [[ $1 != --slurm-token-file ]]; do seen+=" $1"; shift; done
{ echo "$seen"; echo "token $(<"$2")"; shift 2; echo "$@"; echo "path ${PATH%%:*}"; } \
  >"$TREE/console.args"
END
DISPLAY=:none dev run --slurm --theme dark
expect "run --slurm fills the cluster" test -e "$tree/jobs.seen"
expect "and tells the console its address" says console.args "--slurm http://127.0.0.1:6820"
expect "and a token" says console.args "token secret"
expect "and the rest" says console.args \
  "--slurm-commands local --connect 127.0.0.1:simulator --connect 127.0.0.1:agent --theme dark"
expect "and Slurm's commands" says console.args "path $tree/tmp/pilothouse-slurm."
expect "and the simulator what runs there" says simulator.args "--die-with-parent --follow $tree/tmp/"
expect "and ends the cluster with the console" await gone "$(<"$tree/cluster.pid")"
expect "leaving no file" left_nothing

reset
stand_in build/release/bin/pilothouse <<<'echo "$$" >"$TREE/console.pid"; exec sleep 300'
DISPLAY=:none setsid "$tree/dev" run --slurm >"$tree/out" 2>&1 </dev/null &
launcher=$!
await test -s "$tree/console.pid"
kill -KILL "$launcher"
wait "$launcher" 2>/dev/null
expect "a killed launcher ends the cluster, too" await gone "$(<"$tree/cluster.pid")"
kill "$(<"$tree/simulator.pid")" "$(<"$tree/agent.pid")"
rm -rf "$tree"/tmp/*

# A machine without a display.
reset
stand_in build/release/bin/pilothouse <<'END'
xdotool getdisplaygeometry >"$TREE/geometry.seen" 2>&1
XAUTHORITY=/dev/null xdotool getdisplaygeometry >"$TREE/stranger.seen" 2>&1
cat /proc/net/tcp /proc/net/tcp6 >"$TREE/sockets.seen"
port=$(sed -n 's/.*viewer at *127\.0\.0\.1:\([0-9]*\)$/\1/p' "$TREE/out")
exec 3<>"/dev/tcp/127.0.0.1/$port"
head -c 12 <&3 >"$TREE/version.seen"
printf 'RFB 003.008\n' >&3
head -c 2 <&3 | od -An -tx1 >"$TREE/security.seen"
exec 3>&-
ps --ppid "$PPID" -o pid=,args= >"$TREE/children.seen"
echo "$*" >"$TREE/console.args"
END
dev run
port=$(sed -n 's/.*viewer at *127\.0\.0\.1:\([0-9]*\)$/\1/p' "$tree/out")
hex=$(printf '%04X' "${port:-0}")
password=$(sed -n 's/^ *Password *//p' "$tree/out")
listens_on() { awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $2 }' \
  "$tree/sockets.seen"; }
expect "without a display the console gets one" says geometry.seen "1920 1080"
expect "whose whole size it takes" says console.args "--size 1920x1080"
expect "which nobody enters without the cookie" [ "$(grep -c '1920 1080' "$tree/stranger.seen")" = 0 ]
expect "and which a viewer reaches on this machine only" [ "$(listens_on)" = "0100007F:$hex" ]
expect "with a VNC viewer" says version.seen "RFB 003.008"
expect "that must know the password" says security.seen " 01 02"
expect "of eight characters" [ "${#password}" = 8 ]
expect "which no process list shows" [ "$(grep -cF "$password" "$tree/children.seen")" = 0 ]
mapfile -t children < <(awk '{ print $1 }' "$tree/children.seen")
expect "six programs ran" [ "${#children[@]}" = 6 ]
expect "and ended with the console" await gone "${children[@]}"
expect "leaving no file" left_nothing

# Failures name their cause.
stand_in build/release/bin/pilothouse-agent <<<'echo "cannot read /proc" >&2; exit 3'
DISPLAY=:none dev run
expect "a server that does not start is named" says out "pilothouse-agent did not start"
expect "with its own words" says out "cannot read /proc"
expect "and the launcher fails" [ "$status" = 1 ]
expect "and ends the other server" await gone "$(<"$tree/simulator.pid")"

# Tests: what was skipped and why, then ctest's summary as the last words.
mkdir -p "$tree/build/release/Testing/Temporary"
stand_in stand-ins/ctest <<'END'
echo "$*" >"$TREE/ctest.args"
printf 'SKIP   : TstNvml::reads() no NVIDIA driver here\n   Loc: [tst_nvml.cpp(12)]\n' \
  >build/release/Testing/Temporary/LastTest.log
printf '1/1 Test #1: tst_nvml ... Passed\n\n50%% tests passed, 1 tests failed out of 2\n\n'
printf 'Total Test time (real) =   1.00 sec\n'
exit 8
END
dev test release -R nvml
expect "test options reach ctest" says ctest.args "--preset release -j2 --no-tests=error -R nvml"
expect "ctest's status is the launcher's" [ "$status" = 8 ]
expect "a skipped test is told with its reason" says out "TstNvml::reads() no NVIDIA driver here"
expect "ctest's summary comes last, and once" [ "$(tail -n 3 "$tree/out" | tr -d '\n')" = \
  "50% tests passed, 1 tests failed out of 2Total Test time (real) =   1.00 sec" ]

# Pictures: every page in every form, and a failure is not overlooked.
stand_in build/release/bin/pilothouse <<'END'
while [[ $1 != --screenshot ]]; do shift; done
[[ $2 != *"${REFUSED:-none}"* ]] || { echo "cannot draw" >&2; exit 1; }
touch "$2"
END
for name in simulator agent; do
  stand_in build/release/bin/pilothouse-$name <<<'echo "listening on 127.0.0.1:1"; exec sleep 300'
done
dev shots "$tree/shots"
expect "shots succeed" [ "$status" = 0 ]
expect "and take 8 pages x 2 themes x 2 languages x 2 sizes" \
  [ "$(find "$tree/shots" -name '*.png' | wc -l)" = 64 ]
expect "and name them by what they show" test -e "$tree/shots/job-dark-zh_CN-1280x720.png"
REFUSED=fleet-light dev shots "$tree/shots"
expect "a picture that fails is named" says out "no picture fleet-light-en-1280x720"
expect "with the console's words" says out "cannot draw"
expect "and fails the whole" [ "$status" = 1 ]
expect "leaving no file" left_nothing

# Benchmarks: all that were built.
dev bench
expect "without benchmarks that is said" says out "there are no benchmarks"
mkdir "$tree/build/release/bench"
stand_in build/release/bench/bench_codec <<<'echo "12 ns"'
stand_in build/release/bench/bench_fleet <<<'echo "34 ns"'
dev bench
expect "each benchmark runs" [ "$(grep -cE '^(12|34) ns$' "$tree/out")" = 2 ]

# Packages: one look, and an installation only of what is missing.
expect "no package was installed so far" [ ! -e "$tree/apt-get.args" ]
stand_in stand-ins/dpkg-query <<<'shift 3; for p in "$@"; do [ "$p" = mold ] || echo "ii  $p"; done'
dev build
if [[ -e $tree/apt-get.args ]]; then
  expect "what is missing is installed, and no more" \
    grep -q -- 'install -y --no-install-recommends mold$' "$tree/apt-get.args"
else
  expect "elsewhere the missing package is named" says out "and it lacks: mold"
fi
expect "a failed installation ends the work" [ "$status" = 1 ]

dev clean
expect "clean leaves nothing built" [ ! -e "$tree/build" ]

((failures == 0)) || { echo "$failures expectations failed; the last output was:"; cat "$tree/out"; }
exit $((failures > 0))
