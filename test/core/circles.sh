#!/bin/sh
# circles.sh OBJECTS: no files of a room of src/core use each other in a circle, and no rooms do.  The folder OBJECTS has
# an object ROOM-FILE.o for each file.  That a circle is seen is tried with objects of its own making.
set -u

# uses FOLDER: "A B" where A uses something of B's, a file of the same room or another room.
uses() {
  nm -A -P "$1"/*.o | awk '
    { file = $1; sub(/:$/, "", file); sub(/.*\//, "", file); sub(/\.o$/, "", file) }
    $3 ~ /^[TDRBC]$/ { home[$2] = file }
    $3 == "U" { n++; user[n] = file; used[n] = $2 }
    END {
      for (i = 1; i <= n; i++)
        if (used[i] in home) {
          to = home[used[i]]
          from_room = user[i]; sub(/-.*/, "", from_room)
          to_room = to; sub(/-.*/, "", to_room)
          if (from_room == to_room) print user[i], to; else print from_room "/", to_room "/"
        }
    }' | awk '$1 != $2' | sort -u
}

# circles FOLDER: what goes in a circle; nothing where nothing does.
circles() { uses "$1" | tsort 2>&1 >/dev/null | sed 's/^tsort: //'; }

# planted NAME=TEXT...: objects of these texts have a circle.
planted() {
  rm -rf "$work" && mkdir -p "$work" || exit 1
  for file; do
    printf '%s\n' "${file#*=}" >"$work/text.c"
    gcc -c "$work/text.c" -o "$work/${file%%=*}.o" || exit 1
  done
  [ -n "$(circles "$work")" ] || { echo "not seen: a circle of $*"; bad=1; }
}

bad=0
work=${TMPDIR:-/tmp}/circles.$$
[ "$(uses "$1" | wc -l)" -gt 100 ] || { echo "no core in $1"; bad=1; }
found=$(circles "$1")
[ -z "$found" ] || { printf '%s\n' "$found"; bad=1; }
planted 'screen-a=int b(void); int a(void) { return b(); }' 'screen-b=int a(void); int b(void) { return a(); }'
planted 'screen-a=int b(void); int a(void) { return b(); }' 'screen-b=extern const int c[]; int b(void) { return c[0]; }' \
  'screen-c=int a(void); const int c[] = {1}; int d(void) { return a(); }'
planted 'text-a=int b(void); int a(void) { return b(); }' 'record-b=int c(void); int b(void) { return c(); }' 'text-c=int c(void) { return 1; }'
rm -rf "$work"
exit $bad
