#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds that translations.sh finds each kind of defect, and nothing in what is right.
# Usage: translations_catches.sh LUPDATE
set -uo pipefail
check=$(dirname "$(realpath "$0")")/translations.sh
lupdate=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/src" "$tree/translations"
failures=0

message() { # SOURCE TRANSLATION [ATTRIBUTE]
  printf '<message%s><source>%s</source><translation%s</translation></message>\n' \
    "${3:-}" "$1" "$2"
}
write_ts() { # LANGUAGE, messages on stdin
  {
    echo '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS>'
    echo "<TS version=\"2.1\" language=\"$1\" sourcelanguage=\"en\"><context><name>Page</name>"
    cat
    echo '</context></TS>'
  } >"$tree/translations/pilothouse_$1.ts"
}
write_source() { # STATEMENTS
  printf 'class Page : public QObject { Q_OBJECT void show(int n) { %s } };\n' "$1" \
    >"$tree/src/page.cpp"
}
expect() { # WORDS, or nothing where all is right
  local said status=0
  said=$(bash "$check" "$tree" "$lupdate" 2>&1) || status=$?
  if [[ -z $1 && $status == 0 && -z $said ]]; then return; fi
  if [[ -n $1 && $status == 1 && $said == *"$1"* ]]; then return; fi
  printf 'FAIL!  : expected "%s", got status %s and "%s"\n' "$1" "$status" "$said"
  failures=$((failures + 1))
}

write_source 'tr("Nodes"); tr("%1 of %2 <b>"); tr("%n jobs", nullptr, n);'
write_ts en < <(message '%n jobs' '><numerusform>%n job</numerusform><numerusform>%n jobs</numerusform>' \
  ' numerus="yes"')
right() {
  message 'Nodes' '>节点'
  message '%1 of %2 &lt;b&gt;' '>%2 中的 %1'
  message '%n jobs' '><numerusform>%n 个作业</numerusform>' ' numerus="yes"'
}
write_ts zh_CN < <(right)
expect ''

write_ts zh_CN < <(right | sed 's/<translation>节点/<translation type="unfinished">节点/')
expect 'pilothouse_zh_CN.ts: unfinished: Page: Nodes'
write_ts zh_CN < <(right | sed 's/节点//')
expect 'pilothouse_zh_CN.ts: empty: Page: Nodes'
write_ts zh_CN < <(right | sed 's/%n 个作业//')
expect 'pilothouse_zh_CN.ts: empty: Page: %n jobs'
write_ts zh_CN < <(right | sed '/Nodes/d')
expect 'pilothouse_zh_CN.ts: unfinished: Page: Nodes'
write_ts zh_CN < <(right; message 'Racks' '>机柜')
expect 'pilothouse_zh_CN.ts: no longer used: Page: Racks'
write_ts zh_CN < <(right | sed 's/%2 中的//')
expect 'pilothouse_zh_CN.ts: %2 is lost: Page: %1 of %2'
write_ts zh_CN < <(right)

write_ts en </dev/null
expect 'pilothouse_en.ts: unfinished: Page: %n jobs'

write_source 'tr("Nodes"); tr("%1 of %2 <b>"); tr("%n jobs", nullptr, n);'
printf 'class Bare : public QObject { void show() { tr("Nodes"); } };\n' >>"$tree/src/page.cpp"
expect "Class 'Bare' lacks Q_OBJECT macro"

echo "$failures failures"
exit $((failures > 0))
