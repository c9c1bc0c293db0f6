#!/bin/sh
# passwords.sh plan|make LOGIN…: names the logins without a password, or gives each a random one, set here and
# written down for the application's machines.
set -eu
umask 077
wish=$1
shift
file=/etc/hrapp/credentials/pgpass
cd /
for login in "$@"; do
    grep -qsF "*:*:*:$login:" $file && continue
    echo "$login"
    [ "$wish" = make ] || continue
    secret=$(openssl rand -hex 32)
    # By standard input: an argument could be seen by others.
    printf "alter role %s password '%s';\n" "$login" "$secret" | psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres
    {
        cat $file 2>/dev/null || true
        # By any way: some of those who ask reach it through a socket in a folder.
        printf '*:*:*:%s:%s\n' "$login" "$secret"
    } >$file.new
    mv $file.new $file
done
