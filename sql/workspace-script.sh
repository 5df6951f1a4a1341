#!/bin/sh
# workspace-script.sh SQLDIR: prints a C header with the workspace's scripts and its migrations, as arrays of bytes
# (a string literal may not be longer than compilers guarantee). Files 000 to 199 of SQLDIR/workspace make the relations,
# files 200 to 999 the code over them; SQLDIR/workspace-updates/FROM--TO.sql migrates the relations.
set -eu
dir=$1
array() { # array NAME FILES...: the files, one after another, as a zero-terminated array
  name=$1; shift
  printf 'static const unsigned char %s[] = {\n' "$name"
  cat "$@" | od -An -v -tu1 | sed 's/  *\([0-9][0-9]*\)/\1,/g'
  printf '0};\n\n'
}
printf '/* Made by workspace-script.sh; do not edit. */\n\n'
array workspace_relations "$dir"/workspace/[01]*.sql
array workspace_code "$dir"/workspace/[2-9]*.sql
list=
n=0
for file in "$dir"/workspace-updates/*--*.sql; do
  [ -f "$file" ] || continue
  n=$((n + 1))
  array "workspace_update_$n" "$file"
  base=$(basename "$file" .sql)
  list="$list	{\"${base%--*}\", \"${base#*--}\", workspace_update_$n},
"
done
printf 'static const WorkspaceUpdate workspace_updates[] = {\n%s	{NULL, NULL, NULL}\n};\n' "$list"
