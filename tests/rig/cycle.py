"""The short cycle: from the sources to a company that works, twice upgraded, restored elsewhere, and proved.

Every step is timed and says what it saw. A step that fails ends the steps that stand on it; the table is printed.
"""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Callable

from deploy.bundle import build
from tests.rig import next as later
from tests.rig.course import ANSWERS, SUITES, Course
from tests.rig.first_day import come_back, first_day
from tests.rig.places import RigError
from tests.rig.visitor import HOST, Knocking, Visitor, healthy

SECOND_HOST = "people.example.cn"  # the second machine is called otherwise
CHANGES = (  # of the database, by the releases of the future; whether the doors have to be closed for it
    ("create table notify_next_release (id int primary key)", False),
    ("alter table notify_next_release add column n int not null default 1", True),
    ("drop table notify_next_release", True),
)

SCRAPE = f"""import ssl, urllib.request as ask
wanted = ask.Request("https://127.0.0.1/metrics", headers={{"Host": "{HOST}"}})
print(ask.urlopen(wanted, context=ssl._create_unverified_context()).read().decode())"""


class Cycle(Course):
    needed = ("build the bundle", "install without a network", "HTTPS, by name, with the box's own CA")

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("build the bundle", self.build),
            ("install without a network", self.install),
            ("HTTPS, by name, with the box's own CA", self.reach),
            ("first sign-in and a company's old workbooks", self.first_day),
            ("build the next three releases", self.build_next),
            ("second run changes nothing", self.second_run),
            ("check mode", self.check_mode),
            ("install on a second machine, meanwhile", self.install_second),
            ("every unit of ours is locked up", self.locked_up),
            ("idle memory", self.memory),
            ("backup, kit typed back", self.backup),
            ("reboot", self.reboot),
            ("power cut", self.power_cut),
            ("upgrade that only adds, while somebody asks", self.upgrade_open),
            ("upgrade behind closed doors", self.upgrade_closed),
            ("upgrade that fails its probe goes back by itself", self.upgrade_broken),
            ("drill", self.drill),
            ("the doctor says what is so, and Prometheus reads it", self.doctor),
            ("restore on the second machine", self.restore),
        ]

    def build(self) -> str:
        return self.built(build.ROOT, self.version)

    def install(self) -> str:
        seconds, boot = self.lay_out(self.box, self.version, HOST)
        self.unwell({"kit", "drill", "host", "clock"})  # what is left for people, and the air gap
        return f"{self.figures.keep('install, no network', seconds)}; boot {boot:.1f} s"

    def reach(self) -> str:
        seconds = healthy(self.box)
        page = Visitor(self.box).get("/sign-in")
        if page.status_code != 200 or "</html>" not in page.text:
            raise RigError(f"/sign-in: {page.status_code}")
        return f"ready {seconds:.1f} s after"

    def first_day(self) -> str:
        said, self.facts["seed"] = first_day(self.box)
        return said

    def build_next(self) -> str:
        """One that only adds and places something else, one that closes the doors, one that does not work."""
        source = later.placed_otherwise(later.tree(self.work / "next"))
        for number, (sql, closed) in enumerate(CHANGES):
            later.with_migration(source, f"2026-12-0{number + 1}T01:00:00:000001", sql, closed=closed)
            if number == 2:
                later.broken(source)
            self.built(source, self.versions[number])
        return ", ".join(self.versions)

    def second_run(self) -> str:
        # The second machine is laid out while nothing is measured here.
        self.second_installed = self.aside.submit(self.lay_out, self.second, self.versions[1], SECOND_HOST)
        recap = self.again("")
        if "changed=0" not in recap:
            raise RigError(f"{recap}\n{self.changed()}")
        return recap

    def check_mode(self) -> str:
        recap = self.again("--check")
        if "changed=0" not in recap:
            raise RigError(recap)
        return recap

    def locked_up(self) -> str:
        units = self.box.sh("systemctl list-unit-files --no-legend 'hrapp*.service' | cut -d' ' -f1").split()
        scores = {}
        for unit in units:
            asked = unit.replace("@.", "@1.")
            said = self.box.run(["systemd-analyze", "security", "--no-pager", asked], check=False).stdout
            found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
            scores[unit] = float(found[1]) if found else 10.0
        if not scores or max(scores.values()) > 1.5:
            raise RigError(f"more than 1.5: {scores}")
        return ", ".join(
            f"{unit.removesuffix('.service').removeprefix('hrapp-')} {score}" for unit, score in sorted(scores.items())
        )

    def memory(self) -> str:
        self.box.sh("sleep 5")
        told = self.box.sh(
            "for p in /proc/[0-9]*; do awk '/^Pss:/ {s+=$2} END {print s+0}' $p/smaps_rollup 2>/dev/null"
            " | sed \"s|$| $(tr '\\0' ' ' <$p/cmdline 2>/dev/null | cut -c1-60)|\"; done; true"
        )
        wanted = ("postgres", "redis", "valkey", "nginx", "hrapp")
        lines = [line.split(" ", 1) for line in told.splitlines() if line.split(" ", 1)[0].isdigit()]
        total = sum(int(size) for size, *name in lines if name and any(word in name[0] for word in wanted)) / 1024
        return self.figures.keep("idle memory (PSS)", total)

    def backup(self) -> str:
        begun = time.monotonic()
        self.box.run("hrapp-admin backup")
        seconds = time.monotonic() - begun
        self.facts["rows"] = self.rows(self.box)
        self.facts["kit"] = kit = _words(self.box.sh("hrapp-admin backup kit --screen"))
        typed = " ".join(f"--word {place}={kit[place - 1]}" for place in (2, 5, 9, len(kit)))
        self.box.run(f"hrapp-admin backup confirm-kit {typed}")
        return f"{seconds:.1f} s"

    def reboot(self) -> str:
        up = self.box.reboot()
        return f"up {up:.1f} s, ready {healthy(self.box, 120):.1f} s later"

    def power_cut(self) -> str:
        self.box.power_cut()
        up = self.box.up(fresh=False)
        return f"up {up:.1f} s, ready {healthy(self.box, 120):.1f} s later"

    def upgrade_open(self) -> str:
        with Knocking(self.box) as client:
            seconds = self.upgraded(self.versions[0])
        self.must_have(self.versions[0], "notify_next_release")
        if "# the next release" not in self.box.sh("cat /etc/nginx/sites-enabled/hrapp.conf"):
            raise RigError("what the next release places was not placed")
        if client.failed:
            print(f"failed: {client.failed[:5]}", flush=True)
        said = self.figures.keep("upgrade that only adds: failed requests", len(client.failed))
        return f"{seconds:.0f} s, of {len(client.answers)}: {said}"

    def upgrade_closed(self) -> str:
        with Knocking(self.box) as client:
            seconds = self.upgraded(self.versions[1])
        self.must_have(self.versions[1], "notify_next_release")
        strange = {status for _, status in client.failed} - {503}
        if strange:
            raise RigError(f"somebody was answered {strange} instead of a page that says when to come back")
        return f"{seconds:.0f} s, {self.figures.keep('doors closed by an upgrade', client.away)}"

    def upgrade_broken(self) -> str:
        before = self.rows(self.box)
        with Knocking(self.box) as client:
            done = self.try_upgrade(self.versions[2])
        if done.returncode == 0:
            raise RigError("an upgrade whose pages do not work was called done")
        healthy(self.box)
        self.must_have(self.versions[1], "notify_next_release")
        if self.rows(self.box) != before:
            raise RigError("other rows than before")
        # From the doors' closing on, since that is what people wait for.
        return f"with its data; {self.figures.keep('going back by itself', client.away)}"

    def drill(self) -> str:
        begun = time.monotonic()
        self.box.run("hrapp-admin drill", timeout=900)
        told = json.loads(self.box.read("/var/lib/hrapp/state/drill.json"))
        sealed = {"compensation_pay_record.sealed", "imports_batch.sealed"}
        if not told.get("ok") or not sealed <= set(told.get("fields_opened", ())):
            raise RigError(str(told))
        opened = len(told["fields_opened"])
        return f"{time.monotonic() - begun:.0f} s, set {told.get('set')}, a value of each of {opened} sealed columns opened"

    def doctor(self) -> str:
        """Everything that can be done was done: what is left is the air gap's, and the upgrade that went back."""
        self.box.run("systemctl start hrapp-health.service")  # locked up as it is, it sees what root sees
        told = json.loads(self.box.read("/var/lib/hrapp/state/health.json"))["answers"]
        levels = {answer["name"]: answer["level"] for answer in told}
        by_hand = self.unwell({"host", "clock", "upgrade.last"})
        if levels != by_hand:
            raise RigError(f"the unit and a person are told different things: {levels.items() ^ by_hand.items()}")
        if (elsewhere := Visitor(self.box).get("/metrics").status_code) != 403:
            raise RigError(f"/metrics answers {elsewhere} to somebody elsewhere")
        text = self.box.sh(f"python3 -c {shlex.quote(SCRAPE)}")
        if 'hrapp_health{look="ready"} 0' not in text:
            raise RigError(f"/metrics: {text[:500]}")
        return f"{len(told)} looks; {len(text.splitlines())} lines of metrics"

    def unwell(self, expected: set[str]) -> dict[str, str]:
        """What the doctor finds; not well is exactly what is expected, nothing is missed and nothing is made up."""
        found = json.loads(self.box.run("hrapp-admin doctor --json", check=False).stdout)
        wrong = {answer["name"]: answer["en"] for answer in found if answer["level"] != "ok"}
        if set(wrong) != expected:
            raise RigError(f"the doctor finds not {sorted(expected)} but {wrong}")
        return {answer["name"]: answer["level"] for answer in found}

    def install_second(self) -> str:
        if self.second_installed is None:
            self.second_installed = self.aside.submit(self.lay_out, self.second, self.versions[1], SECOND_HOST)
        seconds, boot = self.second_installed.result()
        return f"{self.versions[1]} on Debian {self.second.suite}, {seconds:.0f} s; boot {boot:.1f} s"

    def restore(self) -> str:
        begun = time.monotonic()
        self.second.write("/root/words", "\n".join(self.facts["kit"]), 0o600)
        self.second.run("hrapp-admin restore key --words-from /root/words")
        listed = self.second.sh("hrapp-admin restore list --from disk")
        sets = re.findall(r"\b\d{8}[T-]\d{6}\S*|\b[0-9A-HJKMNP-TV-Z]{26}\b", listed)
        if not sets:
            raise RigError(f"no set is listed:\n{listed}")
        chosen = sets[-1]
        self.second.run(f"hrapp-admin restore run --set {chosen} --from disk --company 云杉机器", timeout=1200)
        healthy(self.second, 120, SECOND_HOST)
        seconds = time.monotonic() - begun
        here, there = self.rows(self.box), self.rows(self.second)
        if here != there:
            raise RigError(
                f"other rows: {[(name, here.get(name), there.get(name)) for name in here if here[name] != there.get(name)]}"
            )
        back = come_back(self.second, self.facts["seed"], SECOND_HOST)
        return f"{seconds:.0f} s, Debian {self.box.suite} to {self.second.suite}, {HOST} to {SECOND_HOST}; {back}"


def _words(kit: str) -> list[str]:
    """The words of the kit as it is shown on the screen: lines of `1 word   2 word …`."""
    lines = [line for line in kit.splitlines() if re.fullmatch(r"(\s*\d+ [a-z]+)+\s*", line)]
    return re.findall(r"\d+ ([a-z]+)", "\n".join(lines))


__all__ = ["ANSWERS", "SUITES", "Cycle"]
