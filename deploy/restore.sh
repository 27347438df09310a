#!/usr/bin/env bash
# restore.sh FILE: brings a backup of backup.sh back. A .dump goes into the empty database of DATABASE_URL, a .tar.gz into an empty data folder
# (COUNTERSIGN_DATA_DIR, .countersign). Nothing that is there is overwritten. Afterwards: npm run audit.
set -euo pipefail
umask 077
file=${1:?Usage: restore.sh FILE}
[ -f "$file" ] || { echo "There is no $file." >&2; exit 1; }

case "$file" in
  *.dump)
    : "${DATABASE_URL:?DATABASE_URL names the empty database that is restored into}"
    tables=$(psql --no-psqlrc --tuples-only --no-align --command "select count(*) from information_schema.tables where table_schema = 'public'" "$DATABASE_URL")
    [ "$tables" = 0 ] || { echo "The database is not empty: it has $tables tables." >&2; exit 1; }
    pg_restore --exit-on-error --single-transaction --no-owner --dbname "$DATABASE_URL" "$file"
    ;;
  *.tar.gz)
    data=${COUNTERSIGN_DATA_DIR:-.countersign}
    if [ -e "$data" ] && [ -n "$(ls -A "$data")" ]; then
      echo "$data is not empty." >&2
      exit 1
    fi
    mkdir -p "$data"
    tar --extract --gzip --preserve-permissions --numeric-owner --file "$file" --directory "$data"
    ;;
  *)
    echo "$file is no backup: it ends with neither .dump nor .tar.gz." >&2
    exit 1
    ;;
esac
echo "Restored."
