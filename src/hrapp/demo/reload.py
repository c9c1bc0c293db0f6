"""`./run dev`: the demo, started again whenever a file of ours changes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import hrapp
from hrapp.kernel.pages import template_folder

_SUFFIXES = {".py", ".html", ".css", ".js", ".svg", ".po"}


def forever() -> int:
    folders = [Path(hrapp.__file__).parent, template_folder()]
    seen = _newest(folders)
    child = _start()
    try:
        while True:
            time.sleep(0.7)
            if (now := _newest(folders)) != seen:
                seen = now
                print("  changed; starting again", flush=True)
                child.terminate()
                child.wait()
                child = _start()
    except KeyboardInterrupt:
        child.terminate()
        return child.wait()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "hrapp.cli", "demo"])


def _newest(folders: list[Path]) -> tuple[int, float]:
    times = [p.stat().st_mtime for folder in folders for p in folder.rglob("*") if p.suffix in _SUFFIXES]
    return len(times), max(times)
