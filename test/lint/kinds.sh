#!/bin/sh
# Each kind of finding has cases in test/data/screening/kinds.tsv that it finds, that are malformed, and that only look
# like it; the source of its rule, as the cases name it, is cited in src/core; and the table of rules has a row for it.
set -u
cases=test/data/screening/kinds.tsv
status=0
complain() { echo "$1"; status=1; }
kinds=$(sed -n 's/^\t\[BC_[A-Z0-9_]*\] = "\([a-z0-9_]*\)",$/\1/p' src/core/screen/kinds.c)
[ -n "$kinds" ] || complain 'no kinds in src/core/screen/kinds.c'
for kind in $kinds; do
  for role in positive negative trap; do
    awk -F '\t' -v k="$kind" -v r="$role" '$2 == k && $5 == r && ($4 == "none") != (r == "positive") { n++ } END { exit !n }' "$cases" ||
      complain "$kind has no $role case in $cases"
  done
done
# tokens and the numbers of other countries have one row for all
awk '/BC_CN_ID,/ { on = 1 } /BC_UK_NINO,/ { exit } on && /^\tBC_[A-Z0-9_]*,/ { sub(/^\tBC_/, ""); sub(/,.*/, ""); print }' src/core/screen/scan.h |
  while read -r kind; do grep -qF "KIND($kind)" src/core/screen/rules.h || echo "$kind has no row in src/core/screen/rules.h"; done |
  grep . && status=1
awk -F '\t' 'NR > 1 { print $6 }' "$cases" | sort -u >"${TMPDIR:-/tmp}/kinds.$$"
while read -r source; do
  [ -n "$source" ] && grep -qF "$source" src/core/screen/*.c || complain "no source in src/core: '$source'"
done <"${TMPDIR:-/tmp}/kinds.$$"
rm -f "${TMPDIR:-/tmp}/kinds.$$"
exit $status
