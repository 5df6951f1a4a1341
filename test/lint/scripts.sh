#!/bin/sh
# SQL scripts make new objects only: OR REPLACE and IF NOT EXISTS would take over what somebody else put there.
# No two of them have a number: what comes first is told by it alone.  Commands are sound POSIX sh.
# A function that keeps the planner from a way of planning is not compiled: where no other way is left, the plan's price is
# above 10^10, and the server would spend up to half a second of compiling (JIT) on a query of a few rows.
set -u
bad=0
found=$(grep -niE '\<(create +or +replace|(table|schema|index|concurrently|view|sequence|extension|column) +if +not +exists)' sql/install/*.sql sql/workspace/*.sql)
[ -z "$found" ] || { printf 'an object that may be there already:\n%s\n' "$found"; bad=1; }
for folder in sql/install sql/workspace; do
  twice=$(ls "$folder" | sed 's/-.*//' | sort | uniq -d)
  [ -z "$twice" ] || { printf 'a number twice in %s: %s\n' "$folder" "$twice"; bad=1; }
done
compiled() { awk '/^CREATE (FUNCTION|PROCEDURE) / { name = $3; forced = still = 0 } /^  SET enable_[a-z]+ = off$/ { forced = 1 }
  /^  SET jit = off$/ { still = 1 } /^  AS \$\$/ && forced && !still { print name; forced = 0 }' "$@"; }
found=$(compiled sql/workspace/*.sql)
[ -z "$found" ] || { printf 'planned by force and compiled:\n%s\n' "$found"; bad=1; }
[ "$(printf 'CREATE FUNCTION f()\n  SET enable_sort = off\n  AS $$\n' | compiled)" = 'f()' ] || { echo 'a function planned by force and compiled is not found'; bad=1; }
for file in bin/* sql/*.sh test/lint/*.sh test/commands/*.sh test/tap/initdb; do
  [ -e "$file" ] || continue
  case $(head -n 1 "$file") in
    '#!'*python*|'#!'*perl*) continue;;
  esac
  sh -n "$file" || bad=1
  ! command -v shellcheck >/dev/null || shellcheck -S warning -e SC1007,SC1091,SC2034,SC2046,SC2254 -s sh "$file" || bad=1
done
exit $bad
