#!/usr/bin/env bash
# A throw-away PostgreSQL for scripts: `tools/pg_test_cluster.sh start DIR` prints a database URL,
# `tools/pg_test_cluster.sh stop DIR` ends the server and removes DIR. DIR must not exist, or be empty.
set -euo pipefail

usage() { echo "usage: $0 start|stop DIR" >&2; exit 2; }
[ $# = 2 ] || usage
command=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 3; }

# PostgreSQL refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case $command in
  start)
    [ -z "$(ls -A "$dir")" ] || { echo "$dir is not empty: stop it first, or choose another folder" >&2; exit 2; }
    if [ "$(id -u)" = 0 ]; then chown postgres: "$dir"; fi
    # A socket's path may have 107 characters, so it does not lie in DIR.
    socket=$(as_server mktemp -d /tmp/leye-pg-XXXXXX)
    cd "$socket"
    as_server "$bin/initdb" --pgdata="$dir/data" --username=leye --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
      --no-sync >&2
    as_server tee "$dir/socket" <<<"$socket" >/dev/null
    as_server "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/server.log" --wait \
      --options="-k $socket -c listen_addresses= -c fsync=off -c full_page_writes=off" start >&2
    as_server "$bin/createdb" --host="$socket" --username=leye leye
    echo "postgresql:///leye?user=leye&host=$socket"
    ;;
  stop)
    cd /
    if [ -f "$dir/data/postmaster.pid" ]; then
      as_server "$bin/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait stop >&2
    fi
    if [ -f "$dir/socket" ]; then rm -rf "$(cat "$dir/socket")"; fi
    rm -rf "$dir"
    ;;
  *) usage ;;
esac
