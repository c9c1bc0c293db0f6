"""What is new, for whoever decides about an upgrade: from the changelogs."""

from __future__ import annotations

import re
from pathlib import Path

CHANGELOGS = {"en": "CHANGELOG.md", "zh": "CHANGELOG.zh-CN.md"}


def notes(source: Path, version: str) -> dict[str, str]:
    return {
        language: section((source / name).read_text(encoding="utf-8"), version) for language, name in CHANGELOGS.items()
    }


def section(changelog: str, version: str) -> str:
    """The part of this version; the newest where it has none of its own."""
    parts = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    own = [part for part in parts if part.split()[0] in (version, version.removesuffix(".0"))]
    text = (own or parts)[0].partition("\n")[2]
    return f"# hrapp {version}\n\n{text.strip()}\n"
