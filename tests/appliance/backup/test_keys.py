"""Keys, words and what is sealed under them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hrapp_backup import keys, sealing, words
from hrapp_backup.trouble import Trouble
from hypothesis import given
from hypothesis import strategies as st


@given(st.binary(min_size=32, max_size=32))
def test_words_give_the_key_back(secret: bytes) -> None:
    spelled = words.spelled(secret)
    assert len(spelled) == words.COUNT and all(words.is_word(word) for word in spelled)
    numbered = "\n".join(f"{place}. {word.upper()}" for place, word in enumerate(spelled, 1))
    assert words.read(numbered).secret == secret


def test_every_sixteen_bits_have_a_word_of_their_own() -> None:
    assert len({words._word(number) for number in range(1 << 16)}) == 1 << 16


def test_a_misread_word_is_noticed() -> None:
    dice = random.Random(7)
    spelled = words.spelled(bytes(range(32)))
    for _ in range(200):
        misread = list(spelled)
        place = dice.randrange(words.COUNT)
        misread[place] = words._word(dice.randrange(1 << 16))
        if misread != spelled:
            with pytest.raises(Trouble, match="misread"):
                words.read(" ".join(misread))
    with pytest.raises(Trouble, match="Word 3"):
        words.read(" ".join([*spelled[:2], "house", *spelled[3:]]))
    with pytest.raises(Trouble, match="There are 16 words"):
        words.read(" ".join(spelled[:-1]))


def test_four_words_are_asked_for_and_never_always_the_same() -> None:
    asked = [words.asked_for(bytes([seed])) for seed in range(40)]
    assert all(len(set(places)) == 4 and all(1 <= p <= words.COUNT for p in places) for places in asked)
    assert len({tuple(places) for places in asked}) > 30


def test_a_rotated_key_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "backup.key"
    first = keys.make(path)
    assert keys.make(path) == first and path.stat().st_mode & 0o777 == 0o600
    second = keys.rotate(path)
    assert [key.id for key in keys.read(path)] == [first.id, second.id] and first.id != second.id
    assert first.password != first.sealing.hex().encode()
    assert first.secret.hex() not in repr(first)


def test_a_line_that_was_edited_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "backup.key"
    keys.make(path)
    path.write_text(path.read_text().replace(" ", " 00", 1))
    with pytest.raises(Trouble, match="no backup key"):
        keys.read(path)


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 40], ids=["nothing", "a byte", "10 KB"])
def test_what_is_sealed_opens_with_its_key_only(content: bytes) -> None:
    key, other = keys.Key(bytes(32)), keys.Key(bytes(31) + b"\x01")
    sealed = sealing.seal(content, key)
    assert sealing.unseal(sealed, key) == content
    with pytest.raises(Trouble):
        sealing.unseal(sealed, other)
    for at in (3, 10, len(sealed) - 1):
        with pytest.raises(Trouble):
            sealing.unseal(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], key)
