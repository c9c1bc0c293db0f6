"""Keys: what is sealed opens in its place alone, keys change while pages go on, and a destroyed one is gone."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from hrapp.kernel import keyring, keys
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.keys import Key, KeyMissing, Place
from hrapp.kernel.work import unit_of_work

from ..cast import Cast

PAY = Place("pay", "sealed", dict[str, Any])
RAW = Place("file", "content", bytes)


def a_key(owner: str = "eve", data: str = "salary") -> Key:
    """Made as `for_writing` makes one."""
    found = keys.unwrapped(owner, data, *keys._wrap(owner, data, keys._made()))
    assert found
    return found


@pytest.fixture
def folder(tmp_path: Path, key_folder: Path) -> Iterator[Path]:
    """Class keys of this test alone."""
    keys.use(tmp_path / "keys")
    yield tmp_path / "keys"
    keys.use(key_folder)


@given(some.dictionaries(some.text(), some.integers(-(2**60), 2**60) | some.text() | some.none()), some.binary())
def test_what_is_sealed_opens_again(value: dict[str, Any], content: bytes) -> None:
    key = a_key()
    assert PAY.read(key, "row", key.seal(PAY, "row", value)) == value
    assert RAW.read(key, "row", key.seal(RAW, "row", content)) == content


def test_nothing_of_the_value_shows() -> None:
    sealed = a_key().seal(PAY, "row", {"base": "73918.46"})
    assert b"73918" not in sealed and b"base" not in sealed


class Amount(msgspec.Struct):
    base: str


@pytest.mark.parametrize(
    ("place", "row"),
    [(PAY, "another row"), (Place("pay", "note", dict), "row"), (Place("raise", "sealed", dict), "row")],
    ids=["another row", "another column", "another table"],
)
def test_moved_ciphertext_does_not_open(place: Place, row: str) -> None:
    key = a_key()
    sealed = key.seal(PAY, "row", {"base": "1"})
    with pytest.raises(KeyMissing, match=f"{place.table}.{place.column} of {row} does not open"):
        place.read(key, row, sealed)


def test_neither_does_it_with_the_key_of_another_person_or_class() -> None:
    """Even where the bytes of the key are the same: whose it is and of which class is bound as well."""
    key = a_key()
    sealed = key.seal(PAY, "row", {"base": "1"})
    for other in (a_key("finn"), Key("finn", "salary", key._cipher), Key("eve", "identity", key._cipher)):
        with pytest.raises(KeyMissing):
            PAY.read(other, "row", sealed)


def test_a_wrapped_key_does_not_open_for_another_person_or_class() -> None:
    wrapped = keys._wrap("eve", "salary", keys._made())
    for owner, data in (("finn", "salary"), ("eve", "identity")):
        with pytest.raises(KeyMissing):
            keys.unwrapped(owner, data, *wrapped)


@pytest.mark.parametrize("change", [lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b[:20], lambda b: b"\x02" + b[1:]])
def test_a_changed_byte_is_found(change: Any) -> None:
    key = a_key()
    with pytest.raises(KeyMissing):
        PAY.read(key, "row", change(key.seal(PAY, "row", {"base": "73918.46"})))


def test_no_nonce_comes_twice() -> None:
    key = a_key()
    assert len({key.seal(PAY, "row", {})[:13] for _ in range(10_000)}) == 10_000


def test_another_folder_says_that_it_is_not_that_of_the_database(folder: Path, tmp_path: Path) -> None:
    wrapped = keys._wrap("eve", "salary", keys._made())
    keys.use(tmp_path / "others")
    with pytest.raises(KeyMissing, match="the salary keys in the key folder are not those of this database"):
        keys.unwrapped("eve", "salary", *wrapped)


def test_a_version_that_is_not_there_says_what_to_do(folder: Path) -> None:
    keys.new_version("salary")
    version, wrapped = keys._wrap("eve", "salary", keys._made())
    first = (folder / "salary.keys").read_text().splitlines()[0]
    (folder / "salary.keys").write_text(first + "\n")
    keys.use(folder)
    with pytest.raises(KeyMissing, match="version 2 of the salary key is not in the key folder; put the file"):
        keys.unwrapped("eve", "salary", version, wrapped)


@pytest.mark.parametrize(
    "content", ["", "no key at all\n", "1 c2hvcnQ=\n", "1\n", "x " + "A" * 43 + "=\n", "1 \u5bc6\n"]
)
def test_a_file_that_holds_no_keys_says_which_it_is(folder: Path, content: str) -> None:
    (folder / "identity.keys").write_text(content, encoding="utf-8")
    with pytest.raises(KeyMissing, match=r"identity\.keys holds no keys; put the file of the recovery kit there"):
        keys.use(folder)


def test_the_folder_and_its_files_are_for_their_owner_alone(folder: Path) -> None:
    assert keyring.problems() == []
    (folder / "salary.keys").chmod(0o640)
    (folder / "index.keys").unlink()
    folder.chmod(0o755)
    open_folder, *others = keyring.problems()
    assert "0755" in open_folder and "chmod 0700" in open_folder
    assert any("0640" in said and "chmod 0600" in said for said in others)
    assert any("index.keys cannot be read" in said for said in others)


@pytest.mark.skipif(os.geteuid() != 0, reason="what the service manager hands over belongs to root")
def test_what_the_service_manager_hands_over_by_an_access_list_is_not_open_to_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.iterdir():
        path.chmod(0o440)
    folder.chmod(0o550)
    assert len(keyring.problems()) > 1
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert keyring.problems() == []
    (folder / "salary.keys").chmod(0o444)
    assert len(keyring.problems()) == 1


@pytest.mark.parametrize("name", ["index", "secrets", "performance"])
def test_keys_that_no_row_names_are_not_changed(folder: Path, name: str) -> None:
    """Equal numbers would stop being equal, and seeds would stop opening."""
    with pytest.raises(Refused):
        keys.new_version(name)


def bytes_of(folder: Path) -> set[bytes]:
    """Every key in a folder, in the ways in which it could be printed."""
    found: set[bytes] = set()
    for file in folder.glob("*.keys"):
        for line in file.read_bytes().splitlines():
            key = base64.b64decode(line.split(b" ")[1])
            found |= {line.split(b" ")[1], key.hex().encode(), repr(key)[2:20].encode()}
    return found


def test_neither_print_nor_log_nor_traceback_shows_a_key(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Also where the traceback shows the local variables, as some error reporters do."""
    key = a_key()
    known = bytes_of(folder)
    made = keys._made()
    printed = [repr(key), str(key), repr(keys.class_key("salary")), f"{made}", repr(made), repr([made])]
    moved = key.seal(PAY, "row", {"base": "73918.46"})
    for failing in (
        lambda: PAY.read(key, "another", moved),
        lambda: keys.unwrapped("eve", "salary", 1, b"x" * 60),
        lambda: keys.unwrapped("eve", "salary", 9, b"x" * 60),
    ):
        try:
            failing()
        except KeyMissing as error:
            logging.getLogger("test").exception("it failed", exc_info=error)
            told = traceback.TracebackException.from_exception(error, capture_locals=True)
            del told.stack[0]  # our own frame, which knows the keys
            printed += ["".join(told.format()), caplog.text]
    for text in printed:
        assert not any(secret in text.encode() for secret in known | {made.hex().encode(), b"73918"})


# -- in the database ---------------------------------------------------------------------------------------


async def seal_some(n: int = 30) -> tuple[list[str], dict[str, bytes]]:
    owners = [new_id() for _ in range(n)]
    opened = await keys.for_writing("identity", owners)
    return owners, {owner: opened[owner].seal(PAY, owner, {"no": owner}) for owner in owners}


async def read_all(sealed: dict[str, bytes]) -> None:
    opened = await keys.known("identity", sealed)
    assert all(PAY.read(opened[owner], owner, value) == {"no": owner} for owner, value in sealed.items())


async def test_a_class_key_is_changed_while_others_read_and_write(cast: Cast, folder: Path) -> None:
    async with unit_of_work(role=IMPORT):
        _owners, sealed = await seal_some()
    done, twice = asyncio.Event(), asyncio.Event()

    async def read_on() -> int:
        n = 0
        while not (done.is_set() and twice.is_set()):
            async with unit_of_work(read_only=True, role=IMPORT):
                await read_all(sealed)
            async with unit_of_work(role=IMPORT):
                sealed.update((await seal_some(1))[1])
            n += 1
            if n > 1:
                twice.set()
        return n

    reading = asyncio.create_task(read_on())
    assert keys.new_version("identity") == 2
    rewrapped = 0
    while True:
        async with unit_of_work(role=IMPORT):
            n = await keys.rewrap("identity", most=7)
        if not n:
            break
        rewrapped += n
    async with unit_of_work(role=IMPORT):
        assert await keys.drop_old_versions("identity") == [1]
    await asyncio.sleep(0.05)
    done.set()
    assert await reading > 1 and rewrapped >= 30
    assert (folder / "identity.keys").read_text().startswith("2 ")
    assert (folder / "identity.keys").stat().st_mode & 0o777 == 0o600
    keys.use(folder)  # as after a restart
    async with unit_of_work(read_only=True, role=IMPORT):
        await read_all(sealed)


async def test_another_process_meets_the_new_version_without_being_told(cast: Cast, folder: Path) -> None:
    async with unit_of_work(role=IMPORT):
        _owners, sealed = await seal_some(3)
    stale = keys.class_key("identity")
    keys.new_version("identity")
    async with unit_of_work(role=IMPORT):
        assert await keys.rewrap("identity") == 3
    keyring._loaded["identity"] = stale
    async with unit_of_work(read_only=True, role=IMPORT):
        await read_all(sealed)
    keyring._loaded["identity"] = stale
    async with unit_of_work(role=IMPORT):
        owners, _ = await seal_some(1)
        assert await DB.value("select version from kernel_key where owner = $1", owners[0]) == 2


async def test_a_version_that_still_wraps_something_is_kept(cast: Cast, folder: Path) -> None:
    async with unit_of_work(role=IMPORT):
        await seal_some(5)
        keys.new_version("identity")
        assert await keys.drop_old_versions("identity") == []
        assert await keys.rewrap("identity", most=4) == 4
        assert await keys.drop_old_versions("identity") == []
        assert await keys.rewrap("identity") == 1
        assert await keys.drop_old_versions("identity") == [1]


async def test_a_destroyed_key_opens_nothing_and_takes_nothing_more(cast: Cast) -> None:
    async with unit_of_work(role=IMPORT):
        (eve, finn), sealed = await seal_some(2)
        assert await keys.destroy("identity", eve)
        assert not await keys.destroy("identity", eve), "once is enough"
        opened = await keys.known("identity", [eve, finn])
        assert PAY.read(opened.get(eve), eve, sealed[eve]) is None
        assert PAY.read(opened[finn], finn, sealed[finn]) == {"no": finn}
        with pytest.raises(Refused, match="was destroyed; nothing more is kept under it"):
            await keys.for_writing("identity", [eve, finn])
        assert await DB.value(
            "select wrapped is null and destroyed_at is not null from kernel_key where owner = $1", eve
        )


def test_equal_numbers_have_an_equal_index_and_others_do_not(folder: Path) -> None:
    number = "440106199003071979"
    first = keys.blind("people_identity", number)
    assert first == keys.blind("people_identity", number) and number.encode() not in first
    assert first != keys.blind("people_identity", number[:-1] + "8") and first != keys.blind("elsewhere", number)


def test_a_secret_of_the_application_opens_in_its_row_alone(folder: Path) -> None:
    sealed = keys.seal_secret("factor", "row", b"seed")
    assert keys.open_secret("factor", "row", sealed) == b"seed" and b"seed" not in sealed
    with pytest.raises(KeyMissing):
        keys.open_secret("factor", "another", sealed)


async def test_a_value_of_each_sealed_column_is_opened_or_it_is_said(company: Cast) -> None:
    """What a drill and a restore ask: not only the keys, but what is kept under them."""
    async with unit_of_work(role=IMPORT):
        found = await keys.opened()
        assert {"compensation_pay_record.sealed", "imports_batch.sealed", "people_identity.sealed"} <= set(found)
        await DB.fetch(
            "update compensation_pay_record set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
            " where id = (select max(id) from compensation_pay_record where decision is null)"
        )
        await DB.fetch("delete from compensation_pay_record where id > (select max(id) from compensation_pay_record where decision is null)")  # fmt: skip
        with pytest.raises(KeyMissing, match="compensation_pay_record"):
            await keys.opened()
