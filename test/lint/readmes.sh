#!/bin/sh
# README.md and README.zh-CN.md give the same commands: their fenced blocks are equal, comments apart.
set -u
[ -f README.md ] || exit 0
blocks() { awk '/^ *```/ { inside = !inside; print "```"; next } inside' "$1" | sed -e 's/ *\(#\|--\) .*$//' -e 's/ *$//'; }
lines=$(wc -l <README.md)
[ "$lines" -le 300 ] || { echo "README.md has $lines lines"; exit 1; }
blocks README.md >"${TMPDIR:-/tmp}/readme-en.$$"
blocks README.zh-CN.md >"${TMPDIR:-/tmp}/readme-zh.$$"
diff "${TMPDIR:-/tmp}/readme-en.$$" "${TMPDIR:-/tmp}/readme-zh.$$"
status=$?
rm -f "${TMPDIR:-/tmp}/readme-en.$$" "${TMPDIR:-/tmp}/readme-zh.$$"
exit $status
