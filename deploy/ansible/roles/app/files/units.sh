#!/bin/sh
# units.sh plan|place FOLDER: names the units that differ from the release's, or brings them to the release's state.
set -eu
wish=$1 folder=$2 there=/etc/systemd/system
cd "$folder"
for unit in hrapp*; do
    cmp -s "$unit" "$there/$unit" && continue
    echo "$unit"
    [ "$wish" = place ] || continue
    install -m 0644 "$unit" "$there/.$unit.new"
    mv "$there/.$unit.new" "$there/$unit"
done
