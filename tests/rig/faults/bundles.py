"""Files that are not what they say: neither the installer nor the upgrade takes them."""

from __future__ import annotations

from collections.abc import Callable

from deploy.bundle import build, sealing
from tests.rig.cycle import SUITES
from tests.rig.faults.ground import Ground, case
from tests.rig.places import RigError


def _bad_bundle(ground: Ground, spoil: Callable[[bytes], bytes], *named: str) -> str:
    """Both ways in refuse it: the installer and the upgrade."""
    bad = ground.work / "bad.bundle"
    bad.write_bytes(spoil(ground.bundle.read_bytes()))
    ground.box.put(bad, "/root")
    ground.box.run("touch /root/mark")
    said = ground.refused("hrapp-admin upgrade /root/bad.bundle --yes", *named)
    unpack = "rm -rf /root/bad; mkdir /root/bad; tar -C /root/bad -xf /root/bad.bundle 2>/dev/null; sh /root/bad/install --check"
    ground.refused(unpack)
    touched = ground.untouched()
    if touched:
        raise RigError(f"it was refused, but wrote {touched}")
    return said


@case("a bundle that was cut off", "refused by installer and upgrade, nothing written")
def bundle_cut(ground: Ground) -> str:
    return _bad_bundle(ground, lambda content: content[: len(content) // 2])


@case("a bundle with one byte changed", "refused by installer and upgrade, nothing written")
def bundle_edited(ground: Ground) -> str:
    def spoil(content: bytes) -> bytes:
        at = content.index(b"any_errors_fatal")
        return content[:at] + b"A" + content[at + 1 :]

    return _bad_bundle(ground, spoil, "site.yml")


@case("a bundle with one file more", "refused by installer and upgrade, nothing written")
def bundle_extra(ground: Ground) -> str:
    import io
    import tarfile

    def spoil(content: bytes) -> bytes:
        whole = io.BytesIO(content)
        with tarfile.open(fileobj=whole, mode="a") as archive:
            more = tarfile.TarInfo("release/ansible/roles/base/tasks/more.yml")
            more.size = 4
            archive.addfile(more, io.BytesIO(b"---\n"))
        return whole.getvalue()

    return _bad_bundle(ground, spoil, "more.yml")


@case("a bundle signed with another key", "refused by installer and upgrade, nothing written")
def bundle_foreign(ground: Ground) -> str:
    foreign = ground.work / "foreign"
    made = build.bundle(
        build.ROOT, foreign, "9.0.0", (SUITES[ground.suite],), key=sealing.fresh_key(ground.work / "other.key")
    )
    return _bad_bundle(ground, lambda _: made.read_bytes())


@case("an older bundle with a good signature", "refused by installer and upgrade, nothing written")
def bundle_older(ground: Ground) -> str:
    older = build.bundle(build.ROOT, ground.work / "older", "0.0.9", (SUITES[ground.suite],), key=ground.key)
    return _bad_bundle(ground, lambda _: older.read_bytes(), "0.0.9")


@case("a .run file that was cut off", "refused, nothing written")
def run_cut(ground: Ground) -> str:
    bad = ground.work / "bad.run"
    bad.write_bytes(ground.run_file.read_bytes()[:-1000])
    ground.box.put(bad, "/root")
    ground.box.run("touch /root/mark")
    said = ground.refused("sh /root/bad.run --check", "truncated")
    if ground.untouched():
        raise RigError("it was refused, but something was written")
    return said
