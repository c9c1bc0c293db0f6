#!/bin/sh
# logins.sh plan|make OWNER LOGIN…: names the logins and the database that are missing, or makes them.
# The database is always UTF-8 and sorts by code point, whatever language the machine was set up in.
set -eu
wish=$1 owner=$2
shift
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -U postgres -d postgres "$@"; }
cd /
for login in "$@"; do
    [ "$(ask -c "select 1 from pg_roles where rolname = '$login'")" = 1 ] && continue
    echo "$login"
    [ "$wish" = make ] || continue
    case $login in
    hrapp_backup) # from another machine: reads every row, makes databases, acts for their owner, and is no superuser
        ask -c "create role $login login nosuperuser createdb nocreaterole bypassrls"
        ask -c "grant $owner, pg_monitor, pg_signal_backend to $login"
        ;;
    *) ask -c "create role $login login nosuperuser nocreatedb nocreaterole nobypassrls" ;;
    esac
done
[ "$(ask -c "select 1 from pg_database where datname = 'hrapp'")" = 1 ] && exit 0
echo "database hrapp"
[ "$wish" = make ] || exit 0
ask -c "create database hrapp owner $owner template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
