#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every text of the interface is translated: Chinese in full, English where it has a plural form.
# Prints each text that is missing, unfinished, empty or no longer used, and each translation
# that lost a placeholder (%1).
# Usage: translations.sh SOURCE_DIR LUPDATE
set -euo pipefail
cd "$1"
lupdate=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line per defect of a .ts file that lupdate has just brought up to date.
defects() { # TS
  awk -v file="$1" '
    BEGIN { RS = "</message>" }
    /<name>/ { context = $0; sub(/.*<name>/, "", context); sub(/<\/name>.*/, "", context) }
    !/<source>/ { next }
    {
      text = $0; sub(/.*<source>/, "", text); sub(/<\/source>.*/, "", text)
      translation = $0
      if (!sub(/.*<translation/, "", translation)) translation = ""
      if (translation ~ /^ type="(vanished|obsolete)"/) why = "no longer used"
      else if (translation ~ /^ type="unfinished"/) why = "unfinished"
      else if (translation !~ />[^<>]*[^<>[:space:]]/ || /<numerusform><\/numerusform>/) why = "empty"
      else why = lost(text, translation)
      if (why != "") print file ": " why ": " context ": " text
    }
    function lost(text, translation,    forms, count, i, rest, mark) {
      count = split(translation, forms, "</numerusform>")
      for (i = 1; i <= (count > 1 ? count - 1 : 1); i++)
        for (rest = text; match(rest, /%L?[1-9]/); rest = substr(rest, RSTART + RLENGTH)) {
          mark = substr(rest, RSTART, RLENGTH)
          if (!index(forms[i], mark)) return mark " is lost"
        }
      return ""
    }' "$work/$1"
}

found=
for language in zh_CN en; do
  name=pilothouse_$language.ts
  cp "translations/$name" "$work/$name"
  options=(-locations none)
  [[ $language != en ]] || options+=(-pluralonly)
  "$lupdate" src "${options[@]}" -ts "$work/$name" >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
  }
  found+=$(defects "$name"; grep 'lacks Q_OBJECT' "$work/log" || true)
  found+=$'\n'
done

if [[ $found =~ [^[:space:]] ]]; then
  printf '%s\n' "$found" | sort -u | sed '/^$/d'
  echo "Bring the files up to date, then translate what is unfinished:"
  echo "  $lupdate src -locations none -no-obsolete -ts translations/pilothouse_zh_CN.ts"
  echo "  $lupdate src -locations none -no-obsolete -pluralonly -ts translations/pilothouse_en.ts"
  exit 1
fi
