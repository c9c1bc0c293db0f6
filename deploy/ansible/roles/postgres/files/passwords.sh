#!/bin/sh
# passwords.sh plan|make HOST PORT LOGIN…: names the logins without a password, or gives each a random one, set here and
# written down for the application's machines.
set -eu
umask 077
wish=$1 host=$2 port=$3
shift 3
file=/etc/hrapp/credentials/pgpass
cd /
for login in "$@"; do
    grep -qsF "$host:$port:*:$login:" $file && continue
    echo "$login"
    [ "$wish" = make ] || continue
    secret=$(openssl rand -hex 32)
    # By standard input: an argument could be seen by others.
    printf "alter role %s password '%s';\n" "$login" "$secret" | psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres
    {
        cat $file 2>/dev/null || true
        printf '%s:%s:*:%s:%s\n' "$host" "$port" "$login" "$secret"
    } >$file.new
    mv $file.new $file
done
