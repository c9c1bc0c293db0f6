"""The other ways to install, and to live: asked at a terminal, from a backup, on a machine with 1 GB of memory."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable

from tests.rig import small
from tests.rig.cycle import Cycle
from tests.rig.first_day import come_back
from tests.rig.machine import Machine
from tests.rig.places import RigError, cache
from tests.rig.terminal import Terminal
from tests.rig.visitor import HOST, Visitor, healthy
from tests.rig.ways_two import Two

Steps = list[tuple[str, Callable[[], str]]]
OTHER = "hr2.example.cn"  # the name of the machine that a backup is brought back on
KIT = "/root/hrapp-recovery-kit.html"
BIG = 500  # MB
# Messages, which compress badly. Not files: what is sealed in them has to open, and a restore tries it.
GROWN = """
insert into notify_message (id, person, kind, text, created_at)
select 'Z' || lpad(n::text, 25, '0'), (select id from people_person order by id limit 1), 'proof',
       md5(n::text) || md5('a' || n) || md5('b' || n) || md5('c' || n) || md5('d' || n) || md5('e' || n),
       now() - n * interval '1 minute' from generate_series(1, {messages}) n;
"""


class Ways(Cycle):
    """Asked in either language, and a whole machine from its backup with nothing but the words of the kit."""

    def steps(self) -> Steps:
        return [
            ("build the bundle", self.build),
            ("asked at a terminal, in Chinese", lambda: self.asked(self.box, "zh")),
            ("first sign-in and a company's old workbooks", self.first_day),
            (f"a database of {BIG} MB", self.grow),
            ("backup of it", self.big_backup),
            ("--restore on a bare machine, under another name", self.brought_back),
            ("what came back is kept on and signed in to", self.lives_on),
            ("asked at a terminal, in English", self.asked_in_english),
        ]

    # --- asked ------------------------------------------------------------------------------------------------

    def asked(self, machine: Machine, language: str) -> str:
        begun = self._bare(machine)
        words = {"zh": ASKED_ZH, "en": ASKED_EN}[language]
        there = Terminal(machine, f"sh /root/hrapp-{self.version}.run")
        there.answer("zh 中文", "deutsch", 120)  # no such language: both say so, and ask again
        there.answer("language is zh or en[^?]*zh 中文", language)
        for question, wrong, complaint, right in words[:-1]:
            there.answer(question, wrong)
            there.answer(f"✗ [^\n]*{complaint}[^?]*?{question}", right)
        words_typed = self._kit_back(there, *words[-1])
        said = there.until("https://" + HOST.replace(".", r"\.") + "\n", 120)
        if code := there.ended():
            raise RigError(f"the installer ended with {code}:\n{there.seen[-1500:]}")
        if len(re.findall(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}\b", words_typed)) < 3:
            raise RigError(f"fewer than three codes were shown:\n{there.seen[-2500:]}")
        doctor = [line for line in said.splitlines() if line.strip()]
        healthy(machine)
        told = machine.sh("hrapp-admin key list 2>/dev/null || hrapp-admin key")
        if not re.search(r"(proved|核对于) \d{4}", told):
            raise RigError(f"the kit does not count as proved: {told}")
        return f"{time.monotonic() - begun:.0f} s; wrong answers were asked again; the doctor: {' / '.join(doctor[:4])}"

    def asked_in_english(self) -> str:
        for machine in (self.box, self.second):
            if machine.folder.exists():
                machine.destroy()
        for path in self.disk.iterdir():  # what another machine kept there opens with other words
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self.asked(self.second, "en")

    def _bare(self, machine: Machine) -> float:
        machine.up()
        machine.put(self.bundles[self.version].with_suffix(".run"), "/root")
        return time.monotonic()

    def _kit_back(self, there: Terminal, question: str, wrong: str) -> str:
        """Types what is asked for of the printed kit, the first time with one word misread."""
        before = there.until(question, 1500)
        words = re.findall(r"<li>([a-z]{5})</li>", there.machine.read(KIT))
        self.facts.setdefault("words", words)
        spoiled = False
        for number in range(8):
            asked = re.findall(question, there.seen)[-1]
            place = int(re.findall(r"\d+", asked)[0])
            there.type(words[place - 1] if spoiled else "babab")
            spoiled = True
            if number < 7:
                said = there.until(question)
                if number == 3 and wrong not in said:
                    raise RigError(f"a wrong word was not told of:\n{said}")
        return before

    # --- from a backup ----------------------------------------------------------------------------------------

    def grow(self) -> str:
        statement = GROWN.format(messages=1_500_000)
        self.sql(self.box, statement + "analyze notify_message")
        size = int(self.sql(self.box, "select pg_database_size('hrapp') >> 20"))
        if size < BIG:
            raise RigError(f"only {size} MB")
        return f"{size} MB"

    def big_backup(self) -> str:
        begun = time.monotonic()
        self.box.run("hrapp-admin backup", timeout=1200)
        self.facts["rows"] = self.rows(self.box)
        kept = sum(path.stat().st_size for path in self.disk.rglob("*") if path.is_file())
        return f"{time.monotonic() - begun:.0f} s, {kept >> 20} MB on the disk"

    def brought_back(self) -> str:
        begun = self._bare(self.second)
        there = Terminal(self.second, f"sh /root/hrapp-{self.version}.run --restore folder:/mnt/backup")
        there.answer("zh 中文", "en", 120)
        right = self.facts["words"]
        there.answer("17 words", " ".join(["babab", *right[1:]]), 300)  # one misread
        there.until("misread")
        there.answer("17 words", " ".join(right))
        there.answer("people type in a browser[^\n]*" + HOST, "two words")
        there.answer("is no name or address[^?]*people type", OTHER)
        there.until("bringing back the set", 1500)
        restoring = time.monotonic()
        there.until(r"Restored in [\d.]+ s", 900)
        restored = time.monotonic() - restoring
        if code := there.ended(300):
            raise RigError(f"the installer ended with {code}:\n{there.seen[-2500:]}")
        if restored > 300:
            raise RigError(f"{restored:.0f} s, more than five minutes")
        whole = time.monotonic() - begun
        rows = self.rows(self.second)
        if differs := [name for name, count in self.facts["rows"].items() if rows.get(name) != count]:
            raise RigError(f"other rows in {differs}")
        return f"{whole:.0f} s from the bare machine, {restored:.0f} s of them the data"

    def lives_on(self) -> str:
        if Visitor(self.second, OTHER).get("/readyz").status_code != 200:
            raise RigError("it is not ready under its new name")
        probe = self.second.sh("hrapp check --probe --json")
        tried = int((re.search(r'"keys_tried": (\d+)', probe) or ["", "0"])[1])
        if tried == 0:
            raise RigError(f"nothing that was sealed could be opened: {probe}")
        back = come_back(self.second, self.facts["seed"], OTHER)
        self.second.run("hrapp-admin backup", timeout=1200)
        return f"{back}; {tried} keys of sealed data opened; it keeps sets of its own"


# (the question, what cannot be used, what is said to that, what can)
_HOST = r"\d/6 [^\n]*hr\.example\.cn"
ASKED_ZH = [
    (_HOST, "hr example", "不是名称或地址", HOST),
    ("3/6 公司名称", "", "缺少公司名称", "云杉机器"),
    ("4/6 管理员邮箱", "nobody", "不对", "it@example.cn"),
    ("5/6 手机如何访问", "home", "应为 office", "office"),
    ("6/6 备份位置", "folder:/mnt/nowhere", "不存在", "folder:/mnt/backup"),
    (r"恢复卡上第 \d+ 个词", "与恢复卡不符"),
]
ASKED_EN = [
    (_HOST, "-hr", "is no name or address", HOST),
    ("3/6 the company", "it's $(id)", "special characters", "云杉机器"),
    ("4/6 the administrator", "a@b@c", "is no mail address", "it@example.cn"),
    ("5/6 how phones", "wifi", "is office, domain or vpn", "vpn"),
    ("6/6 backups", "/mnt/backup", "backup is folder", "folder:/mnt/backup"),
    (r"Word \d+ of the kit", "is not what the kit has"),
]


class Small(Cycle):
    """1 GB of memory and no swap."""

    def steps(self) -> Steps:
        self.box.memory = 1024
        self.box.folder = cache() / "machines" / self.box.name  # a disk in memory would count as memory
        wanted = [
            ("install without a network", self.install),
            ("first sign-in and a company's old workbooks", self.first_day),
            ("backup, kit typed back", self.backup),
            ("drill", self.drill),
            ("upgrade that only adds, while somebody asks", self.upgrade_open),
            ("upgrade behind closed doors", self.upgrade_closed),
            ("restore of what was kept", self.restore_here),
        ]
        return [
            ("build the bundle", self.build),
            ("a machine with 1 GB", lambda: f"up {self.box.up():.1f} s"),
            *(("1 GB: " + name, self._watched(step)) for name, step in wanted[:4]),
            ("build the next three releases", self.build_next),
            *(("1 GB: " + name, self._watched(step)) for name, step in wanted[4:]),
        ]

    def _watched(self, step: Callable[[], str]) -> Callable[[], str]:
        def run() -> str:
            with small.watched(self.box.name) as peak:
                said = step()
            return f"{said}; {peak}"

        return run

    def restore_here(self) -> str:
        listed = self.box.sh("hrapp-admin restore list --from disk")
        chosen = listed.splitlines()[-1].split()[0]
        before = self.rows(self.box)
        said = self.box.sh(f"hrapp-admin restore run --set {chosen} --from disk --company 云杉机器", timeout=1200)
        return f"{said.splitlines()[-1]}; {sum(map(int, before.values()))} rows"


WAYS = {"asked": Ways, "small": Small, "two": Two}


def run(suite: str, only: str = "", keep: bool = False) -> bool:
    chosen = {name: way for name, way in WAYS.items() if name.startswith(only)}
    if not chosen:
        raise RigError(f"There is no way {only}, only {', '.join(WAYS)}.")
    good = [way(suite, suite, keep, name=name).run() for name, way in chosen.items()]
    return all(good)
