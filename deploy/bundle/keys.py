"""`./run release-keys new|show|state`: keys for releases, and the statements by which installed machines hear of them.

Statements are public and lie in deploy/bundle/statements; private keys never come near the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from deploy.bundle import sealing

PLACE = Path(__file__).resolve().parent / "statements"


def state(place: Path, by: Path, say: Path, signs: list[Path], date: str) -> Path:
    """The next statement, signed by the private key `by`: these public keys sign bundles from now on, and `say` says
    which keys count. Whatever is not named is retired."""
    number = last(place) + 1
    keys = {fingerprint(public): public.read_text(encoding="ascii") for public in (say, *signs)}
    told: dict[str, Any] = {
        "number": number,
        "date": date,
        "by": _of_private(by),
        "say": fingerprint(say),
        "keys": keys,
    }
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{number:04}.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sealing.sign(path, by)
    return path


def last(place: Path) -> int:
    return max((int(path.stem) for path in place.glob("*.json")), default=0)


def carried(place: Path, key: Path, trial: bool = False) -> list[Path]:
    """The files of the statements that a bundle signed with this key has to bring. Where the newest one does not count
    that key, no machine would take the bundle."""
    newest = place / f"{last(place):04}.json"
    if not newest.exists() or (trial and _of_private(key) not in _keys(newest)):
        return []
    if _of_private(key) not in _keys(newest):
        raise SystemExit(f"bundle: {newest.name} does not count the key {key}; sign with one that it names")
    return sorted(path for path in place.iterdir() if path.name.endswith((".json", ".json.sig")))


def _keys(statement: Path) -> dict[str, str]:
    return dict(json.loads(statement.read_text(encoding="utf-8"))["keys"])


def fingerprint(public: Path) -> str:
    return _hash(["-pubin", "-in", str(public)])


def _of_private(key: Path) -> str:
    return _hash(["-in", str(key)])


def _hash(which: list[str]) -> str:
    command = ["openssl", "pkey", *which, "-pubout", "-outform", "DER"]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{which[-1]} is no key: {done.stderr.decode().strip().splitlines()[0]}")
    return hashlib.sha256(done.stdout).hexdigest()


def new(path: Path) -> None:
    if path.exists():
        sys.exit(f"{path} is there already, and a key is never written over")
    sealing.fresh_key(path)
    public = path.with_name(f"{path.name}.pub")
    sealing.public(path, public)
    print(
        f"{path}: the private key, for its holder only. {public}: its public half, fingerprint\n{fingerprint(public)}"
    )


def show(place: Path) -> None:
    for statement in sorted(place.glob("*.json")):
        told = json.loads(statement.read_text(encoding="utf-8"))
        print(f"{statement.name}, {told['date']}, by {told['by']}")
        for named in told["keys"]:
            print(f"  {named}{'  has the say' if named == told['say'] else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run release-keys", description="Keys for releases.")
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("new", help="a new pair of keys").add_argument("file", type=Path)
    words.add_parser("show", help="what was stated so far")
    stated = words.add_parser("state", help="tell installed machines which keys count from the next release on")
    stated.add_argument("--by", type=Path, required=True, help="the private key that has the say now")
    stated.add_argument("--say", type=Path, required=True, help="the public key that has it then")
    stated.add_argument("--signs", type=Path, action="append", default=[], help="a public key that signs bundles, too")
    chosen = parser.parse_args()
    if chosen.word == "new":
        new(chosen.file)
    elif chosen.word == "state":
        print(state(PLACE, chosen.by, chosen.say, chosen.signs, time.strftime("%Y-%m-%d", time.gmtime())))
        show(PLACE)
    else:
        show(PLACE)


if __name__ == "__main__":
    main()
