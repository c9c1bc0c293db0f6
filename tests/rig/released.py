"""Releases that companies have, brought to this tree: built from their tag by their own recipe, installed as they were,
used for a day, upgraded, and used again by whoever was there.
"""

from __future__ import annotations

from collections.abc import Callable

from deploy.bundle import build, released
from tests.rig.course import SUITES
from tests.rig.cycle import Cycle
from tests.rig.first_day import come_back
from tests.rig.places import RigError
from tests.rig.visitor import HOST, Knocking, healthy


class Released(Cycle):
    ref = ""
    needed = ("build the release from its tag", "install it without a network", "build this tree")

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("build the release from its tag", self.build_as_it_was),
            ("install it without a network", self.install_as_it_was),
            ("first sign-in and a company's old workbooks", self.first_day),
            ("build this tree", self.build_this),
            ("upgrade to it, while somebody asks", self.upgrade),
            ("everybody is there and signs in", self.there),
        ]

    def build_as_it_was(self) -> str:
        self.version = released.version_of(build.ROOT, self.ref)
        build.again(self.ref, self.work, suites=(SUITES[self.suite],), key=self.key)
        made = self.bundles[self.version] = self.work / f"hrapp-{self.version}.bundle"
        return f"{self.ref}, {self.version}, {made.stat().st_size / 1e6:.0f} MB"

    def install_as_it_was(self) -> str:
        seconds, boot = self.lay_out(self.box, self.version, HOST)
        return f"{seconds:.0f} s; boot {boot:.1f} s; ready {healthy(self.box):.1f} s after"

    def build_this(self) -> str:
        return self.built(build.ROOT, after(self.version, released.load(build.ROOT).coming))

    def upgrade(self) -> str:
        before = self.rows(self.box)
        (new,) = set(self.bundles) - {self.version}
        with Knocking(self.box) as client:
            seconds = self.upgraded(new)
        now = self.rows(self.box)
        if differs := [name for name, count in before.items() if now.get(name) != count]:
            raise RigError(f"other rows in {differs}")
        current = self.box.sh("readlink /opt/hrapp/current")
        if not current.endswith(new):
            raise RigError(f"{current} is current, not {new}")
        said = f"of {len(client.answers)} requests {len(client.failed)} failed"
        return f"{self.version} to {new} in {seconds:.0f} s, {sum(map(int, before.values()))} rows; {said}"

    def there(self) -> str:
        return come_back(self.box, self.facts["seed"], HOST)


def after(version: str, coming: str) -> str:
    """What this tree is called in the proof: the coming release, or one after the old where that has the same name."""
    if released.key(coming) > released.key(version):
        return coming
    major, minor, _ = released.key(version)
    return f"{major}.{minor + 1}.0"


def refs() -> list[str]:
    """The tags of all releases that this tree says it can be installed over."""
    found = released.load(build.ROOT)
    return [entry.tag for entry in found.released if released.key(entry.version) >= released.key(found.since)]


def run(suite: str, ref: str = "", keep: bool = False) -> bool:
    good = True
    for number, each in enumerate([ref] if ref else refs()):
        course = Released(suite, suite, keep, name=f"was{number}")
        course.ref = each
        good = course.run() and good
    if not ref and not refs():
        print("nothing is released yet; --of COMMIT takes any", flush=True)
    return good
