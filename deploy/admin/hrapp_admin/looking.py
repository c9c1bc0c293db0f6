"""Looking without changing: logs, and a bundle for whoever helps, without anybody's data."""

from __future__ import annotations

import argparse
import io
import json
import platform
import re
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hrapp_backup.programs import run

from hrapp_admin import status
from hrapp_admin.doctor import examined
from hrapp_admin.site import Site

UNITS = ("hrapp-web", "hrapp-worker", "hrapp-backup", "hrapp-drill", "hrapp-health", "hrapp-upgrade-recover")
LINES = 2000
# Whatever could name somebody or lead to them is struck out, even where logs should not have it.
_STRUCK = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<mail>"),
    (re.compile(r"\b\d{17}[\dXx]\b"), "<id number>"),
    (re.compile(r"\b1[3-9]\d{9}\b"), "<telephone>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "<address>"),
    (re.compile(r"[\u4e00-\u9fff]{2,}"), "<words>"),
    (re.compile(r"(password|token|code|secret)(\s*[=:]\s*)\S+", re.I), r"\1\2<struck>"),
)


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb(verbs, "logs", logs, "what hrapp's units said · 查看运行日志")
    made.add_argument("-n", "--lines", type=int, default=100)
    made.add_argument("-f", "--follow", action="store_true")
    made = verb(
        verbs, "support-bundle", pack, "what a helper needs, without anybody's data · 打包诊断信息（不含个人数据）"
    )
    made.add_argument("--out", type=Path, default=Path("."))


def logs(chosen: argparse.Namespace, _: Site, __: str) -> int:
    command = ["journalctl", "--no-pager", "-n", str(chosen.lines), *(f"--unit={unit}" for unit in UNITS)]
    return subprocess.run([*command, *(["-f"] if chosen.follow else [])]).returncode


def pack(chosen: argparse.Namespace, site: Site, language: str) -> int:
    path = chosen.out / f"hrapp-support-{time.strftime('%Y%m%d-%H%M%S')}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in gathered(site).items():
            _put(archive, name, struck(text))
    path.chmod(0o600)
    said = (
        "已生成 {}，其中不含个人数据；发送前请自行查看。"
        if language.startswith("zh")
        else "{} is there, without personal data; look into it before you send it."
    )
    print(said.format(path))
    return 0


def gathered(site: Site) -> dict[str, str]:
    """Never the settings with their addresses, never the database, never a credential."""
    journal = ["journalctl", "--no-pager", "-o", "short-iso", "-n", str(LINES), *(f"--unit={unit}" for unit in UNITS)]
    found = {
        "doctor.json": json.dumps([{**a.as_data(), "zh": ""} for a in examined(site)], ensure_ascii=False, indent=1),
        "status.json": json.dumps(status.gathered(site), ensure_ascii=False, indent=1, default=str),
        "machine.txt": f"{platform.platform()}\n{Path('/etc/debian_version').read_text() if Path('/etc/debian_version').exists() else ''}",
        "journal.txt": run(journal).out,
        "memory.txt": run(["free", "-m"]).out,
        "disks.txt": run(["df", "-h"]).out,
    }
    for log in sorted(site.logs.glob("*.log")) if site.logs.is_dir() else []:
        found[f"logs/{log.name}"] = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES:])
    return found


def struck(text: str) -> str:
    for pattern, instead in _STRUCK:
        text = pattern.sub(instead, text)
    return text


def _put(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(time.time()), 0o600
    archive.addfile(member, io.BytesIO(content))
