#!/bin/sh
# The pictures of the documentation are those that doc/pictures/draw.pl makes of the code as it stands; each is shown somewhere.
# Stills of the pages are shown, too.  The pages that tell what a state means tell it of each.
set -u
new=$(mktemp -d) || exit 1
status=0
perl doc/pictures/draw.pl "$new" || status=1
for picture in doc/pictures/*.svg doc/pictures/*.png; do
  case $picture in *.svg) cmp "$picture" "$new/${picture##*/}" || status=1;; esac
  grep -q "pictures/${picture##*/}" README.md README.zh-CN.md doc/*.md || { echo "$picture is shown on no page"; status=1; }
done
for state in $(sed -n "s/^      (\(NULL\|'[a-z_]*'\), '\([a-z_]*\)', .*/\2/p" sql/workspace/240-states.sql | sort -u); do
  for page in doc/model.md doc/contributors.md doc/contributors.zh-CN.md; do
    grep -Eq "^[-|] .*\`$state\`.*[|:]" $page || { echo "$page does not tell what $state is"; status=1; }
  done
done
[ $status = 0 ] || echo "perl doc/pictures/draw.pl doc/pictures draws them anew"
rm -rf "$new"
exit $status
