"""What a person sees while it works, and the log beside it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TextIO

from hrapp_backup.trouble import Trouble


class Progress:
    """One line a step, with the seconds it took; on a terminal it is drawn while it runs. Everything goes to a log."""

    def __init__(self, language: str, log: Path | None = None, out: TextIO | None = None, steps: int = 0) -> None:
        self.language, self.out, self.steps = language, out or sys.stdout, steps
        self.log = log
        self.done = 0
        self._running: tuple[str, float] | None = None
        if log:
            log.parent.mkdir(parents=True, exist_ok=True)

    def __call__(self, english: str, chinese: str) -> None:
        """A step begins; the one before it is done."""
        self.end()
        said = chinese if self.language.startswith("zh") else english
        self._running = said, time.monotonic()
        self.note(english)
        if self.out.isatty():
            self.out.write(f"  … {said}\r")
            self.out.flush()

    def end(self, mark: str = "✓") -> None:
        if self._running is None:
            return
        said, begun = self._running
        self._running = None
        self.done += 1
        bar = f"[{self.done}/{self.steps}] " if self.steps else ""
        clear = "\x1b[K" if self.out.isatty() else ""
        self.say(f"{clear}  {mark} {bar}{said} ({time.monotonic() - begun:.1f} s)")

    def fail(self) -> None:
        self.end("✗")

    def say(self, line: str) -> None:
        self.out.write(line + "\n")
        self.out.flush()

    def trouble(self, trouble: Trouble, mark: str = "!") -> None:
        self.note(str(trouble))
        self.say(f"  {mark} {trouble.said(self.language)}")

    def note(self, line: str) -> None:
        if self.log:
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {line}\n")


def agreed(language: str, english: str, chinese: str) -> bool:
    """Asked of whoever sits there; nobody sitting there is a no."""
    if not sys.stdin.isatty():
        return False
    return input(chinese if language.startswith("zh") else english).strip().lower() == "yes"
