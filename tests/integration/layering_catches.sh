#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds that layering.sh finds each kind of breach, and nothing in what is right.
# Usage: layering_catches.sh
set -uo pipefail
check=$(dirname "$(realpath "$0")")/layering.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# A tree in which one file holds the given line; the check's words are left in $said.
judge() { # FILE LINE
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/src/{core,wire,telemetry,placement,models,ui,agent,simulator} "$tree/tests"
  echo '# SPDX-License-Identifier: GPL-3.0-or-later' >"$tree/CMakeLists.txt"
  mkdir -p "$(dirname "$tree/$1")"
  local comment='//'
  [[ $1 == *.txt || $1 == *.sh ]] && comment='#'
  printf '%s SPDX-License-Identifier: GPL-3.0-or-later\n%s\n' "$comment" "$2" >"$tree/$1"
  said=$(bash "$check" "$tree" 2>&1)
}
refuses() { # FILE LINE WORDS
  if judge "$1" "$2" || [[ $said != "$1:2: "*"$3"* ]]; then
    printf 'FAIL!  : %s: %s: expected "%s", got "%s"\n' "$1" "$2" "$3" "$said"
    failures=$((failures + 1))
  fi
}
accepts() { # FILE LINE
  if ! judge "$1" "$2" || [[ -n $said ]]; then
    printf 'FAIL!  : %s: %s: refused with "%s"\n' "$1" "$2" "$said"
    failures=$((failures + 1))
  fi
}

refuses src/core/a.h '#include "wire/codec.h"' 'core must not include wire'
refuses src/wire/a.cpp '#  include "telemetry/history/history.h"' 'wire must not include telemetry'
refuses src/telemetry/fleet/a.h '#include "placement/job.h"' 'telemetry must not include placement'
refuses src/placement/a.h '#include "models/a.h"' 'placement must not include models'
refuses src/models/a.h '#include "ui/window.h"' 'models must not include ui'
refuses src/agent/a.h '#include "telemetry/fleet/fleetstate.h"' 'agent must not include telemetry'
refuses src/simulator/a.h '#include "agent/a.h"' 'simulator must not include agent'
refuses src/ui/main.cpp '#include "simulator/a.h"' 'ui must not include simulator'
refuses src/relay/a.h '#include "core/time.h"' 'has no place in the layering'
refuses src/telemetry/fleet/a.h '#include "telemetry/history/writer.h"' 'private header of another part'
accepts src/telemetry/fleet/a.h '#include "telemetry/history/history.h"'
accepts src/telemetry/history/a.h '#include "telemetry/history/writer.h"'
accepts src/simulator/a.cpp '#include "wire/codec.h"'
accepts src/ui/main.cpp '#include "placement/embedded/embeddedscheduler.h"'

refuses src/placement/a.h '#include <grpcpp/grpcpp.h>' 'gRPC and protobuf are not for this folder'
refuses src/telemetry/fleet/a.h '#include "telemetry.pb.h"' 'gRPC and protobuf are not for this folder'
refuses src/ui/a.h '#include <google/protobuf/arena.h>' 'gRPC and protobuf are not for this folder'
accepts src/telemetry/stream/a.cpp '#include "telemetry.grpc.pb.h"'
accepts src/placement/embedded/a.cpp '#include <grpcpp/channel.h>'
refuses src/placement/a.cpp '#include <sqlite3.h>' 'SQLite is used through src/sqlite'
refuses src/telemetry/stream/a.cpp '#include <zstd.h>' 'zstd belongs to telemetry/history'
accepts src/telemetry/history/a.cpp '#include <sqlite3.h>'

refuses src/telemetry/fleet/a.h '#include <QString>' 'no Qt in this folder'
refuses src/core/a.h '#include <QtCore/QString>' 'no Qt in this folder'
refuses src/agent/a.h '#include <qglobal.h>' 'no Qt in this folder'
refuses src/placement/CMakeLists.txt 'target_link_libraries(a Qt6::Core)' 'no Qt in this folder'
refuses src/models/a.h '#include <QtGui/QColor>' 'models use Qt Core only'
refuses src/models/CMakeLists.txt 'target_link_libraries(a Qt6::Core Qt6::Gui)' 'models use Qt Core only'
accepts src/models/a.h '#include <QAbstractItemModel>'
accepts src/models/CMakeLists.txt 'target_link_libraries(a Qt6::Core)'

refuses src/models/a.cpp 'm_scheduler->act(action, {});' 'acts past a plan'
accepts src/placement/a.cpp 'm_scheduler.act(action, {});'

refuses src/ui/a.cpp 'auto c = QStringLiteral("#4c9aff");' 'colour outside the theme'
refuses src/ui/a.cpp 'setStyleSheet("color: #fff; margin: 0");' 'colour outside the theme'
refuses src/ui/pages/a.cpp 'QColor line(40, 50, 64);' 'colour outside the theme'
refuses src/ui/a.cpp 'return QColor{0xff0000};' 'colour outside the theme'
refuses src/ui/a.cpp 'painter.setPen(Qt::darkGray);' 'colour outside the theme'
accepts src/ui/theme/a.cpp 'return QColor(40, 50, 64);'
accepts src/ui/a.cpp 'painter.setPen(Qt::transparent); QColor c(theme.line()); t = "job #12";'

refuses src/core/a.cpp '// TO''DO: later' 'a note to do'
refuses tests/a.sh '# FIX''ME' 'a note to do'

judge src/core/a.h ''
echo '#pragma once' >"$tree/src/core/a.h"
if said=$(bash "$check" "$tree") || [[ $said != *"src/core/a.h:1: does not begin with the SPDX line" ]]; then
  echo "FAIL!  : a file without the SPDX line: $said"
  failures=$((failures + 1))
fi

echo "$failures failures"
exit $((failures > 0))
