"""`--restore` on a bare machine: what is taken out of a set before anything is installed."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hrapp_backup import keys, kit, making, words
from hrapp_backup.box import Box
from hrapp_backup.cli import Talk
from hrapp_backup.settings import Target
from hrapp_backup.trouble import Trouble

from deploy.bundle import bring_back

from .conftest import Kept, configure, folder_target


@pytest.fixture
def bare(kept: Kept, tmp_path: Path) -> Box:
    """Nothing but the programs of the bundle."""
    made = replace(kept.box, etc=tmp_path / "etc", data=tmp_path / "data", runtime=tmp_path / "run")
    bring_back._folders(made)
    return made


@pytest.fixture
def target(kept: Kept) -> Target:
    return Target("disk", "folder", str(kept.disk), mountpoint=False)


def spelled(box: Box) -> list[str]:
    return words.spelled(keys.read(box.key_file)[-1].secret)


def typed(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_words_are_asked_for_until_they_open_what_is_there(
    kept: Kept, bare: Box, target: Target, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right, other = spelled(kept.box), words.spelled(keys.fresh().secret)
    misread = ["babab", *right[1:]]
    typed([" ".join(misread), " ".join(other), " ".join(right[:9]), " ".join(right[9:])], monkeypatch)
    _, entry = bring_back.opened(bare, target, "", "", Talk("en"))
    assert entry.label.set_id == kept.set_id
    said = capsys.readouterr().err
    assert "misread" in said and "does not open" in said
    # Whoever typed all of it has proved the kit, and no key of a wrong guess stays behind.
    assert [one.id for one in keys.read(bare.key_file)] == [keys.read(kept.box.key_file)[-1].id]
    assert not kit.due(bare)


def test_wrong_words_in_a_file_leave_nothing_behind(kept: Kept, bare: Box, target: Target, tmp_path: Path) -> None:
    (tmp_path / "words").write_text(" ".join(words.spelled(keys.fresh().secret)))
    with pytest.raises(Trouble) as found:
        bring_back.opened(bare, target, str(tmp_path / "words"), "", Talk("en"))
    assert found.value.code == "wrong-key"
    assert not bare.key_file.exists()


def test_the_wrong_folder_is_named(kept: Kept, bare: Box, tmp_path: Path) -> None:
    (tmp_path / "words").write_text(" ".join(spelled(kept.box)))
    nothing = Target("disk", "folder", str(tmp_path), mountpoint=False)
    with pytest.raises(Trouble, match="no backups at"):
        bring_back.opened(bare, nothing, str(tmp_path / "words"), "", Talk("en"))


@pytest.fixture
def spoken_for(kept: Kept) -> Iterator[str]:
    """A set with settings, and with the key of an account elsewhere."""
    own = kept.box.credentials / "sftp_nas"
    own.write_text("a private key\n")
    configure(kept.box, folder_target("usb", kept.disk))
    yield making.back_up(kept.box, only=("usb",)).set_id
    own.unlink()


def test_the_set_says_what_the_machine_was_told(
    kept: Kept, bare: Box, target: Target, spoken_for: str, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text("\n".join(spelled(kept.box)))
    engine, entry = bring_back.opened(bare, target, str(tmp_path / "words"), spoken_for, Talk("en"))
    told = bring_back.taken(bare, engine, entry)
    assert (told["set"], told["company"]) == (spoken_for, "晨光")
    assert (bare.credentials / "sftp_nas").read_text() == "a private key\n"
    assert (bare.credentials / "sftp_nas").stat().st_mode & 0o777 == 0o600
    assert "晨光" in (bare.etc / "config.from-backup.toml").read_text()
    # The class keys come with the restore itself, which checks that they open something.
    assert not bare.class_keys.exists()


def test_mail_is_told_again_and_nothing_else() -> None:
    config = """
[database]
url = "postgresql://hrapp_owner@elsewhere/hrapp"
[appliance]
host = "hr.example.cn"
company = "晨光"
admin_mail = "it@example.cn"
reach = "vpn"
[mail]
host = "mail.example.cn"
port = 465
user = ""
"""
    assert bring_back.facts(config, {"company": "another", "host": "another"}) == {
        "host": "hr.example.cn",
        "company": "晨光",
        "admin_mail": "it@example.cn",
        "reach": "vpn",
        "more": {"hrapp_mail_host": "mail.example.cn", "hrapp_mail_port": 465},
    }


def test_a_set_of_a_newer_release_is_refused_before_anything_is_installed(
    kept: Kept, bare: Box, target: Target, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text(" ".join(spelled(kept.box)))
    _, entry = bring_back.opened(bare, target, str(tmp_path / "words"), "", Talk("en"))
    bring_back._fits(entry, {"head": entry.label.head, "version": "0.1.0"})
    with pytest.raises(Trouble, match="newer"):
        bring_back._fits(entry, {"head": "2026-01-01T00:00:00:000000", "version": "0.0.9"})
