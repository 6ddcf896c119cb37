#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds that ./dev run brings the real programs together, and ends them however it ends itself.
# Usage: launcher_programs.sh SOURCE_DIR BIN_DIR
set -uo pipefail
source_dir=$1
bin_dir=$2
command -v dpkg-query >/dev/null || {
  echo "SKIP   : launcherPrograms() ./dev runs on Debian only"
  exit 77
}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp "$source_dir/dev" "$tree/dev"
mkdir -p "$tree/build/release" "$tree/tmp" "$tree/stand-ins"
ln -s "$bin_dir" "$tree/build/release/bin"
printf 'build pilothouse pilothouse-agent pilothouse-simulator: phony\n' \
  >"$tree/build/release/build.ninja"
# A test installs nothing.
printf '#!/bin/bash\nexit 1\n' >"$tree/stand-ins/apt-get"
chmod +x "$tree/stand-ins/apt-get"
export TMPDIR=$tree/tmp QT_QPA_PLATFORM=offscreen PATH=$tree/stand-ins:$PATH
# Without one of its own Qt makes a folder for it among the temporary files.
export XDG_RUNTIME_DIR=$tree/runtime
mkdir -m 700 "$XDG_RUNTIME_DIR"

children=()
fail() {
  echo "FAIL!  : $*"
  cat "$tree/out"
  kill "${children[@]}" 2>/dev/null
  exit 1
}
await() { # COMMAND...
  for ((i = 0; i < 300; i++)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
# shellcheck disable=SC2317 # called through await
gone() { # PID...
  local pid
  for pid in "$@"; do
    ! kill -0 "$pid" 2>/dev/null || return 1
  done
}
# shellcheck disable=SC2317 # called through await
started() {
  mapfile -t children < <(ps --ppid "$launcher" -o pid=,args= | awk '/bin\/pilothouse/ { print $1 }')
  ((${#children[@]} == 3))
}

"$tree/dev" run --data "$tree/data" --screenshot "$tree/console.png" --after 3 -- --nodes 8 \
  >"$tree/out" 2>&1 </dev/null || fail "the console did not end well"
[[ $(head -c 4 "$tree/console.png" | tail -c 3) == PNG ]] || fail "there is no picture"
grep -q 'ended early' "$tree/out" && fail "a server ended before the console"
[[ -z $(ls -A "$tree/tmp") ]] || fail "files are left: $(ls -A "$tree/tmp")"

for signal in TERM KILL; do
  "$tree/dev" run --data "$tree/data" -- --nodes 8 >"$tree/out" 2>&1 </dev/null &
  launcher=$!
  await started || fail "the three programs did not start"
  kill -"$signal" "$launcher"
  wait "$launcher" 2>/dev/null
  await gone "${children[@]}" || fail "SIG$signal left a program running"
done
echo "PASS   : the launcher starts the console, the simulator and the agent, and ends them"
