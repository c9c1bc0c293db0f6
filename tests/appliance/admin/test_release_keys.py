"""Keys of releases change hands by statements that count once; whatever else comes is refused, and says why."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.bundle import build, sealing
from deploy.bundle import keys as makers

from .places import FILES, Key, Site, installed, make_bundle, make_key, make_site

from hrapp_admin import bundles, checks_machine, cli, doctor, release_keys, sentences  # noqa: F401  isort: skip
from hrapp_admin.answers import BAD, OK  # isort: skip
from hrapp_backup.trouble import Trouble  # isort: skip

ROOT = Path(__file__).parents[3]
DAY = "2026-12-01"


class Makers:
    """Their keys by letter, and what they stated so far."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.place = folder, folder / "statements"
        self.keys: dict[str, Key] = {}

    def key(self, name: str) -> Key:
        if name not in self.keys:
            self.keys[name] = make_key(self.folder / name)
        return self.keys[name]

    def print_(self, name: str) -> str:
        return makers.fingerprint(self.key(name).public)

    def state(self, by: str, say: str, *signs: str) -> Path:
        public = [self.key(name).public for name in signs]
        return makers.state(self.place, self.key(by).private, self.key(say).public, public, DAY)

    def bundle(self, by: str, *, version: str = "1.1.0", statements: Path | None = None) -> Path:
        told = json.dumps({"version": version, "built": "2020-01-01T00:00:00Z"}).encode()
        files = {**FILES, "RELEASE.json": told, release_keys.OWN: self.key(by).public.read_bytes()}
        place = statements or self.place
        if place.is_dir():
            files |= {f"{release_keys.STATEMENTS}/{path.name}": path.read_bytes() for path in place.iterdir()}
        return make_bundle(self.folder / f"{by}-{len(list(self.folder.iterdir()))}.bundle", self.key(by), files)


@pytest.fixture
def us(tmp_path: Path) -> Makers:
    (tmp_path / "makers").mkdir()
    return Makers(tmp_path / "makers")


@pytest.fixture
def site(tmp_path: Path, us: Makers) -> Site:
    """Installed from a bundle that A signed."""
    made = make_site(tmp_path)
    made.release_key.write_bytes(us.key("A").public.read_bytes())
    installed(made, "1.0.0")
    return made


def taken(site: Site, bundle: Path) -> None:
    """As an upgrade that somebody agreed to takes it."""
    release_keys.keep(site, bundles.opened(site, bundle).path)


def refused(site: Site, bundle: Path) -> str:
    before = {path: path.read_bytes() for path in site.box.etc.rglob("*") if path.is_file()}
    with pytest.raises(Trouble) as trouble:
        bundles.opened(site, bundle)
    assert before == {path: path.read_bytes() for path in site.box.etc.rglob("*") if path.is_file()}
    for language in ("zh", "en"):
        assert trouble.value.said(language)
    return trouble.value.code


# -- handed over -----------------------------------------------------------------------------------------------


def test_a_key_that_was_handed_over_signs_the_same_bundle_and_later_ones(site: Site, us: Makers) -> None:
    us.state("A", "B", "A")
    taken(site, us.bundle("B"))
    assert bundles.opened(site, us.bundle("B", version="1.2.0")).version == "1.2.0"
    assert bundles.opened(site, us.bundle("A", version="1.3.0")).version == "1.3.0", "A is not retired"


def test_the_old_key_is_retired_by_not_being_named(site: Site, us: Makers) -> None:
    us.state("A", "B")
    taken(site, us.bundle("B"))
    assert refused(site, us.bundle("A")) == "bundle-retired"
    assert not (release_keys.folder(site) / f"{us.print_('A')}.pub").exists()
    assert site.release_key.read_bytes() == us.key("B").public.read_bytes()


def test_a_machine_that_skipped_releases_goes_through_all_statements(site: Site, us: Makers) -> None:
    us.state("A", "B")
    us.state("B", "C", "B")
    us.state("C", "D")
    taken(site, us.bundle("D"))
    assert set(release_keys.load(site).keys) == {us.print_("D")}
    assert release_keys.load(site).number == 3


def test_looking_at_a_bundle_changes_no_key(site: Site, us: Makers) -> None:
    us.state("A", "B")
    bundles.opened(site, us.bundle("B"))
    assert release_keys.load(site).say == us.print_("A")
    assert bundles.opened(site, us.bundle("A", statements=us.folder / "none")).version == "1.1.0"


def test_whoever_is_asked_sees_which_keys_come_and_go(site: Site, us: Makers) -> None:
    us.state("A", "B")
    before = release_keys.load(site)
    now = release_keys.after(site, before, bundles.opened(site, us.bundle("B")).path)
    said = release_keys.changes(before, now, zh=False)
    assert [us.print_("B") in said[0], us.print_("A") in said[1]] == [True, True]
    assert len(release_keys.changes(before, now, zh=True)) == 2


# -- refused ---------------------------------------------------------------------------------------------------


def test_a_statement_by_somebody_else_says_nothing(site: Site, us: Makers) -> None:
    us.state("X", "X")
    assert refused(site, us.bundle("X")) == "bundle-foreign"
    assert bundles.opened(site, us.bundle("A")).version == "1.1.0", "nor does it harm a good bundle"


def test_a_statement_in_the_name_of_our_key_needs_its_signature(site: Site, us: Makers) -> None:
    path = us.state("X", "X")
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "by": us.print_("A")}))
    sealing.sign(path, us.key("X").private)
    assert refused(site, us.bundle("X")) == "keys-statement"


def test_an_edited_statement_is_refused(site: Site, us: Makers) -> None:
    path = us.state("A", "B", "A")
    told = json.loads(path.read_text())
    told["keys"][us.print_("X")] = us.key("X").public.read_text()
    path.write_text(json.dumps(told))
    assert refused(site, us.bundle("X")) == "keys-statement"


@pytest.mark.parametrize(
    "harm",
    [
        {"keys": {}},
        {"number": 0},
        {"number": "one"},
        {"say": "0" * 64},
        {"keys": {"0" * 64: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"}},
        {"keys": ["a"]},
    ],
)
def test_what_makes_no_sense_is_refused_even_when_signed(site: Site, us: Makers, harm: dict[str, object]) -> None:
    path = us.state("A", "B")
    path.write_text(json.dumps({**json.loads(path.read_text()), **harm}))
    sealing.sign(path, us.key("A").private)
    assert refused(site, us.bundle("A")) == "keys-statement"


def test_a_name_that_is_not_the_keys_own_is_refused(site: Site, us: Makers) -> None:
    """Another key under the fingerprint of ours would be taken for ours."""
    path = us.state("A", "B")
    told = json.loads(path.read_text())
    told["keys"][us.print_("B")] = us.key("X").public.read_text()
    path.write_text(json.dumps(told))
    sealing.sign(path, us.key("A").private)
    assert refused(site, us.bundle("X")) == "keys-statement"


def test_an_old_statement_brings_no_retired_key_back(site: Site, us: Makers) -> None:
    us.state("A", "B")
    old = us.folder / "old"
    shutil.copytree(us.place, old)
    us.state("B", "C")
    taken(site, us.bundle("C"))
    assert refused(site, us.bundle("B", statements=old)) == "bundle-retired"
    assert refused(site, us.bundle("A", statements=us.folder / "none")) == "bundle-retired"


def test_nor_does_an_old_statement_of_the_key_that_still_has_the_say(site: Site, us: Makers) -> None:
    us.state("A", "B", "C")
    us.state("B", "B", "C")
    old = us.folder / "old"
    shutil.copytree(us.place, old)
    us.state("B", "B", "D")
    taken(site, us.bundle("D"))
    assert refused(site, us.bundle("C", statements=old)) == "bundle-retired"


def test_a_retired_key_hands_nothing_over(site: Site, us: Makers) -> None:
    us.state("A", "B")
    taken(site, us.bundle("B"))
    stolen = Makers(us.folder / "thief")
    stolen.folder.mkdir()
    stolen.keys = {**us.keys, "X": make_key(us.folder / "X")}
    for _ in range(3):  # whatever number they give it
        stolen.state("A", "X")
    assert refused(site, stolen.bundle("X")) == "bundle-foreign"


def test_a_key_that_only_signs_bundles_says_nothing_about_keys(site: Site, us: Makers) -> None:
    """The one that is used every month may be stolen: the other one, which lies in a safe, takes it out."""
    us.state("A", "B", "A")
    taken(site, us.bundle("A"))
    thief = Makers(us.folder / "thief")
    thief.folder.mkdir()
    shutil.copytree(us.place, thief.place)
    thief.keys = {**us.keys, "X": make_key(us.folder / "X")}
    thief.state("A", "X")
    assert refused(site, thief.bundle("X")) == "bundle-foreign"
    us.state("B", "B", "C")
    taken(site, us.bundle("C"))
    assert refused(site, us.bundle("A")) == "bundle-retired"


def test_a_bundle_that_nobody_signed_well_is_refused(site: Site, us: Makers) -> None:
    us.state("A", "B")
    files = {**FILES, release_keys.OWN: us.key("B").public.read_bytes()}
    assert refused(site, make_bundle(us.folder / "x.bundle", us.key("X"), files)) == "bundle-signature"


def test_a_machine_that_lost_its_keys_takes_nothing(site: Site, us: Makers) -> None:
    us.state("A", "B")
    taken(site, us.bundle("B"))
    (release_keys.folder(site) / "trust.json").write_text("{")
    assert refused(site, us.bundle("B")) == "keys-damaged"


def test_the_doctor_finds_damaged_keys_before_a_bundle_comes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LOOKS", (checks_machine.keys_of_releases,))
    assert [(answer.level, answer.code) for answer in doctor.examined(site)] == [(OK, "keys-well")]
    site.release_key.write_text("no key")
    (found,) = doctor.examined(site)
    assert found.level == BAD and "hrapp-admin release-keys trust" in found.said("en")


# -- by hand ---------------------------------------------------------------------------------------------------


def by_hand(site: Site, key: Path, fingerprint: str) -> int:
    return cli.main(["release-keys", "trust", str(key), "--fingerprint", fingerprint], site)


def test_a_lost_key_is_replaced_by_hand_with_its_fingerprint(
    site: Site, us: Makers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(site, us.bundle("N")) == "bundle-foreign"
    new = us.key("N").public
    assert by_hand(site, new, us.print_("X")) == 1
    assert us.print_("N") in capsys.readouterr().err
    assert release_keys.load(site).say == us.print_("A")
    shown = us.print_("N").upper()
    assert by_hand(site, new, " ".join(shown[at : at + 4] for at in range(0, 64, 4))) == 0
    assert bundles.opened(site, us.bundle("N")).version == "1.1.0"
    assert refused(site, us.bundle("A")) == "bundle-retired"
    us.state("N", "M")
    taken(site, us.bundle("M"))
    assert release_keys.load(site).say == us.print_("M"), "and from there on by statements again"


def test_what_is_no_key_is_not_put_in_place(site: Site, us: Makers, tmp_path: Path) -> None:
    rsa = tmp_path / "rsa.pub"
    secret = subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True).stdout
    subprocess.run(["openssl", "rsa", "-pubout", "-out", rsa], input=secret, check=True, capture_output=True)
    for path in (rsa, tmp_path / "missing", us.key("A").private):
        assert by_hand(site, path, "0" * 64) == 1
    assert release_keys.load(site).say == us.print_("A")


def test_damaged_keys_are_mended_by_hand(site: Site, us: Makers) -> None:
    site.release_key.unlink()
    assert refused(site, us.bundle("A")) == "keys-damaged"
    assert by_hand(site, us.key("A").public, us.print_("A")) == 0
    assert bundles.opened(site, us.bundle("A")).version == "1.1.0"


def test_people_see_which_keys_count(site: Site, us: Makers, capsys: pytest.CaptureFixture[str]) -> None:
    us.state("A", "B", "C")
    taken(site, us.bundle("B"))
    cli.main(["release-keys"], site)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and sum("换" in line or "says" in line for line in lines) == 1
    assert [line[:64] for line in lines if "停用" in line or "retired" in line] == [us.print_("A")]


# -- installing and building -----------------------------------------------------------------------------------


def test_a_first_installation_begins_where_the_statements_are(site: Site, us: Makers) -> None:
    us.state("A", "B", "C")
    us.state("B", "B", "D")
    site.release_key.write_bytes(us.key("D").public.read_bytes())  # a machine of today, from a bundle of today
    unpacked = bundles.opened(site, us.bundle("D")).path
    assert cli.main(["release-keys", "adopt", str(unpacked)], site) == 0
    found = release_keys.load(site)
    assert (found.number, found.say) == (2, us.print_("B"))
    us.state("B", "E")
    taken(site, us.bundle("E"))
    assert refused(site, us.bundle("D")) == "bundle-retired"


def test_a_bundle_carries_all_statements_and_is_signed_by_a_key_that_counts(us: Makers) -> None:
    assert makers.carried(us.place, us.key("A").private) == []
    us.state("A", "B")
    us.state("B", "C", "D")
    names = [path.name for path in makers.carried(us.place, us.key("D").private)]
    assert names == ["0001.json", "0001.json.sig", "0002.json", "0002.json.sig"]
    with pytest.raises(SystemExit, match="does not count"):
        makers.carried(us.place, us.key("A").private)
    assert makers.carried(us.place, us.key("X").private, trial=True) == []


# -- the installer ---------------------------------------------------------------------------------------------


def begun(site: Site, us: Makers, name: str, into: Path, admin: str = "") -> tuple[int, str]:
    """The installer's lines about keys, on this machine, with a bundle that this key signed."""
    script = (ROOT / "deploy/bundle/install").read_text()
    part = script[script.index("pinned=/etc/hrapp") : script.index("version=$(sed")]
    part = part.replace("/etc/hrapp", str(site.box.etc)).replace('sh "$own/check"', f'sh "{build.HERE}/check"')
    said = script[script.index("speak=both") : script.index("answers_help()")]
    (into / "keys").mkdir(parents=True)
    if us.place.is_dir():
        shutil.copytree(us.place, into / release_keys.STATEMENTS)
    (into / "install").write_text("")
    (into / "check").write_text("")
    shutil.copy2(us.key(name).public, into / release_keys.OWN)
    sealing.seal(into, us.key(name).private, 1_700_000_000)
    lines = f"own={into}\nadmin={admin or in_use(site, into.parent)}\n{said}\n{part}"
    done = subprocess.run(["sh", "-eu"], input=lines, text=True, capture_output=True)
    return done.returncode, done.stderr


def in_use(site: Site, folder: Path) -> Path:
    """The `hrapp-admin` of the release in use."""
    program = folder / "hrapp-admin"
    program.write_text(f"""#!{sys.executable}
import sys
sys.path[:0] = ["{ROOT}/deploy/admin", "{ROOT}/backup"]
from pathlib import Path
from hrapp_admin import cli
from hrapp_admin.site import Box, Site
sys.exit(cli.main(sys.argv[1:], Site(box=Box(etc=Path("{site.box.etc}"), data=Path("{site.box.data}")))))
""")
    program.chmod(0o755)
    return program


def test_the_installer_takes_whichever_key_counts(site: Site, us: Makers, tmp_path: Path) -> None:
    """On a machine whose keys changed: a second run of either release finds its key."""
    us.state("A", "B", "A")
    taken(site, us.bundle("B"))
    for name, good in (("A", True), ("B", True), ("X", False)):
        assert (begun(site, us, name, tmp_path / f"unpacked-{name}")[0] == 0) == good


def test_the_installer_says_that_the_key_changed_and_what_makes_the_new_one_known(
    site: Site, us: Makers, tmp_path: Path
) -> None:
    us.state("A", "B")
    code, said = begun(site, us, "B", tmp_path / "unpacked")
    assert code == 1
    assert "key of releases changed" in said and "发布密钥已更换" in said and us.print_("B") in said
    assert "makes it known: hrapp-admin upgrade FILE" in said and "trust" not in said
    assert set(release_keys.load(site).keys) == {us.print_("A")}, "saying it changes nothing"


@pytest.mark.parametrize("admin", ["", "false-is-not-there"])
def test_the_installer_of_a_key_that_no_statement_names_says_how_people_vouch_for_it(
    site: Site, us: Makers, tmp_path: Path, admin: str
) -> None:
    us.state("X", "B")  # by somebody who has no say here
    code, said = begun(site, us, "B", tmp_path / "unpacked", admin)
    assert code == 1
    assert "hrapp-admin release-keys trust" in said and "--fingerprint" in said and us.print_("B") in said
    assert "hrapp-admin upgrade" not in said


def test_the_installer_offers_no_way_for_a_retired_key(site: Site, us: Makers, tmp_path: Path) -> None:
    us.state("A", "B")
    taken(site, us.bundle("B"))
    code, said = begun(site, us, "A", tmp_path / "unpacked")
    assert code == 1
    assert us.print_("A") in said and ("retired" in said or "停用" in said)
    assert "trust" not in said and "upgrade" not in said
