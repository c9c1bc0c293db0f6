"""PostgreSQL on a machine of its own, both placed from a third one over ssh, none of them with a way out."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.rig.base import base
from tests.rig.cycle import Cycle
from tests.rig.first_day import come_back
from tests.rig.machine import Machine
from tests.rig.places import SUITES, RigError, cache
from tests.rig.visitor import HOST, Knocking, Visitor, healthy

KERNEL = ("sysctl", "-w", "net.ipv4.tcp_retries2=6")
DATABASE = "hr-db.example.cn"
SITE = f"""hrapp_host: {HOST}
hrapp_company: 云杉机器
hrapp_admin_mail: it@example.cn
hrapp_db_host: {DATABASE}
hrapp_backup_targets:
  - {{name: disk, kind: folder, path: /mnt/backup}}
"""


def with_ssh(suite: str) -> list[Path]:
    """A Debian as the usual image leaves it when somebody ticked "SSH server"."""
    folder = cache() / "layers" / f"sshd-{base(suite).name}"
    if not (folder / "layer.json").exists():
        machine = Machine(f"ssh{suite}", suite, net="host")
        machine.up()
        try:
            for line in Path("/etc/apt/apt.conf.d").glob("*"):
                if "proxy" in line.name.lower() or re.search(r"^Acquire::(http|Check)", line.read_text(), re.MULTILINE):
                    machine.write(f"/etc/apt/apt.conf.d/{line.name}", line.read_text())
            machine.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
            machine.run("apt-get -q update && apt-get -q -y --no-install-recommends install openssh-server")
            machine.run("systemctl disable ssh")  # until it has keys, or it fails at boot and tries again meanwhile
            machine.run("rm -f /usr/sbin/policy-rc.d /etc/apt/apt.conf.d/*proxy* /etc/ssh/ssh_host_*; apt-get clean")
            machine.down()
            machine.save(folder.name)
        finally:
            machine.destroy()
    return [Path(layer) for layer in json.loads((folder / "layer.json").read_text())["layers"]]


class Two(Cycle):
    """`box` has the application, `second` the database, `control` the unpacked bundle and an inventory."""

    needed = ("build the bundle", "three machines", "placed from the control machine")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.control = self._machine(f"{self.name}control{self.suite}", self.suite)
        for machine in (self.box, self.second, self.control):
            if not machine.index:  # none that was kept
                machine.layers = with_ssh(self.suite)
        self.second.disks = {}

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("build the bundle", self.build),
            ("three machines", self.three),
            ("check mode on bare machines", self.check_bare),
            ("placed from the control machine", lambda: self.placed(self.version)),
            ("second run changes nothing", self.second_run),
            ("check mode", lambda: self.unchanged(self.version, "--check")),
            ("HTTPS, by name, with the box's own CA", self.reach),
            ("first sign-in and a company's old workbooks", self.first_day),
            ("nobody else gets into the database", self.strangers),
            ("every unit of ours is locked up", self.locked_up),
            ("backup by the unit and by hand, kit typed back", self.two_backups),
            ("drill by the unit", self.drill_unit),
            ("the database's machine loses its power", self.database_away),
            ("both machines lose their power", self.dark),
            ("the doctor knows the database's disk", self.disk_told),
            ("build the next three releases", self.build_next),
            ("upgrade that only adds, while somebody asks", self.upgrade_open),
            ("an upgrade loses its power behind closed doors", self.upgrade_dark),
            ("upgrade behind closed doors", self.upgrade_closed),
            ("upgrade that fails its probe goes back by itself", self.upgrade_broken),
            ("restore of what was kept", self.restore_here),
            ("placed once more, nothing changes", lambda: self.unchanged(self.versions[1])),
            ("the doctor has nothing to say of the database", self.doctor_two),
        ]

    def sql(self, machine: Machine, statement: str) -> str:
        return super().sql(self.second, statement)

    # --- placing ----------------------------------------------------------------------------------------------

    def three(self) -> str:
        seconds = [f"{machine.up():.1f} s" for machine in (self.box, self.second, self.control)]
        self.control.run("ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519")
        public = self.control.read("/root/.ssh/id_ed25519.pub")
        for machine in (self.box, self.second):
            machine.run("ssh-keygen -q -A && systemctl enable --now ssh")
            machine.write("/root/.ssh/authorized_keys", public + "\n", 0o600)
            self.control.run(f"ssh-keyscan -t ed25519 {machine.ip} >>/root/.ssh/known_hosts")
            # Machines of nspawn share the host's kernel, which lets nobody in there do what the playbook asks of a real one.
            subprocess.run(
                ["ip", "netns", "exec", f"hrapp-rig-{machine.name}", *KERNEL], check=True, stdout=subprocess.DEVNULL
            )
        return ", ".join(seconds)

    def unpacked(self, version: str) -> str:
        """The folder of a bundle on the control machine, as its administrator makes it."""
        folder = f"/root/hrapp-{version}"
        if self.control.run(f"test -d {folder}", check=False).returncode:
            self.control.put(self.bundles[version], "/root")
            self.control.run(f"mkdir {folder} && tar -xf /root/hrapp-{version}.bundle -C {folder} --no-same-owner")
        packages = f"{folder}/release/ansible/roles/base/files/packages.sh install {folder}/debs/{SUITES[self.suite]}"
        self.control.run(f"sh {packages} python3-venv openssh-client")
        if self.control.run("test -d /root/my-site", check=False).returncode:
            self.control.run(f"cp -r {folder}/release/ansible/inventory/two-tier /root/my-site")
            hosts = self.control.read("/root/my-site/hosts.yml")
            hosts = hosts.replace("192.0.2.10", self.box.ip).replace("192.0.2.20", self.second.ip)
            self.control.write("/root/my-site/hosts.yml", hosts + "\n")
            self.control.write("/root/my-site/group_vars/hrapp.yml", SITE)
        return folder

    def placed(self, version: str, option: str = "") -> str:
        folder, begun = self.unpacked(version), time.monotonic()
        command = f"sh {folder}/release/ansible/control /root/my-site /root/hrapp-{version}.bundle {option}"
        done = self.control.run(command, check=False, timeout=1800)
        (self.work / "placed.log").write_text(done.stdout + done.stderr)
        recap = re.findall(
            r"^(hr-\w+) .*?(ok=\d+) .*?(changed=\d+) .*?(unreachable=0) .*?(failed=0)", done.stdout, re.M
        )
        if done.returncode or len(recap) != 2:
            raise RigError(f"{done.stdout[-3000:]}\n{done.stderr[-1500:]}")
        self.facts["changed"] = re.findall(r"TASK \[(.*?)\](?:(?!TASK).)*?changed: \[", done.stdout, re.S)
        said = ", ".join(f"{name} {ok} {changed}" for name, ok, changed, *_ in recap)
        return f"{time.monotonic() - begun:.0f} s; {said}"

    def check_bare(self) -> str:
        """It names what it would do, and does none of it."""
        said = self.placed(self.version, "--check")
        if said.count("changed=0"):
            raise RigError(f"it would do nothing on a bare machine: {said}")
        for machine in (self.box, self.second):
            written = machine.sh(
                "ls -d /etc/hrapp /opt/hrapp /var/lib/hrapp /etc/postgresql /etc/nginx 2>/dev/null || true"
            )
            if written:
                raise RigError(f"check mode made {written.split()} on {machine.name}")
        return said

    def unchanged(self, version: str, option: str = "") -> str:
        said = self.placed(version, option)
        if said.count("changed=0") != 2:
            raise RigError(f"{said}: {self.facts['changed']}")
        return said

    def second_run(self) -> str:
        return self.unchanged(self.version)

    # --- the database apart -----------------------------------------------------------------------------------

    def strangers(self) -> str:
        """A machine that is none of the site's, and one of the site's without a password or without TLS."""
        told = f"-h {self.second.ip} -U hrapp_backup -d hrapp -c 'select 1'"
        shut = "timeout 5 bash -c ': </dev/tcp/{}/5432'"
        if self.control.run(shut.format(self.second.ip), check=False).returncode == 0:
            raise RigError("port 5432 is open to everybody")
        for way in ("PGSSLMODE=disable PGPASSFILE=/etc/hrapp/credentials/pgpass", "PGSSLMODE=require PGPASSFILE=/none"):
            done = self.box.run(f"{way} psql -w -X {told}", check=False)
            if done.returncode == 0:
                raise RigError(f"{way} gets in")
        by_address = f"PGSSLMODE=verify-full PGSSLROOTCERT=/etc/hrapp/database-ca.crt psql -w -X {told}"
        if "does not match" not in (said := self.box.run(by_address, check=False).stderr):
            raise RigError(f"the name in the certificate is not looked at: {said}")
        clusters = self.box.sh("pg_lsclusters -h; pgrep -x postgres || true")
        if clusters:
            raise RigError(f"the application's machine has a database of its own: {clusters}")
        return "the port is shut, a password and TLS are asked for, the name is looked at"

    def two_backups(self) -> str:
        self.box.run("hrapp-admin backup kit")  # what the installer does at its end, people do once by hand here
        by_hand = self.backup()
        begun = time.monotonic()
        self.box.run("systemctl start hrapp-backup.service", timeout=600)
        said = self.box.sh("journalctl -u hrapp-backup.service -o cat -n 20")
        return f"by hand {by_hand}, by the unit {time.monotonic() - begun:.1f} s; {said.splitlines()[-1][:80]}"

    def drill_unit(self) -> str:
        self.box.run("systemctl start hrapp-drill.service", timeout=900)
        return self.drill()

    def database_away(self) -> str:
        self.second.link(False)  # so that nobody is told that connections ended
        self.second.power_cut()
        try:
            red, said = self._red()
            self._doctor_names_it()
        finally:
            self.second.link(True)
            self.second.up(fresh=False)
        back = healthy(self.box, 120)
        if Visitor(self.box).get("/sign-in").status_code != 200:
            raise RigError("ready, and still no page")
        return f"red after {red:.1f} s, people read {said}, ready {back:.1f} s after the database's machine was"

    def _doctor_names_it(self) -> None:
        found = {a["name"]: a for a in json.loads(self.box.run("hrapp-admin doctor --json", check=False).stdout)}
        if found["database"]["level"] != "bad" or DATABASE not in found["database"]["en"]:
            raise RigError(f"the doctor: {found['database']}")

    def _red(self) -> tuple[float, str]:
        """Seconds until it says that it is not ready, and what a page says."""
        begun = time.monotonic()
        while (answer := Visitor(self.box).get("/readyz")).status_code == 200:
            if time.monotonic() - begun > 30:
                raise RigError("ready without its database")
            time.sleep(0.2)
        red = time.monotonic() - begun
        if "database" not in answer.text:
            raise RigError(f"not ready, for another reason: {answer.text}")
        shown = Visitor(self.box).get("/sign-in")
        if shown.status_code != 503 or "数据库暂时连不上" not in shown.text:
            raise RigError(f"a page without a database: {shown.status_code} {shown.text[:300]}")
        return red, f"数据库暂时连不上 within {time.monotonic() - begun - red:.1f} s"

    def dark(self) -> str:
        """The application's machine is back first."""
        self.box.power_cut()
        self.second.power_cut()
        self.box.up(fresh=False)
        with contextlib.suppress(httpx.TimeoutException):  # the pages start when their database is there
            if Visitor(self.box).get("/readyz").status_code == 200:
                raise RigError("ready without its database")
        self.second.up(fresh=False)
        return f"ready {healthy(self.box, 120):.1f} s after the second one was"

    def disk_told(self) -> str:
        """By the timer at first; then nearly full, silent for two hours, and well again by the unit."""
        self._disk(f"disk.{DATABASE}:/", "ok")
        full = {"/": {"free": 1 << 30, "total": 100 << 30}}
        self._tells(full, "now()")
        self._disk(f"disk.{DATABASE}:/", "bad")
        self._tells(full, "now() - interval '2 hours'")
        self._disk(f"disk.{DATABASE}", "warn")
        self.second.run("systemctl start hrapp-database-disk.service")
        said = self._disk(f"disk.{DATABASE}:/", "ok")
        asked = ["systemd-analyze", "security", "--no-pager", "hrapp-database-disk.service"]
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)", self.second.run(asked, check=False).stdout)
        if not found or float(found[1]) > 1.5:
            raise RigError(f"hrapp-database-disk is exposed: {found and found[0]}")
        return f"{said}; exposure {found[1]}"

    def _tells(self, disks: dict[str, dict[str, int]], at: str) -> None:
        """As the unit would have written it."""
        told = f"json_build_object('at', {at}, 'disks', '{json.dumps(disks)}'::json)"
        statement = f"select format('comment on tablespace pg_default is %L', {told}) \\gexec\n"
        self.second.write("/tmp/told.sql", statement, 0o644)
        self.second.run("runuser -u postgres -- psql -X -v ON_ERROR_STOP=1 -d postgres -f /tmp/told.sql")

    def _disk(self, name: str, level: str) -> str:
        """The doctor's sentence; at this level, and none of the machine's disks is left out."""
        found = {a["name"]: a for a in json.loads(self.box.run("hrapp-admin doctor --json", check=False).stdout)}
        if name not in found or found[name]["level"] != level:
            raise RigError(f"{name} is not {level}: { {n: a['en'] for n, a in found.items() if 'disk' in n} }")
        return str(found[name]["en"])

    # --- releases ---------------------------------------------------------------------------------------------

    def upgrade_open(self) -> str:
        with Knocking(self.box) as client:
            seconds = self.upgraded(self.versions[0])
        self.must_have(self.versions[0], "notify_next_release")
        told = {a["name"]: a["en"] for a in json.loads(self.box.run("hrapp-admin doctor --json", check=False).stdout)}
        if "control machine" not in told.get("placed", ""):
            raise RigError(f"nobody is told that the playbook waits: {told.get('placed')}")
        would = self.placed(self.versions[0], "--check")
        if would.count("changed=0") == 2 or "# the next release" in self.box.sh(
            "cat /etc/nginx/sites-enabled/hrapp.conf"
        ):
            raise RigError(f"check mode should name what waits, and not do it: {would}")
        placed = self.placed(self.versions[0])
        if "# the next release" not in self.box.sh("cat /etc/nginx/sites-enabled/hrapp.conf"):
            raise RigError("what the next release places was not placed")
        if "placed" in {a["name"] for a in json.loads(self.box.run("hrapp-admin doctor --json", check=False).stdout)}:
            raise RigError("the doctor still waits for the playbook")
        said = self.figures.keep("upgrade that only adds: failed requests", len(client.failed))
        return f"{seconds:.0f} s, of {len(client.answers)}: {said}; the rest from the control machine: {placed}"

    def upgrade_dark(self) -> str:
        """The database had been changed. What puts it right at boot has no network, and its database is not up yet."""
        before = self.rows(self.box)
        if self.try_upgrade(self.versions[1], die_after="migrate").returncode == 0:
            raise RigError("it was not killed")
        self.box.power_cut()
        self.second.power_cut()
        booting = threading.Thread(target=lambda: self.box.up(fresh=False))
        booting.start()  # it has not booted before recovery is through
        time.sleep(20)
        waiting = self.box.sh("systemctl is-active hrapp-upgrade-recover || true")
        self.second.up(fresh=False)
        begun = time.monotonic()
        booting.join()
        if waiting != "activating":
            raise RigError(f"recovery did not wait for the database: {waiting}")
        healthy(self.box, 180)
        ready = time.monotonic() - begun
        if not (current := self.box.sh("readlink /opt/hrapp/current")).endswith(self.versions[0]):
            raise RigError(f"{current}, not the release before")
        if self.rows(self.box) != before:
            raise RigError("other rows than before")
        seconds = self.box.sh("systemctl show -P ActiveEnterTimestampMonotonic hrapp-upgrade-recover")
        woken = self.box.sh("systemctl show -P InactiveExitTimestampMonotonic hrapp-upgrade-recover")
        took = (int(seconds) - int(woken)) / 1e6
        return f"back with its data {ready:.0f} s after the database's machine was up; recovery waited and worked {took:.0f} s"

    def restore_here(self) -> str:
        listed = self.box.sh("hrapp-admin restore list --from disk")
        chosen, before = listed.splitlines()[-1].split()[0], self.rows(self.box)
        said = self.box.sh(f"hrapp-admin restore run --set {chosen} --from disk --company 云杉机器", timeout=1200)
        if self.rows(self.box) != before:
            raise RigError("other rows than before")
        return f"{said.splitlines()[-1]}; {come_back(self.box, self.facts['seed'], HOST)}"

    def doctor_two(self) -> str:
        self.box.run("hrapp-admin restore release-mail", check=False)
        self.box.run("systemctl start hrapp-health.service")
        told = json.loads(self.box.read("/var/lib/hrapp/state/health.json"))["answers"]
        levels = {answer["name"]: answer["level"] for answer in told}
        if levels != self.unwell({"host", "clock", "upgrade.last"}):
            raise RigError("the unit and a person are told different things")
        return f"{len(told)} looks"

    def _end(self) -> None:
        if not self.keep and self.control.folder.exists():
            self.control.destroy()
        super()._end()
        if self.keep:
            print(f"kept: {self.control.name}", flush=True)


__all__ = ["Two"]
