# lib.sh: what demo, check and bench share; sourced, never run.  POSIX sh.
#
# They work in three steps: bc_machine (is everything here that is needed?),
# bc_enter (copy the checkout into a private folder and start the script again
# there, without root's rights and with a clean environment), and then the work
# itself, with a private copy of the server that finds itself by relative paths.

bc_me=${0##*/}
bc_bin=$(cd "$(dirname "$0")" && pwd)
bc_top=$(dirname "$bc_bin")

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "$bc_me" "$*" >&2; exit 1; }

# bc_major: the server major to use, and $PG_CONFIG: the one given, else the one of the Debian release,
# else the newest that is there.
bc_major() {
  if [ -z "${PG_CONFIG:-}" ]; then
    major=
    if [ -r /etc/os-release ]; then
      major=$(. /etc/os-release; case "${ID:-}:${VERSION_ID:-}" in debian:12) echo 15;; debian:13) echo 17;; esac)
    fi
    if [ -z "$major" ]; then
      major=$(ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -n 1)
      [ -n "$major" ] || { PG_CONFIG=$(command -v pg_config) || die "no PostgreSQL found; name its pg_config in PG_CONFIG"; }
    fi
    [ -n "${PG_CONFIG:-}" ] || PG_CONFIG=/usr/lib/postgresql/$major/bin/pg_config
  fi
  case $PG_CONFIG in
    /usr/lib/postgresql/*/bin/pg_config) major=${PG_CONFIG#/usr/lib/postgresql/}; major=${major%%/*};;
    *) PG_CONFIG=$(command -v "$PG_CONFIG") || die "PG_CONFIG names no program"
       major=$("$PG_CONFIG" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/');;
  esac
  export PG_CONFIG
}

# bc_machine [PACKAGE]...: installs what Debian packages are missing (root), or says so (anybody else).  Of the packages
# that some tests want and skip without, it installs what it can get, as root only.
bc_machine() {
  bc_major
  need= want=
  case $PG_CONFIG in
    /usr/lib/postgresql/*)
      [ -x "/usr/lib/postgresql/$major/bin/initdb" ] || need="$need postgresql-$major"
      [ -f "/usr/lib/postgresql/$major/lib/pgxs/src/makefiles/pgxs.mk" ] &&
        [ -f "/usr/include/postgresql/$major/server/postgres.h" ] || need="$need postgresql-server-dev-$major";;
    *) [ -f "$("$PG_CONFIG" --pgxs)" ] || die "$PG_CONFIG belongs to a server without PGXS";;
  esac
  command -v make >/dev/null || need="$need make"
  command -v gcc >/dev/null || need="$need gcc"
  [ -f /usr/include/stdio.h ] || need="$need libc6-dev"
  command -v perl >/dev/null || need="$need perl"
  for package; do
    case $package in
      libipc-run-perl) perl -MIPC::Run -e 1 2>/dev/null || need="$need $package";;
      python3-psycopg) /usr/bin/python3 -c 'import psycopg' 2>/dev/null || want="$want $package";;
      python3-psycopg2) /usr/bin/python3 -c 'import psycopg2' 2>/dev/null || want="$want $package";;
      libclang-rt-dev) ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1 || want="$want $package";;
      rum) [ -f "/usr/lib/postgresql/$major/lib/rum.so" ] || want="$want postgresql-$major-rum";;
      node)
        command -v node >/dev/null || need="$need nodejs"
        command -v npm >/dev/null || need="$need npm";;
      arm64)
        case $(uname -m) in
          aarch64|arm64) ;;
          *) command -v aarch64-linux-gnu-gcc >/dev/null && [ -d /usr/aarch64-linux-gnu/include ] && command -v qemu-aarch64 >/dev/null ||
               want="$want gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user";;
        esac;;
      s390x|i686)
        command -v "$package-linux-gnu-gcc" >/dev/null && command -v qemu-s390x >/dev/null ||
          want="$want gcc-$package-linux-gnu libc6-dev-$(echo "$package" | sed s/i686/i386/)-cross qemu-user";;
      musl) command -v musl-gcc >/dev/null || want="$want musl-tools";;
      wasm32)
        command -v clang >/dev/null || want="$want clang"
        command -v wasm-ld >/dev/null || want="$want lld"
        [ -d /usr/include/wasm32-wasi ] || want="$want wasi-libc"
        # the name of its folder differs from one version of clang to the next
        [ -n "$(find /usr/lib/llvm-*/lib/clang -name 'libclang_rt.builtins*.a' -path '*was*' 2>/dev/null)" ] ||
          want="$want libclang-rt-dev-wasm32"
        command -v node >/dev/null || want="$want nodejs";;
      web)
        command -v chromium >/dev/null || want="$want chromium"
        # a page in Chinese needs its characters
        [ -n "$(find /usr/share/fonts -iname '*cjk*' 2>/dev/null | head -n 1)" ] || want="$want fonts-noto-cjk"
        command -v npm >/dev/null || want="$want npm";;
      pgaudit) [ -f "/usr/lib/postgresql/$major/lib/pgaudit.so" ] || want="$want postgresql-$major-pgaudit";;
      cron) [ -f "/usr/lib/postgresql/$major/lib/pg_cron.so" ] || want="$want postgresql-$major-cron";;
      pgbouncer) [ -x /usr/sbin/pgbouncer ] || want="$want pgbouncer";;
      plpgsql-check) [ -f "/usr/lib/postgresql/$major/lib/plpgsql_check.so" ] || want="$want postgresql-$major-plpgsql-check";;
      *) die "bc_machine does not know $package";;
    esac
  done
  need=${need# } want=${want# }
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || want=
  [ -n "$need$want" ] || return 0
  if [ -n "$need" ]; then
    command -v apt-get >/dev/null || die "missing, by Debian's names: $need"
    [ "$(id -u)" = 0 ] || die "something is missing; as root: apt-get install --no-install-recommends $need"
  fi
  if [ -n "$want" ] && bc_install "${need:+$need }$want"; then return 0; fi
  [ -z "$need" ] || bc_install "$need" || die "apt-get failed (above); needed: $need"
  # one that cannot be had does not keep the others away
  for package in $want; do bc_install "$package" || say "cannot be had here: $package"; done
}

# bc_install "PACKAGES": through apt-get; false, with the end of its log, where that fails.  Installing a server makes a
# cluster and a service of it; a passing drop-in keeps postgresql-common from that where it would be the machine's first.
bc_install() {
  say "installing: $1"
  dropin=/etc/postgresql-common/createcluster.d/badcase.conf
  made=
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p "${dropin%/*}" && printf 'create_main_cluster = false\n' >"$dropin" && made=1
  fi
  log=$(mktemp)
  {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=600 update &&
      apt-get -q -y -o DPkg::Lock::Timeout=600 --no-install-recommends install $1
  } >"$log" 2>&1 </dev/null
  status=$?
  [ -z "$made" ] || { rm -f "$dropin"; rmdir "${dropin%/*}" 2>/dev/null; }
  [ $status = 0 ] || tail -n 20 "$log"
  rm -f "$log"
  return $status
}

# bc_folder: makes the private folder $BC_TMP; when this shell ends, the folder goes and whatever still runs in it.
bc_folder() {
  base=${TMPDIR:-/tmp}
  # a socket's path may have 107 bytes; the tests' own clusters need some for themselves
  [ ${#base} -le 40 ] || base=/tmp
  BC_TMP=$(mktemp -d "$base/badcase.XXXXXX") || exit 1
  trap 'bc_leave' 0
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# bc_packages: the packages that web/package-lock.json names, in $BC_TMP/packages: those of the checkout where they are as
# new, else through npm.  False, with the end of what npm says, where they cannot be had.
bc_packages() {
  mkdir "$BC_TMP/packages" || return 1
  if [ -n "$(find "$bc_top/web/node_modules/.package-lock.json" -newer "$bc_top/web/package-lock.json" 2>/dev/null)" ]; then
    cp -R "$bc_top/web/node_modules" "$BC_TMP/packages/" && return 0
  fi
  command -v npm >/dev/null || return 1
  cp "$bc_top/web/package.json" "$bc_top/web/package-lock.json" "$bc_top/web/.npmrc" "$BC_TMP/packages/" || return 1
  log=$BC_TMP/packages/npm.log
  (cd "$BC_TMP/packages" && npm ci --ignore-scripts --no-progress) >"$log" 2>&1 </dev/null && return 0
  tail -n 5 "$log"
  rm -rf "$BC_TMP/packages/node_modules"
  return 1
}

# bc_enter SCRIPT ARGS...: runs bin/SCRIPT of a copy of the checkout in $BC_TMP, with a clean environment and, where we
# are root, as an unprivileged user; returns its status.  bc_pass may hold one more NAME=VALUE for the environment.
bc_enter() {
  script=$1; shift
  mkdir "$BC_TMP/src" || exit 1
  tar -C "$bc_top" --exclude=./.git --exclude='*.o' --exclude='*.so' --exclude='*.bc' --exclude='./badcase--*.sql' \
    --exclude=./src/pg/workspace_script.h --exclude=./results --exclude=./output_iso --exclude=./tmp_check \
    --exclude=./badcase-demo --exclude=./build --exclude=./web/node_modules -cf - . | tar -C "$BC_TMP/src" -xof - || exit 1
  run=
  if [ "$(id -u)" = 0 ]; then
    # nobody and not postgres: a test gone wild must not reach the machine's own clusters
    chown -R nobody "$BC_TMP" || exit 1
    run='runuser -u nobody --'
  fi
  # shellcheck disable=SC2086
  (umask 077 && exec $run env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME="$BC_TMP" LC_ALL=C.UTF-8 TZ=UTC \
    TMPDIR="$BC_TMP" BC_TMP="$BC_TMP" PG_CONFIG="$PG_CONFIG" ${bc_pass:+"$bc_pass"} sh "$BC_TMP/src/bin/$script" "$@") </dev/null &
  bc_child=$!
  wait "$bc_child"
  status=$?
  bc_child=
  return $status
}

# Stops what runs in the private folder and removes it.
bc_leave() {
  trap - 0
  [ -z "${bc_child:-}" ] || kill "$bc_child" 2>/dev/null
  find "$BC_TMP" -name postmaster.pid 2>/dev/null | while read -r pidfile; do
    pid=$(head -n 1 "$pidfile")
    case $(readlink "/proc/$pid/exe" 2>/dev/null) in "$BC_TMP"/*) kill -QUIT "$pid" 2>/dev/null;; esac
  done
  rm -rf "$BC_TMP"
}

# bc_server FOLDER: a private copy of $PG_CONFIG's server below FOLDER, every folder at its full path there, so
# that their relative distances stay.  Programs are copied (a server looks for its files beside its real path),
# all else is linked.  Sets $pg_bin and makes PG_CONFIG the copy's.
bc_server() {
  tree=$1
  bindir=$("$PG_CONFIG" --bindir) sharedir=$("$PG_CONFIG" --sharedir)
  pkglibdir=$("$PG_CONFIG" --pkglibdir) includedir=$("$PG_CONFIG" --includedir)
  mkdir -p "$tree$bindir" "$tree$sharedir/extension" "$tree$pkglibdir" "$tree$(dirname "$includedir")" || return 1
  cp -L "$bindir"/* "$tree$bindir/" || return 1
  bc_link "$sharedir" "$tree$sharedir" extension
  bc_link "$sharedir/extension" "$tree$sharedir/extension" 'badcase*'
  bc_link "$pkglibdir" "$tree$pkglibdir" 'badcase*'
  [ -e "$tree$includedir" ] || ln -s "$includedir" "$tree$includedir"
  pg_bin=$tree$bindir
  PG_CONFIG=$pg_bin/pg_config
  PATH=$pg_bin:$PATH
  export PG_CONFIG PATH
}

# bc_link FROM TO EXCEPT: links to everything in FROM but EXCEPT (a pattern) and what TO has.
bc_link() {
  for entry in "$1"/*; do
    case ${entry##*/} in $3) continue;; esac
    [ -e "$2/${entry##*/}" ] || ln -s "$entry" "$2/"
  done
}

# bc_make ARGS...: make for the private server; with_llvm=no spares the bitcode.
bc_make() { make -s PG_CONFIG="$PG_CONFIG" with_llvm=no "$@"; }

# bc_start FOLDER [SETTING=VALUE]...: makes and starts a cluster in FOLDER/data, with its socket in FOLDER only.
# Sets PGHOST PGPORT PGUSER PGDATABASE.
bc_start() {
  home=$1; shift
  mkdir -p "$home" && chmod 700 "$home" || return 1
  initdb -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$home/initdb.log" 2>&1 ||
    { cat "$home/initdb.log"; return 1; }
  {
    printf "listen_addresses = ''\nunix_socket_directories = '%s'\n" "$home"
    printf "max_prepared_transactions = 10\n"
    for setting; do printf '%s\n' "$setting"; done
  } >>"$home/data/postgresql.conf"
  pg_ctl -s -w -D "$home/data" -l "$home/server.log" start >"$home/start.log" 2>&1 ||
    { cat "$home/start.log" "$home/server.log"; return 1; }
  PGHOST=$home PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
  export PGHOST PGPORT PGUSER PGDATABASE
}
