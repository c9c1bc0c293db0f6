"""docs/crypto.md names every column that is encrypted and every file that hashes, signs or makes secrets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from hrapp.kernel import classes, keyring

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "hrapp"
PAGE = (ROOT / "docs" / "crypto.md").read_text(encoding="utf-8")
MAKERS = {"hashlib", "hmac", "secrets", "argon2", "pyotp", "cryptography"}
OWN = {"seal_secret", "open_secret"}  # kept under a class key directly


def files() -> Iterator[tuple[Path, ast.Module]]:
    for file in SOURCE.rglob("*.py"):
        if not {"migrations", "demo"} & set(file.relative_to(SOURCE).parts):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def rows(heading: str) -> set[str]:
    """What stands in backticks in the first column under a heading."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return {
        found
        for line in part.splitlines()
        if line.startswith("|")
        for found in re.findall("`([^`]+)`", line.split("|")[1])
    }


def places() -> set[str]:
    found = set()
    for _file, tree in files():
        for node in ast.walk(tree):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name == "Place":
                found.add(".".join(str(each.value) for each in node.args[:2] if isinstance(each, ast.Constant)))
    return found


def test_every_sealed_column_is_in_the_inventory() -> None:
    said = rows("Encrypted")
    assert places() <= said, f"add {sorted(places() - said)}"
    assert said - places() == {"accounts_factor.seed"}, "kept under the key for secrets, which needs no place"


def test_what_is_said_to_be_protected_by_encryption_is_encrypted() -> None:
    """Every column of the classes identity and salary is sealed, or says nothing of a value."""
    told = {f"{table}.{column}" for table, column in classes.columns_of(classes.ENCRYPTED)}
    assert told - rows("Encrypted") <= {"people_identity.blind", "kernel_key.wrapped"}


def test_every_file_that_hashes_signs_or_makes_secrets_is_in_the_inventory() -> None:
    making = set()
    for file, tree in files():
        imported = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        imported |= {
            node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
        }
        if imported & MAKERS:
            making.add(str(file.relative_to(ROOT)))
    said = rows("Hashed and signed") | {"src/hrapp/kernel/keyring.py"}
    assert making <= said, f"add {sorted(making - said)}"


def test_every_class_key_is_in_the_inventory() -> None:
    assert all(f"`{name}.keys`" in PAGE for name in keyring.NAMES)
