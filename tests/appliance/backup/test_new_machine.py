"""The box is lost. What is left: a disk, the page of the recovery kit, and another machine."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hrapp_backup import cli, keys, kit, making, restoring, words
from hrapp_backup.box import Box
from hrapp_backup.trouble import Trouble

from hrapp.kernel import embedded

from .conftest import Kept, _away, _plain, configure, folder_target, value


@pytest.fixture
def another(folder: Path, agreeing: Path, restic: Path, server: embedded.Server) -> object:
    made = _plain(folder, agreeing, restic, server)
    value(made, "delete from thing")
    (made.class_keys / "salary.keys").write_text("1 made by its install\n")
    yield made
    _away(made)


def test_the_words_of_the_kit_bring_everything_back(
    kept: Kept, another: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = kit.write(kept.box, tmp_path / "kit.html")
    assert page.stat().st_mode & 0o777 == 0o600
    printed = " ".join(re.findall(r"<li>([a-z]{5})</li>", page.read_text()))
    configure(another, folder_target("usb", kept.disk))

    with pytest.raises(Trouble, match="does not open") as found:
        restoring.plan(another, kept.set_id, "usb")
    assert "restore key" in found.value.said("en")

    (tmp_path / "words").write_text(printed)
    assert cli.main(["restore", "key", "--words-from", str(tmp_path / "words")], another) == 0
    command = ["restore", "run", "--set", kept.set_id, "--from", "usb", "--company", "晨光"]
    assert cli.main(command, another) == 0
    assert value(another, "select count(*) from thing") == "9"
    assert (another.class_keys / "salary.keys").read_text() == "1 as it was\n"
    assert (another.files / "ab" / "contract").exists()
    # It goes on keeping sets where the old box kept them.
    assert making.back_up(another, only=("usb",)).good
    capsys.readouterr()


def test_the_kit_is_confirmed_by_typing_words_back(plain: Box) -> None:
    assert kit.due(plain)
    right = words.spelled(keys.read(plain.key_file)[-1].secret)
    places = kit.asked(plain)
    with pytest.raises(Trouble, match="not what the kit has"):
        kit.confirm(plain, dict.fromkeys(places, "babab"))
    assert kit.due(plain)
    kit.confirm(plain, {place: right[place - 1] for place in places})
    assert not kit.due(plain) and kit.known(plain)[-1]["proved"]


def test_the_page_says_everything_that_is_needed(plain: Box, tmp_path: Path) -> None:
    configure(plain, folder_target("usb", Path("/mnt/usb/hrapp")))
    first = keys.read(plain.key_file)[-1].id
    keys.rotate(plain.key_file)
    page = kit.write(plain, tmp_path / "kit.html").read_text()
    for part in (
        first,
        keys.read(plain.key_file)[-1].id,
        "晨光",
        "/mnt/usb/hrapp",
        "--restore folder:/mnt/backup",
        "--set",
        "A4",
    ):
        assert part in page
    assert page.count("<li>") == words.COUNT + 6
    text = kit.as_text(plain)
    assert all(word in text for word in words.spelled(keys.read(plain.key_file)[-1].secret))


def test_the_keys_are_listed_the_one_in_use_last(plain: Box, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--language", "en", "key", "rotate"], plain) == 0
    capsys.readouterr()
    assert cli.main(["--language", "en", "key"], plain) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [key.id for key in keys.read(plain.key_file)] and len(listed) == 2


def test_a_word_that_differs_is_asked_for_again_and_an_empty_line_leaves_it(
    plain: Box, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = words.spelled(keys.read(plain.key_file)[-1].secret)
    monkeypatch.setattr(kit, "asked", lambda _: [3, 7])
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"babab\n{right[6]}\n\n"))
    assert cli.main(["--language", "en", "backup", "confirm-kit"], plain) == 3
    assert kit.due(plain)
    assert "Word 3 is not what the kit has" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"babab\n{right[6]}\n{right[2]}\n{right[6]}\n"))
    assert cli.main(["--language", "en", "backup", "confirm-kit"], plain) == 0
    assert not kit.due(plain)
