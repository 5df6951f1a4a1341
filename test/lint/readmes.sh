#!/bin/sh
# README.md, doc/howto.md, doc/tutorial.md and doc/contributors.md give the same commands as their Chinese pages: their fenced blocks are equal, comments apart.
set -u
[ -f README.md ] || exit 0
blocks() { awk '/^ *```/ { inside = !inside; print "```"; next } inside' "$1" | sed -e 's/ *\(#\|--\) .*$//' -e 's/ *$//'; }
lines=$(wc -l <README.md)
[ "$lines" -le 300 ] || { echo "README.md has $lines lines"; exit 1; }
status=0
for page in README doc/howto doc/tutorial doc/contributors; do
  blocks $page.md >"${TMPDIR:-/tmp}/page-en.$$"
  blocks $page.zh-CN.md >"${TMPDIR:-/tmp}/page-zh.$$"
  diff "${TMPDIR:-/tmp}/page-en.$$" "${TMPDIR:-/tmp}/page-zh.$$" || status=1
done
rm -f "${TMPDIR:-/tmp}/page-en.$$" "${TMPDIR:-/tmp}/page-zh.$$"
exit $status
