#!/bin/sh
# The project speaks of itself: no unfinished marks, no paths of somebody's machine, no numbers of issues.
set -u
bad=0
files=$(find . -type f \( -name '*.[ch]' -o -name '*.sql' -o -name '*.sh' -o -name '*.p[lm]' -o -name '*.js' -o -name '*.mjs' -o -name '*.css' -o -name '*.html' -o -name '*.md' -o -name '*.json' -o -name '*.spec' \
  -o -name Makefile -o -name '*.control' -o -path './bin/*' -o -path './.ci/*' \) ! -path './test/data/*' ! -path './.git/*' ! -path '*/node_modules/*' ! -path ./web/check.html)
look() { # look PATTERN WHAT
  # shellcheck disable=SC2086
  found=$(grep -nE "$1" $files)
  [ -z "$found" ] || { printf '%s:\n%s\n' "$2" "$found"; bad=1; }
}
look '\<(TOD[O]|FIXM[E]|XX[X])\>' 'an unfinished mark'
look '(^|[^.A-Za-z0-9_])/(wor[k]|hom[e]|roo[t]|farm)/|/tmp/(d[e]v|w[t])/' 'a path of one machine'
look '(^|[ (])#[0-9]+([ ,.;:)]|$)|\<[Ii]ssues? [0-9]+' 'the number of an issue'
exit $bad
