#!/bin/sh
# The rooms of src/core stand on floors.  src/core/ROOM.h is a room's door: who is on a floor above may include it, nobody
# else may, and only the room itself includes what is in src/core/ROOM.  Rooms of src/pg do not know each other either.
set -u

floor_of() { # a number; empty for what is no room
  case $1 in
    base) echo 0;;
    text) echo 1;;
    record|terms|scores) echo 2;;
    near|screen|formats|follow|tasks) echo 3;;
    quality) echo 4;;
    check) echo 5;;
    badcase) echo 6;;
  esac
}

# room_of FILE: src/core/near.h and src/core/near/join.c are of near.
room_of() {
  room=${1#*/src/core/} room=${room#*/src/pg/} room=${room%%/*}
  printf %s "${room%.[ch]}"
}

# complaints TREE: one a line.
complaints() {
  find "$1/src/core" -name '*.[ch]' | sort | while read -r file; do
    room=$(room_of "$file") short=${file#"$1/"}
    floor=$(floor_of "$room")
    case $short in src/core/*/*/*) echo "$short: a room has no rooms in it";; esac
    [ -n "$floor" ] || { echo "$short: no room is called $room"; continue; }
    case $short in src/core/"$room".h|src/core/"$room"/*) ;; *) echo "$short: in no room";; esac
    [ "$(wc -l <"$file")" -le 600 ] || case $short in *_table.c|*_tables.c) ;; *) echo "$short: more than 600 lines";; esac
    case ${short##*/} in "${room}"_*) echo "$short: the name says the room again";; esac
    sed -n 's/^ *# *include *"core\/\([^"]*\)".*/\1/p' "$file" | while read -r included; do
      other=${included%%/*} other=${other%.h}
      [ "$other" != "$room" ] || continue
      case $included in */*) echo "$short: goes into $other by another way than its door: $included"; continue;; esac
      below=$(floor_of "$other")
      if [ -z "$below" ]; then echo "$short: no room is called $other"
      elif [ "$below" -eq "$floor" ]; then echo "$short: knows $other, of its own floor"
      elif [ "$below" -gt "$floor" ]; then echo "$short: looks up to $other"
      fi
    done
  done
  find "$1/src/pg" -name '*.[ch]' | sort | while read -r file; do
    room=$(room_of "$file") short=${file#"$1/"}
    sed -n 's/^ *# *include *"\(core\|pg\)\/\([^"]*\)".*/\1 \2/p' "$file" | while read -r tree included; do
      case $tree:$included in
        core:*/*) echo "$short: goes into the core by another way than a door: $included";;
        core:*|pg:badcase.h|pg:compat.h|pg:"$room".h|pg:"$room"/*) ;;
        *) echo "$short: knows a room of others: $included";;
      esac
    done
  done
}

# seen FILE LINE WHAT: in a copy of the tree whose FILE begins with LINE, WHAT is complained of.
seen() {
  rm -rf "$work" && mkdir -p "$work" && cp -R src "$work/" || exit 1
  mkdir -p "$(dirname "$work/$1")"
  { printf '%s\n' "$2"; [ ! -e "$1" ] || cat "$1"; } >"$work/$1"
  complaints "$work" | grep -qF "$3" || { echo "not seen: $2 in $1"; bad=1; }
}

bad=0
work=${TMPDIR:-/tmp}/floors.$$
found=$(complaints .)
[ -z "$found" ] || { printf '%s\n' "$found"; bad=1; }
seen src/core/text/tokens.c '#include "core/record.h"' 'looks up to record'
seen src/core/base/sort.c '#include "core/text.h"' 'looks up to text'
seen src/core/near/join.c '#include "core/screen.h"' 'knows screen, of its own floor'
seen src/core/terms.h '#include "core/record.h"' 'knows record, of its own floor'
seen src/core/near/join.c '#include "core/text/tokens.h"' 'goes into text by another way'
seen src/core/cellar/wine.c '' 'no room is called cellar'
seen src/core/near/near_join.c '' 'says the room again'
seen src/pg/copy/to.c '#include "pg/near.h"' 'knows a room of others'
seen src/pg/copy/to.c '#include "core/text/utf8.h"' 'goes into the core by another way'
rm -rf "$work"
exit $bad
