#!/usr/bin/env bash
# backup.sh FOLDER: writes a backup into a new file there and prints its name. With DATABASE_URL: a dump of that database, while servers run.
# Without: the data folder (COUNTERSIGN_DATA_DIR, .countersign), whose server must be stopped. Keep the keys (COUNTERSIGN_KEYS, or secrets.json in
# the data folder) elsewhere: without them nothing that is sealed can be read.
set -euo pipefail
umask 077
into=${1:?Usage: backup.sh FOLDER}
mkdir -p "$into"
name="$into/countersign-$(date -u +%Y%m%dT%H%M%SZ)-$$"

if [ -n "${DATABASE_URL:-}" ]; then
  pg_dump --format=custom --no-owner --file "$name.dump.part" "$DATABASE_URL"
  mv "$name.dump.part" "$name.dump"
  echo "$name.dump"
  exit 0
fi

data=${COUNTERSIGN_DATA_DIR:-.countersign}
find "$data/postgres" -name PG_VERSION 2>/dev/null | grep -q . || { echo "There is no database in $data." >&2; exit 1; }
if find "$data/postgres" -name postmaster.pid | grep -q .; then
  echo "The database in $data is running: stop the server first." >&2
  exit 1
fi
tar --create --gzip --numeric-owner --file "$name.tar.gz.part" --directory "$data" .
mv "$name.tar.gz.part" "$name.tar.gz"
echo "$name.tar.gz"
