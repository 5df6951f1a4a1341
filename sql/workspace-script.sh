#!/bin/sh
# workspace-script.sh SQLDIR: prints a C header with the workspace's script and its migrations, as arrays of bytes
# (a string literal may not be longer than compilers guarantee).
set -eu
dir=$1
array() { # array NAME FILES...: the files, one after another, as a zero-terminated array
  name=$1; shift
  printf 'static const unsigned char %s[] = {\n' "$name"
  cat "$@" | od -An -v -tu1 | sed 's/  *\([0-9][0-9]*\)/\1,/g'
  printf '0};\n\n'
}
printf '/* Made by workspace-script.sh; do not edit. */\n\n'
array workspace_script "$dir"/workspace/*.sql
