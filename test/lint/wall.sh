#!/bin/sh
# The wall between core and glue: the core includes only itself and the C library, and calls nothing of the server's;
# what differs between server majors is in compat.h only.  badcase-check knows of the core what its public header has.
set -u
bad=0
core=$(find src/core -name '*.[ch]')
glue=$(find src/pg -name '*.[ch]' ! -name workspace_script.h)
show() { [ -z "$1" ] || { printf '%s:\n%s\n' "$2" "$1"; bad=1; }; }
# shellcheck disable=SC2086
{
  show "$(grep -HnE '^ *# *include' $core | grep -vE '"core/([a-z]+/)?[a-z0-9_]+\.h"|<[a-z0-9_]+\.h>')" 'an include from outside the core'
  show "$(grep -HnE '<(postgres|fmgr|c|pg_config)\.h>' $core)" 'a header of PostgreSQL in the core'
  show "$(grep -HnE '\<(palloc|pfree|repalloc|ereport|elog|malloc|realloc|calloc|free|abort|exit|printf)\(' $core | grep -v '^src/core/base/env\.c:')" \
    'memory, messages or exits outside the environment in the core'
  show "$(grep -HnE '\<(setlocale|strcoll|tolower|toupper|isalpha|isalnum|isdigit|isspace|strtod|atof)\(' $core $glue)" \
    'a function that follows the locale'
  show "$(grep -HnE '^ *# *include *"' src/cli/*.[ch] | grep -vE '"(cli|core/badcase)\.h"')" 'a way into the core beside its public header'
  show "$(grep -HnE 'PG_VERSION_NUM' $glue | grep -v '^src/pg/compat\.h:')" 'a version test outside compat.h'
}
exit $bad
