#!/bin/sh
# Each figure of doc/reliability.md names the tree that it is of and the command that gives it, and the command's parts are
# there.
set -u
status=0
rows=$(sed -n '/^| what | goal | last run | tree | command |/,/^$/p' doc/reliability.md | sed 1,2d)
[ -n "$rows" ] || { echo 'doc/reliability.md has no table of figures'; exit 1; }
printf '%s\n' "$rows" | grep -Ev '^\| .+ \| .* \| .+ \| [0-9]+\.[0-9]+\.[0-9]+ \| (`[^`]*(bin/(check|bench|mutate)|dpkg-buildpackage)[^`]*`.*|not in the suites) \|$' && { echo 'has no tree or no command'; status=1; }
parts=$(sed -n 's/^ *\(lint|core|[a-z|]*\)) parts=.*/\1/p' bin/check | tr '|' ' ')
named=$(printf '%s\n' "$rows" | sed -n 's/.*bin\/check \([a-z_ ]*\)[^`]*`[^`]*|$/\1/p' | sed 's/long [a-z_]*/long/' | tr ' ' '\n' | sort -u)
for part in $named; do
  case " $parts ubsan " in *" $part "*) ;; *) echo "doc/reliability.md calls bin/check $part, which there is not"; status=1;; esac
done
for name in $(printf '%s\n' "$rows" | sed -n 's/.*bin\/check long \([a-z_]*\)`.*/\1/p' | sort -u); do
  grep -q "$name" bin/check || ls test/*/*"$name"* >/dev/null 2>&1 || { echo "there is no long test $name"; status=1; }
done
exit $status
