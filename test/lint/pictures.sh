#!/bin/sh
# The pictures of the documentation are those that doc/pictures/draw.pl makes of the code as it stands; each is shown somewhere.
set -u
new=$(mktemp -d) || exit 1
status=0
perl doc/pictures/draw.pl "$new" || status=1
for picture in doc/pictures/*.svg; do
  cmp "$picture" "$new/${picture##*/}" || status=1
  grep -q "pictures/${picture##*/}" README.md doc/*.md || { echo "$picture is shown on no page"; status=1; }
done
[ $status = 0 ] || echo "perl doc/pictures/draw.pl doc/pictures draws them anew"
rm -rf "$new"
exit $status
