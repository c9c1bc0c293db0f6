"""`hrapp keys`: what it says and does; nothing secret is printed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hrapp.commands import check
from hrapp.commands import keys as command
from hrapp.kernel import keyring, keys
from hrapp.kernel.database import IMPORT
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work, usually
from hrapp.modules.audit.api import seal
from hrapp.modules.people.identity import keep, kept_of

from ..cast import PEOPLE, Cast
from ..company import one

EVE, NUMBER = PEOPLE["eve"][0], "440106199003071979"


@pytest.fixture
async def shell(cast: Cast, house: Registry, tmp_path: Path, key_folder: Path) -> Any:
    """Runs a verb as the shell does, on class keys of its own, with an ID number of Eve on record."""
    keys.use(tmp_path / "keys")
    usually(IMPORT)
    async with unit_of_work(role=IMPORT):
        await keep({await one("select id from people_person where emp_no = $1", EVE): NUMBER})
    await seal(everything=True)  # however long this run has been at it

    async def run(verb: Any, **chosen: Any) -> int:
        found: int = await verb(argparse.Namespace(**chosen), house, Actor(label="cli:test"))
        return found

    return run


@pytest.fixture(autouse=True)
def _afterwards(key_folder: Path) -> Iterator[None]:
    yield
    keys.use(key_folder)
    usually("web")


def secrets() -> set[str]:
    return {line.split()[1] for name in keyring.NAMES for line in keyring.path_of(name).read_text().splitlines()}


async def test_a_class_key_is_changed_and_the_old_one_dropped(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    before = secrets()
    assert await shell(command.rotated, data="identity") == 0
    assert "version 2 was made and wraps 1 keys" in capsys.readouterr().out
    assert await shell(command.pruned, data="identity") == 0
    assert "versions dropped: 1" in capsys.readouterr().out
    assert await shell(command.pruned, data="identity") == 0 and "dropped: none" in capsys.readouterr().out
    assert await shell(command.status) == 0
    said = capsys.readouterr().out
    assert "version 2 wraps 1 keys" in said and not any(secret in said for secret in before | secrets())
    assert await one("select count(*) from audit_entry where event = 'ClassKeyChanged' and actor = 'cli:test'") == 2


async def test_destroying_asks_for_the_number_and_leaves_nothing(
    shell: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    eve = await one("select id from people_person where emp_no = $1", EVE)
    with pytest.raises(Refused, match="add --yes"):
        await shell(command.destroyed, data="identity", emp_no=EVE, yes=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    for typed in ("", "E005"):
        monkeypatch.setattr("builtins.input", lambda _prompt, typed=typed: typed)
        with pytest.raises(Refused, match="nothing was destroyed"):
            await shell(command.destroyed, data="identity", emp_no=EVE, yes=False)
    async with unit_of_work(read_only=True, role=IMPORT):
        assert (await kept_of([eve]))[eve].number == NUMBER
    monkeypatch.setattr("builtins.input", lambda _prompt: f" {EVE} ")
    assert await shell(command.destroyed, data="identity", emp_no=EVE, yes=False) == 0
    assert "can never be read again" in capsys.readouterr().out
    async with unit_of_work(read_only=True, role=IMPORT):
        kept = (await kept_of([eve]))[eve]
    assert kept.number is None and kept.gone
    assert await one("select count(*) from people_identity") == 0, "nor is there an index of it"
    assert await one("select person from audit_entry where event = 'KeyDestroyed'") == eve
    await shell(command.destroyed, data="identity", emp_no=EVE, yes=True)
    assert "was destroyed before" in capsys.readouterr().out
    assert await one("select count(*) from audit_entry where event = 'KeyDestroyed'") == 1


async def test_nobody_has_that_number(shell: Any) -> None:
    with pytest.raises(Refused, match="nobody has the 工号 E404"):
        await shell(command.destroyed, data="salary", emp_no="E404", yes=True)


async def test_status_and_check_say_what_is_wrong(
    shell: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.path_of("salary").chmod(0o644)
    assert await shell(command.status) == 1 and "chmod 0600" in capsys.readouterr().out
    assert await shell(check.show) == 1 and "chmod 0600" in capsys.readouterr().out
    keys.use(tmp_path / "others")
    assert await shell(check.show) == 1
    assert "the identity keys in the key folder are not those of this database" in capsys.readouterr().out


async def test_check_advises_logins_of_their_own(
    shell: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await shell(check.show) == 0 and "share the database login" not in capsys.readouterr().out
    monkeypatch.setattr(check, "PAY", "web")
    monkeypatch.setattr(check, "IMPORT", "web")
    assert await shell(check.show) == 0, "it is advice, and no problem"
    assert "share the database login hrapp_web" in capsys.readouterr().out


@pytest.mark.parametrize("verb", [command.rotated, command.pruned, command.destroyed])
async def test_changing_keys_takes_a_code_once_there_is_somebody_to_ask(
    shell: Any, monkeypatch: pytest.MonkeyPatch, verb: Any
) -> None:
    monkeypatch.setenv("HRAPP_TRUST_SHELL", "0")
    monkeypatch.setenv("HRAPP_DATABASE_URL", "postgresql://elsewhere/hrapp")
    async with unit_of_work(role=IMPORT):
        await one("update accounts_account set password_hash = 'x' returning id")
    with pytest.raises(Refused, match="needs --code"):
        await shell(verb, data="identity", emp_no=EVE, yes=True, code=None, command="keys")
    assert await one("select count(*) from kernel_key where destroyed_at is not null") == 0
    assert max(keys.class_key("identity").versions) == 1
