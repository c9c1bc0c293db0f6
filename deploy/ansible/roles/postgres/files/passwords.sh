#!/bin/sh
# passwords.sh HOST PORT LOGIN…: a random password for each login, set here and written down for the application.
set -eu
umask 077
host=$1 port=$2
shift 2
file=/etc/hrapp/credentials/pgpass
: >$file.new
for login in "$@"; do
    secret=$(openssl rand -hex 32)
    printf '%s:%s:*:%s:%s\n' "$host" "$port" "$login" "$secret" >>$file.new
    # By standard input: an argument could be seen by others.
    printf "alter role %s password '%s';\n" "$login" "$secret" | psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres
done
mv $file.new $file
