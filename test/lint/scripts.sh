#!/bin/sh
# SQL scripts make new objects only: OR REPLACE and IF NOT EXISTS would take over what somebody else put there.
# No two of them have a number: what comes first is told by it alone.  Commands are sound POSIX sh.
set -u
bad=0
found=$(grep -niE '\<(create +or +replace|(table|schema|index|concurrently|view|sequence|extension|column) +if +not +exists)' sql/install/*.sql sql/workspace/*.sql)
[ -z "$found" ] || { printf 'an object that may be there already:\n%s\n' "$found"; bad=1; }
for folder in sql/install sql/workspace; do
  twice=$(ls "$folder" | sed 's/-.*//' | sort | uniq -d)
  [ -z "$twice" ] || { printf 'a number twice in %s: %s\n' "$folder" "$twice"; bad=1; }
done
for file in bin/* sql/*.sh test/lint/*.sh test/commands/*.sh test/tap/initdb; do
  [ -e "$file" ] || continue
  case $(head -n 1 "$file") in
    '#!'*python*|'#!'*perl*) continue;;
  esac
  sh -n "$file" || bad=1
  ! command -v shellcheck >/dev/null || shellcheck -S warning -e SC1007,SC1091,SC2034,SC2046,SC2254 -s sh "$file" || bad=1
done
exit $bad
