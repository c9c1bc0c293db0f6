"""The keys that a bundle may be signed with, and how they change.

The first key is that of the bundle this machine was installed from. From then on a statement tells: it names every key
that counts from now on, and the one among them that has the say, and it is signed by the one that had the say before.
Every bundle carries all statements, so a machine that skipped releases goes through them one after the other. A
statement counts once: its number is higher than that of the last one, so an old one brings no retired key back. When
the key that has the say is lost, a person puts the next one in place by its fingerprint.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hrapp_backup.files import read_json, write_bytes, write_json
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

STATEMENTS, OWN = "keys/statements", "keys/release.pub"
LARGEST = 1 << 16  # bytes of a statement
_HEAD, _TAIL = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
_ED25519 = bytes.fromhex("302a300506032b6570032100")  # what a public key of this kind begins with


@dataclass(frozen=True, slots=True)
class Trust:
    """`say`: the key that statements are signed with. `keys`: fingerprint and key of all that sign bundles, that one
    included. `retired`: fingerprints of those that did."""

    number: int
    say: str
    keys: Mapping[str, str]
    retired: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Statement:
    path: Path
    number: int
    by: str
    say: str
    keys: Mapping[str, str]


def folder(site: Site) -> Path:
    return site.box.etc / "release-keys"


def load(site: Site) -> Trust:
    path = folder(site) / "trust.json"
    if path.exists():
        told = read_json(path)
        try:
            found = Trust(int(told["number"]), told["say"], dict(told["keys"]), tuple(told["retired"]))
            if found.say in found.keys and all(fingerprint(pem) == print_ for print_, pem in found.keys.items()):
                return found
        except (KeyError, TypeError, ValueError):
            pass
        raise Trouble("keys-damaged", path=path)
    try:
        pem = site.release_key.read_text(encoding="ascii")
        own = fingerprint(pem)
    except (OSError, ValueError):
        raise Trouble("keys-damaged", path=site.release_key) from None
    return Trust(0, own, {own: pem})


def fingerprint(pem: str) -> str:
    """Of an Ed25519 public key, as `openssl pkey -pubin -outform DER | sha256sum` says it. ValueError for others."""
    body = "".join(pem.split(_HEAD, 1)[1].split(_TAIL, 1)[0].split()) if _HEAD in pem else ""
    try:
        der = base64.b64decode(body, validate=True)
    except binascii.Error:
        der = b""
    if len(der) != 44 or not der.startswith(_ED25519):
        raise ValueError("no Ed25519 public key")
    return hashlib.sha256(der).hexdigest()


def signed(site: Site, file: Path, pem: str) -> bool:
    """By the holder of this key? The signature lies beside the file."""
    signature = file.with_name(f"{file.name}.sig")
    arguments: list[str | Path] = ["-pubin", "-inkey", "{secret}", "-sigfile", signature, "-in", file]
    return run([site.openssl, "pkeyutl", "-verify", "-rawin", *arguments], secret=pem.encode()).code == 0


# -- what a bundle brings ------------------------------------------------------------------------------------


def after(site: Site, trust: Trust, bundle: Path) -> Trust:
    """What counts once the statements of this bundle were heard. Those of others, and those of before, say nothing."""
    for statement in statements(bundle):
        if statement.number <= trust.number or statement.by != trust.say:
            continue
        if not signed(site, statement.path, trust.keys[trust.say]):
            raise Trouble("keys-statement", path=statement.path.relative_to(bundle))
        trust = _replaced(trust, statement.number, statement.say, statement.keys)
    return trust


def statements(bundle: Path) -> list[Statement]:
    found = [_read(path, bundle) for path in sorted((bundle / STATEMENTS).glob("*.json"))]
    return sorted(found, key=lambda statement: statement.number)


def _read(path: Path, bundle: Path) -> Statement:
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise ValueError(path)
        told = json.loads(path.read_bytes())
        made = Statement(path, int(told["number"]), str(told["by"]), str(told["say"]), dict(told["keys"]))
        if made.number < 1 or made.say not in made.keys:
            raise ValueError(path)
        if any(fingerprint(pem) != named for named, pem in made.keys.items()):
            raise ValueError(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Trouble("keys-statement", path=path.relative_to(bundle)) from None
    return made


def _replaced(trust: Trust, number: int, say: str, keys: Mapping[str, str]) -> Trust:
    gone = {*trust.retired, *trust.keys} - set(keys)
    return Trust(number, say, dict(keys), tuple(sorted(gone)))


def must_be_of_ours(site: Site, bundle: Path, manifest: Path, named: Path) -> None:
    """The manifest is signed with a key that counts; otherwise the sentence says which key it is signed with."""
    trust = after(site, load(site), bundle)
    if any(signed(site, manifest, pem) for pem in trust.keys.values()):
        return
    try:
        pem = (bundle / OWN).read_text(encoding="ascii")
        own = fingerprint(pem)
    except (OSError, ValueError):
        raise Trouble("bundle-signature", path=named) from None
    if not signed(site, manifest, pem):
        raise Trouble("bundle-signature", path=named)
    raise Trouble("bundle-retired" if own in trust.retired else "bundle-foreign", path=named, key=own)


def keep(site: Site, bundle: Path) -> None:
    """What a checked bundle says of keys counts from now on, whatever becomes of its release."""
    before = load(site)
    now = after(site, before, bundle)
    if now != before:
        _write(site, now)


def adopt(site: Site, bundle: Path) -> None:
    """The first installation: the statements up to the newest one that counts the key which this bundle is signed with
    are behind us."""
    before = load(site)
    if before.number or (folder(site) / "trust.json").exists():
        return
    known = [statement for statement in statements(bundle) if before.say in statement.keys]
    if known:
        _write(site, Trust(known[-1].number, known[-1].say, dict(known[-1].keys)))


def _write(site: Site, trust: Trust) -> None:
    """The installer, a shell script, takes the .pub files; what counts is in trust.json."""
    place = folder(site)
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    for named, pem in trust.keys.items():
        write_bytes(place / f"{named}.pub", pem.encode(), 0o644)
    told = {"number": trust.number, "say": trust.say, "keys": dict(trust.keys), "retired": list(trust.retired)}
    write_json(place / "trust.json", told, 0o644)
    for path in place.glob("*.pub"):
        if path.stem not in trust.keys:
            path.unlink()
    write_bytes(site.release_key, trust.keys[trust.say].encode(), 0o644)


# -- for people ----------------------------------------------------------------------------------------------


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb(verbs, "release-keys", show, "which keys bundles may be signed with · 认可的发布密钥")
    words = made.add_subparsers(dest="word", metavar="word")
    by_hand = words.add_parser(
        "trust", help="only this key counts from now on (the makers lost theirs) · 改为只认此密钥"
    )
    by_hand.add_argument("file", type=Path, metavar="FILE")
    by_hand.add_argument(
        "--fingerprint", required=True, help="as you were told it on another way · 从其他途径得知的指纹"
    )
    by_hand.set_defaults(run=trust_by_hand)
    first = words.add_parser("adopt", help="from an unpacked bundle, at the first installation (the installer does)")
    first.add_argument("folder", type=Path)
    first.set_defaults(run=adopted)
    asked = words.add_parser(
        "heard", help="what an unpacked bundle changes about keys; keeps nothing (the installer asks)"
    )
    asked.add_argument("folder", type=Path)
    asked.set_defaults(run=heard)


def show(_: argparse.Namespace, site: Site, language: str) -> int:
    for line in lines(load(site), language.startswith("zh")):
        print(line)
    return 0


def lines(trust: Trust, zh: bool) -> list[str]:
    counts, has_say = ("可签发安装包", "，并可更换密钥") if zh else ("signs bundles", ", and says which keys count")
    said = [f"{named}  {counts}{has_say if named == trust.say else ''}" for named in sorted(trust.keys)]
    return said + [f"{named}  {'已停用' if zh else 'retired'}" for named in trust.retired]


def changes(before: Trust, now: Trust, zh: bool) -> list[str]:
    """What a bundle changes about keys, for whoever is asked whether to go on."""
    new, gone = (
        ("新的发布密钥", "停用的发布密钥") if zh else ("a key of releases is new", "a key of releases is retired")
    )
    said = [f"{new}：{named}" if zh else f"{new}: {named}" for named in sorted(set(now.keys) - set(before.keys))]
    return said + [
        f"{gone}：{named}" if zh else f"{gone}: {named}" for named in sorted(set(before.keys) - set(now.keys))
    ]


def trust_by_hand(chosen: argparse.Namespace, site: Site, language: str) -> int:
    try:
        pem = chosen.file.read_text(encoding="ascii")
        own = fingerprint(pem)
    except (OSError, ValueError):
        raise Trouble("keys-file", path=chosen.file) from None
    if "".join(chosen.fingerprint.split()).replace(":", "").lower() != own:
        raise Trouble("keys-other", path=chosen.file, key=own)
    try:
        before = load(site)
    except Trouble:  # damaged: this is how it is mended
        before = Trust(read_json(folder(site) / "trust.json").get("number", 0), own, {})
    _write(site, _replaced(before, before.number, own, {own: pem}))
    return show(chosen, site, language)


def adopted(chosen: argparse.Namespace, site: Site, _: str) -> int:
    bundle = chosen.folder.resolve()
    must_be_of_ours(site, bundle, bundle / "MANIFEST", bundle)
    adopt(site, bundle)
    return 0


def heard(chosen: argparse.Namespace, site: Site, language: str) -> int:
    """Whether an upgrade would take it, and what its statements change; a trouble when nothing here names its key."""
    bundle, zh = chosen.folder.resolve(), language.startswith("zh")
    must_be_of_ours(site, bundle, bundle / "MANIFEST", Path("安装包" if zh else "The bundle"))
    before = load(site)
    for line in changes(before, after(site, before, bundle), zh):
        print(line)
    return 0
