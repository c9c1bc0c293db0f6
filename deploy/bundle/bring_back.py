"""Before a bare machine is made from a backup: opens it with the words of the recovery kit, and takes out of the set
what the installation has to know. Only the key, the other machine's credentials and its settings are written.

Exit codes: 0 opened · 1 it cannot be · 4 perhaps after somebody did something outside (a cable, an account).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent  # the unpacked bundle; in the project, the folder of the builder
sys.path[:0] = [str(HERE), str(HERE / "release/backup"), str(HERE.parents[1] / "backup")]

import answers  # noqa: E402 (the path comes first)
from hrapp_backup import keys, kit, manifest, reading, sealing, targets, words  # noqa: E402
from hrapp_backup.box import Box  # noqa: E402
from hrapp_backup.cli import Talk  # noqa: E402
from hrapp_backup.engine import Engine, Entry  # noqa: E402
from hrapp_backup.files import write_bytes  # noqa: E402
from hrapp_backup.keys import Key  # noqa: E402
from hrapp_backup.settings import Target  # noqa: E402
from hrapp_backup.trouble import Trouble  # noqa: E402

OUTSIDE = ("login-refused", "target-silent", "not-mounted", "target-locked")
KEPT_ELSEWHERE = ("keys/", "backup.key")  # the restore brings the class keys; the key is the kit's


def main() -> int:
    chosen = _arguments()
    box = Box(release=HERE / "release")
    talk = Talk(chosen.language)
    os.umask(0o077)
    try:
        target = Target(**answers.targets(chosen.target, chosen.mountpoint == "yes")[0])
        _folders(box)
        targets.check(box, target)
        engine, entry = opened(box, target, chosen.words, chosen.set_id, talk)
        _fits(entry, json.loads((HERE / "RELEASE.json").read_text()))
        told = taken(box, engine, entry)
    except Trouble as trouble:
        talk.wrong(trouble)
        if trouble.code == "login-refused":
            talk.say("What the other machine has to know (authorized_keys):", "需加入对方 authorized_keys 的公钥：")
            talk.tell(targets.public_key(box, target))
        return 4 if trouble.code in OUTSIDE else 1
    write_bytes(chosen.out, json.dumps({"target": target.name, **told}, ensure_ascii=False).encode(), 0o600)
    talk.say(
        f"Set {told['set']} of {told['taken']}, {told['company']}, release {entry.label.release}.",
        f"备份 {told['set']}，取自 {told['taken']}，{told['company']}，{entry.label.release} 版。",
    )
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("mountpoint", choices=("yes", "no"))
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--words", default="")
    parser.add_argument("--set", dest="set_id", default="")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _folders(box: Box) -> None:
    """As the installation makes them a minute later."""
    for folder, mode in ((box.etc, 0o755), (box.credentials, 0o700), (box.data, 0o751), (box.state, 0o751)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)


def opened(box: Box, target: Target, given: str, set_id: str, talk: Talk) -> tuple[Engine, Entry]:
    """With the words, asked for until they open what is there. A key that is here already is tried first: this is
    not the first attempt, or the disk came with its machine."""
    if box.key_file.exists() and not given:
        try:
            return _found(box, target, set_id)
        except Trouble as trouble:
            if trouble.code not in ("wrong-key", "no-key"):
                raise
    while True:
        before = box.key_file.read_bytes() if box.key_file.exists() else b""
        try:
            key = words.read(Path(given).read_text() if given else _typed(talk))
            keys.write(box.key_file, [*(one for one in keys.parsed(before.decode()) if one.id != key.id), key])
            found = _found(box, target, set_id)
            _proved(box, key)
            return found
        except Trouble as trouble:
            if trouble.code in ("words-wrong", "words-count", "word-unknown", "wrong-key"):
                _put_back(box, before)
                if not given:
                    talk.wrong(trouble)
                    continue
            raise


def _typed(talk: Talk) -> str:
    """On one line or on several, until there are as many as a kit has; an empty line gives up."""
    text = ""
    while len(text.split()) < words.COUNT:
        more = talk.ask(
            f"The {words.COUNT} words of the recovery kit, with spaces between (so far {len(text.split())}): ",
            f"请输入恢复卡上的 {words.COUNT} 个词，以空格分隔（已输入 {len(text.split())} 个）：",
        )
        if not more:
            raise KeyboardInterrupt
        text += " " + more
    return text


def _put_back(box: Box, before: bytes) -> None:
    if before:
        write_bytes(box.key_file, before, 0o600)
    else:
        box.key_file.unlink(missing_ok=True)


def _proved(box: Box, key: Key) -> None:
    """Whoever has just typed all of a kit need not be asked for it again next week."""
    kit.confirm(box, dict(enumerate(words.spelled(key.secret), 1)))


def _found(box: Box, target: Target, set_id: str) -> tuple[Engine, Entry]:
    """The set that was asked for, or the newest: on a bare machine there is nothing that it could overwrite."""
    engine = reading.engine_of(box, target)
    found = engine.sets() if engine.exists() else []
    if not found:
        raise Trouble("nothing-kept", place=target.path)
    return engine, reading.find(engine, target, set_id or found[-1].label.set_id)


def _fits(entry: Entry, here: Mapping[str, Any]) -> None:
    """Before anything is installed: this release has to know what the set holds."""
    label = entry.label
    if label.head > here["head"]:
        raise Trouble("set-newer", set=label.set_id, release=label.release, installed=here["version"])


def taken(box: Box, engine: Engine, entry: Entry) -> dict[str, Any]:
    """What the set says about the machine it was made on; its credentials and settings go where they belong."""
    told = reading.opened(engine, entry)
    config = (
        engine.one(entry, f"{manifest.CONFIG}/config.toml")
        if f"{manifest.CONFIG}/config.toml" in told.contents
        else b""
    )
    _credentials(box, engine.one(entry, manifest.CREDENTIALS), told.key)
    if config:
        write_bytes(box.etc / "config.from-backup.toml", config, 0o640)
    return facts(config.decode(), told.appliance) | {"set": told.set_id, "taken": told.taken}


def facts(config: str, appliance: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the other machine: those of the questions, and `more` for the playbook."""
    told = tomllib.loads(config)
    own, mail = told.get("appliance", {}), told.get("mail", {})
    names = ("host", "port", "from", "user")
    return {
        "host": own.get("host") or appliance.get("host", ""),
        "company": own.get("company") or appliance.get("company", ""),
        "admin_mail": own.get("admin_mail", ""),
        "reach": own.get("reach", "office"),
        "more": {f"hrapp_mail_{name}": mail[name] for name in names if mail.get(name)},
    }


def _credentials(box: Box, sealed: bytes, key_id: str) -> None:
    known = keys.read(box.key_file)
    key = next((one for one in known if one.id == key_id), known[-1])
    found = sealing.unpacked(sealing.unseal(sealed, key))
    for name, content in found.items():
        path = box.credentials / name
        if not name.startswith(KEPT_ELSEWHERE) and "/" not in name and not path.exists():
            write_bytes(path, content, 0o600)
    older = [one for one in keys.parsed(found.get("backup.key", b"").decode()) if one.id not in {k.id for k in known}]
    keys.write(box.key_file, [*older, *known])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (KeyboardInterrupt, EOFError):
        sys.exit(1)
