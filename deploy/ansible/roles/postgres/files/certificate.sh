#!/bin/sh
# certificate.sh NAME FOLDER: an authority that signs once and is thrown away, and a certificate for PostgreSQL.
set -eu
umask 077
name=$1 folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout ca.key -out ca.crt \
    -subj "/CN=hrapp database" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=$name" 2>/dev/null
case $name in *[!0-9.]*) kind=DNS ;; *) kind=IP ;; esac
printf 'subjectAltName=%s:%s\nextendedKeyUsage=serverAuth\n' "$kind" "$name" >extensions
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile extensions -out server.crt 2>/dev/null
install -o postgres -g postgres -m 0600 server.key "$folder/hrapp-server.key"
install -o root -g root -m 0644 ca.crt "$folder/hrapp-ca.crt"
install -o postgres -g postgres -m 0644 server.crt "$folder/hrapp-server.crt"
