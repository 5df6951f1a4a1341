#!/bin/sh
# The wall between core and glue: the core includes only itself and the C library, and calls nothing of the server's;
# what differs between server majors is in compat.h only.
set -u
bad=0
show() { [ -z "$1" ] || { printf '%s:\n%s\n' "$2" "$1"; bad=1; }; }
show "$(grep -HnE '^ *# *include' src/core/* | grep -vE '"core/[a-z0-9_]+\.(h|inc)"|<[a-z0-9_]+\.h>')" 'an include from outside the core'
show "$(grep -HnE '<(postgres|fmgr|c|pg_config)\.h>' src/core/*)" 'a header of PostgreSQL in the core'
show "$(grep -HnE '\<(palloc|pfree|repalloc|ereport|elog|malloc|realloc|calloc|free|abort|exit|printf)\(' src/core/*.c | grep -v '^src/core/base\.c:')" \
  'memory, messages or exits outside the environment in the core'
show "$(grep -HnE '\<(setlocale|strcoll|tolower|toupper|isalpha|isalnum|isdigit|isspace|strtod|atof)\(' src/core/*.c src/pg/*.c)" \
  'a function that follows the locale'
show "$(grep -HnE 'PG_VERSION_NUM' src/pg/* | grep -v '^src/pg/compat\.h:')" 'a version test outside compat.h'
exit $bad
