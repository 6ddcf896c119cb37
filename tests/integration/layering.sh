#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules that no compiler holds: which folder may include what, where colours may be written,
# and how a file begins. Prints one line for each breach.
# Usage: layering.sh SOURCE_DIR
set -euo pipefail
cd "$1"
[[ -d src ]]

breaches=$(
  # Includes, one per line: FILE:LINE:#include "header" or <header>.
  grep -rnE '^[[:space:]]*#[[:space:]]*include' src --include='*.h' --include='*.cpp' | awk '
    BEGIN {
      rank["core"] = 0; rank["sqlite"] = 1; rank["wire"] = 1; rank["telemetry"] = 2; rank["placement"] = 2
      rank["models"] = 3; rank["ui"] = 4; rank["historytool"] = 3; rank["audit"] = 3; rank["agent"] = 2; rank["simulator"] = 2
      # What the parts of telemetry show to one another; every other header of theirs is private.
      shown["telemetry/fleet/fleetstate.h"]; shown["telemetry/fleet/fleetsnapshot.h"]
      shown["telemetry/history/history.h"]; shown["telemetry/stream/subscription.h"]
    }
    function breach(words) { print where ": " words ": " header }
    {
      split($0, field, ":")
      file = field[1]; where = field[1] ":" field[2]
      header = $0; sub(/^[^<"]*[<"]/, "", header); sub(/[>"].*$/, "", header)
      split(file, part, "/"); split(header, target, "/")
      from = part[2]; to = target[1]
      if (!(from in rank)) { breach("folder src/" from " has no place in the layering"); next }

      if ((to in rank) && to != from) {
        if (rank[to] >= rank[from] || to == "agent" || to == "simulator")
          breach(from " must not include " to)
      }
      if (from == "telemetry" && to == "telemetry" && part[3] != target[2] && !(header in shown))
        breach("private header of another part of telemetry")

      if (header ~ /^(grpc|google\/protobuf)/ || header ~ /\.pb\.h$/)
        if (file !~ /^src\/(wire|telemetry\/stream|placement\/embedded|agent|simulator)\//)
          breach("gRPC and protobuf are not for this folder")
      if (header ~ /^sqlite3[a-z_]*\.h$/ && file !~ /^src\/(sqlite|telemetry\/history)\//)
        breach("SQLite is used through src/sqlite")
      if (header ~ /^zstd[a-z_]*\.h$/ && file !~ /^src\/telemetry\/history\//)
        breach("zstd belongs to telemetry/history")
      if (header ~ /^simdjson/ && file !~ /^src\/placement\/slurm\/parse\/json\.h$/)
        breach("JSON is read through placement/slurm/parse/json.h")

      if (header ~ /^Q[A-Za-z0-9]+/ || header ~ /^q[a-z]+\.h$/) {
        if (rank[from] < rank["models"]) breach("no Qt in this folder")
        else if (from == "models" && header ~ /^Qt(Gui|Widgets|Charts|Svg|PrintSupport|OpenGL)/)
          breach("models use Qt Core only")
      }
    }'

  grep -rnE '(\.|->)act\(' src/models src/ui \
    | sed 's/\(:[0-9]*\):[[:space:]]*/\1: acts past a plan: /' || true

  # With Qt Core alone linked, a header of another Qt library does not compile.
  grep -rnE 'Qt6::' src/core src/wire src/telemetry src/placement src/agent src/simulator \
    --include=CMakeLists.txt | sed 's/\(:[0-9]*\):/\1: no Qt in this folder: /' || true
  grep -rnoE 'Qt6::[A-Za-z]+' src/models --include=CMakeLists.txt | grep -v 'Qt6::Core$' \
    | sed 's/\(:[0-9]*\):/\1: models use Qt Core only: /' || true

  colour='"[^"]*#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})([^0-9a-zA-Z][^"]*)?"'
  colour+='|QColor([[:space:]]+[A-Za-z_]+)?[({][[:space:]]*(0x)?[0-9]|qRgba?\([[:space:]]*[0-9]'
  colour+='|QColor::from[A-Za-z]+\([[:space:]]*[0-9]|rgba?\([[:space:]]*[0-9]'
  colour+='|Qt::(black|white|(dark|light)?([Rr]ed|[Gg]reen|[Bb]lue|[Cc]yan|[Mm]agenta|[Yy]ellow|[Gg]r[ae]y))\b'
  grep -rnE --include='*.h' --include='*.cpp' "$colour" src/ui \
    | grep -v '^src/ui/theme/' | sed 's/\(:[0-9]*\):[[:space:]]*/\1: colour outside the theme: /' || true

  mapfile -t folders < <(ls -d src tests bench cmake proto packaging dev .ci 2>/dev/null)
  grep -rnE 'TO[D]O|FIX[M]E' "${folders[@]}" \
    | sed 's/\(:[0-9]*\):[[:space:]]*/\1: a note to do is no deed: /' || true

  find CMakeLists.txt "${folders[@]}" -type f \( -name '*.h' -o -name '*.cpp' -o -name '*.proto' \
    -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.sh' -o -path dev -o -path .ci/run \) \
    | while read -r file; do
      awk 'NR == 1 && /^#!/ { next }
        { exit !/^(\/\/|#) SPDX-License-Identifier: GPL-3\.0-or-later$/ }' "$file" \
        || echo "$file:1: does not begin with the SPDX line"
    done
)

if [[ -n $breaches ]]; then
  printf '%s\n' "$breaches"
  exit 1
fi
