#!/bin/sh
# environment.sh RELEASE WHEELS: the Python environment of a release, from wheels that are checked against their hashes.
set -eu
umask 022
release=$1 wheels=$2
part=$release/venv.partial
rm -rf "$part"
python3 -m venv --without-pip "$part"
set -- "$wheels"/pip-*.whl
"$part/bin/python" "$1/pip" install --quiet --no-index --find-links "$wheels" --require-hashes --no-cache-dir \
    --disable-pip-version-check --root-user-action=ignore -r "$wheels/app.txt"
"$part/bin/python" -m compileall -q "$part/lib" || true
# The scripts name the folder they were made in.
grep -lI "$part" "$part"/bin/* | xargs -r sed -i "s#$part#$release/venv#g"
mv "$part" "$release/venv"
