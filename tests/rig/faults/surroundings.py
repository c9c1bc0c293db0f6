"""Settings, the clock, names, and whoever else is at work."""

from __future__ import annotations

import re
import time

from tests.rig.faults.ground import Ground, case
from tests.rig.places import RigError
from tests.rig.visitor import HOST, Visitor, healthy


@case("a setting that nobody knows", "named by hrapp and by the doctor; nothing is guessed")
def unknown_setting(ground: Ground) -> str:
    ground.box.run("sed -i 's/^base_url/base_ulr/' /etc/hrapp/config.toml")
    return ground.refused("hrapp check", "base_ulr")


@case("the machine's own name is not resolved", "named by the installer before anything is written")
def name_unresolved(ground: Ground) -> str:
    ground.box.run("echo '127.0.0.1 localhost' > /etc/hosts; touch /root/mark")
    return ground.refused(f"sh /root/{ground.run_file.name} --answers /root/answers --check", "/etc/hosts")


@case("the clock is before the bundle was built", "named by the installer before anything is written")
def clock_early(ground: Ground) -> str:
    fake = '#!/bin/sh\n[ "$1" = +%s ] && echo 1500000000 || exec /bin/date "$@"\n'
    ground.box.write("/usr/local/bin/date", fake, 0o755)
    return ground.refused(f"sh /root/{ground.run_file.name} --answers /root/answers --check", "clock")


@case("umask 077, LANG=zh_CN.GBK, empty PATH, proxy variables", "a second run changes nothing")
def odd_surroundings(ground: Ground) -> str:
    odd = "umask 077; export LANG=zh_CN.GBK LC_ALL=zh_CN.GBK PATH= http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9"
    ground.box.run(f"{odd}; /bin/sh /root/{ground.run_file.name}", timeout=900)
    recap = ground.box.sh("grep '^box .*failed=' /var/log/hrapp/install.log | tail -1")
    if "changed=0" not in recap:
        raise RigError(recap)
    healthy(ground.box)
    return " ".join(re.findall(r"(?:changed|failed)=\d+", recap))


@case("two operations at once", "the second is told who is at work, and waits or goes")
def two_at_once(ground: Ground) -> str:
    first = ground.box.start("flock /run/hrapp/op.lock sleep 15")
    time.sleep(1)
    said = ground.refused("hrapp-admin backup")
    first.wait(30)
    return said


MAKE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -keyout {0}.key -out {0}.crt"
    " -subj /CN={1} -addext subjectAltName=DNS:{1} -days {2} 2>/dev/null"
)


@case(
    "a wrong certificate is uploaded: foreign key, other name, expired, no chain",
    "each is refused; the right one serves on",
)
def wrong_certificate(ground: Ground) -> str:
    box, said = ground.box, []
    box.run("mkdir -p /root/tls")
    for name, host, days in (("good", HOST, 90), ("other", "shop.example.cn", 90), ("stranger", HOST, 90)):
        box.run(f"cd /root/tls && {MAKE.format(name, host, days)}")
    box.run(
        f"cd /root/tls && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout late.key -out late.csr"
        f" -subj /CN={HOST} 2>/dev/null && printf 'subjectAltName=DNS:{HOST}' > late.ext"
        " && openssl x509 -req -in late.csr -CA good.crt -CAkey good.key -CAcreateserial -days 90 -extfile late.ext"
        " -out unchained.crt 2>/dev/null && cp late.key unchained.key"
        " && late='openssl x509 -req -in late.csr -signkey late.key -extfile late.ext -out late.crt'"
        # Debian 12's openssl knows no dates, Debian 13's no days that are over.
        " && { $late -not_before 20240101000000Z -not_after 20240201000000Z || $late -days -1; } 2>/dev/null"
    )
    box.run("touch /root/mark")
    for certificate, key in (("good", "stranger"), ("other", "other"), ("late", "late"), ("unchained", "unchained")):
        said.append(ground.refused(f"hrapp-tls use /root/tls/{certificate}.crt /root/tls/{key}.key --name {HOST}"))
    if touched := ground.untouched():
        raise RigError(f"refused, but wrote {touched}")
    Visitor(box).get("/sign-in").raise_for_status()
    return "; ".join(said)


@case("a setting that nobody knows, then an upgrade", "the setting is named; the release before serves on", "closed")
def unknown_setting_upgrade(ground: Ground) -> str:
    ground.box.run("sed -i 's/^base_url/base_ulr/' /etc/hrapp/config.toml")
    said = ground.refused(f"hrapp-admin upgrade /root/hrapp-{ground.next}.bundle --yes --soak 3", "base_ulr")
    if not ground.box.sh("readlink /opt/hrapp/current").endswith(ground.version):
        raise RigError("another release is current")
    healthy(ground.box)
    return said


@case("the installation is killed in the middle of its packages", "a second run heals it", "bare")
def install_killed(ground: Ground) -> str:
    box = ground.box
    running = box.start(f"sh /root/{ground.run_file.name} --answers /root/answers")
    until = time.monotonic() + 600
    while box.run("pgrep -x dpkg && pgrep -f '[a]nsible-playbook'", check=False).returncode:
        if time.monotonic() > until or running.poll() is not None:
            raise RigError("packages were not seen being installed by the playbook")
        time.sleep(0.1)
    time.sleep(2)
    box.run("pkill -9 -f '[a]nsible'; pkill -9 -x apt-get; pkill -9 -x dpkg; pkill -9 -f '[h]rapp-.*\\.run'; true")
    running.wait(60)
    broken = box.sh("dpkg --audit | head -1; true")
    begun = time.monotonic()
    box.run(f"sh /root/{ground.run_file.name} --answers /root/answers", timeout=1800)
    healthy(box, 120)
    return f"dpkg said: {broken or 'nothing'}; healed in {time.monotonic() - begun:.0f} s"
