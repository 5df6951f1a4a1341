#!/bin/sh
# launch.sh PSQL TESTER DATABASE: runs isolationtester on a spec, between what specs share (workspace.sql) and its end.  What
# pg_isolation_regress is told to put before its tester.
psql=$1
shift
"$psql" -X -q -v ON_ERROR_STOP=1 -d "$2" -f "$(dirname "$0")/workspace.sql" </dev/null || exit 1
"$@"
status=$?
"$psql" -X -q -v ON_ERROR_STOP=1 -d "$2" -c 'CALL public.regress_badcase_end()' </dev/null || exit 1
exit $status
