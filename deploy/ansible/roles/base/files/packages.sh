#!/bin/sh
# packages.sh plan|install FOLDER PACKAGE…: names what is missing, or installs it, from a folder of .deb files or, when
# FOLDER is "-", from Debian's own sources. What is installed already is left as it is: Debian's updates are Debian's.
set -eu
export LC_ALL=C.UTF-8 LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
wish=$1 folder=$2
shift 2
missing=
for each in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$each" 2>/dev/null)" = installed ] || missing="$missing $each"
done
half=$(dpkg --audit 2>/dev/null | head -1)
[ -z "$half" ] || missing="$missing (dpkg --configure -a)"
[ -n "$missing" ] || exit 0
echo "$missing"
[ "$wish" = install ] || exit 0

# Nothing starts with Debian's settings; each role starts its service with its own.
gate=/usr/sbin/policy-rc.d
own=$(mktemp -d /var/tmp/hrapp-apt.XXXXXX)
trap 'rm -rf "$own"; if grep -qs hrapp-install $gate; then rm -f $gate; fi' EXIT
trap 'exit 1' HUP INT TERM
if [ ! -e $gate ] || grep -qs hrapp-install $gate; then
    printf '#!/bin/sh\n# hrapp-install: gone when the installation is done\nexit 101\n' >$gate
    chmod 755 $gate
fi
cat >"$own/apt.conf" <<'EOF'
DPkg::Lock::Timeout "300";
Dpkg::Options { "--force-confdef"; "--force-confold"; };
APT::Install-Recommends "false";
EOF
if [ "$folder" != - ]; then
    mkdir -p "$own/lists/partial"
    printf 'deb [trusted=yes] file:%s ./\n' "$folder" >"$own/sources"
    cat >>"$own/apt.conf" <<EOF
Dir::Etc::sourcelist "$own/sources";
Dir::Etc::sourceparts "-";
Dir::State::lists "$own/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
EOF
fi
export APT_CONFIG="$own/apt.conf"
mkdir -p /var/log/hrapp
log=/var/log/hrapp/packages.log
{
    [ -z "$half" ] || dpkg --configure -a --force-confdef --force-confold
    apt-get -q update
    apt-get -q -y install "$@"
} >>"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    exit 1
}
