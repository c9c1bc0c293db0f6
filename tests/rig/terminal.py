"""Somebody at a terminal of a machine: reads what stands there, types an answer, presses Enter."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time

from tests.rig.machine import Machine
from tests.rig.places import RigError


class Terminal:
    def __init__(self, machine: Machine, command: str) -> None:
        self.machine, self.seen, self.read_to = machine, "", 0
        self.own, inside = pty.openpty()
        self.process = subprocess.Popen(
            machine.inside(command, {"TERM": "xterm"}),
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def until(self, words: str, seconds: float = 60) -> str:
        """Waits for these words (a pattern) after what was read before; gives what stands up to them."""
        end = time.monotonic() + seconds
        while not (found := re.compile(words).search(self.seen, self.read_to)):
            if not self._more(end - time.monotonic()):
                raise RigError(f"{self.machine.name}: “{words}” did not come:\n{self.seen[-2500:]}")
        before, self.read_to = self.seen[self.read_to : found.end()], found.end()
        return before

    def type(self, line: str) -> None:
        os.write(self.own, line.encode() + b"\n")

    def answer(self, question: str, line: str, seconds: float = 60) -> None:
        self.until(question, seconds)
        self.type(line)

    def ended(self, seconds: float = 60) -> int:
        end = time.monotonic() + seconds
        while self._more(end - time.monotonic()):
            pass
        os.close(self.own)
        return self.process.wait(10)

    def _more(self, seconds: float) -> bool:
        """Reads on; False when nothing more comes, or not in time."""
        if seconds <= 0 or not select.select([self.own], [], [], seconds)[0]:
            return False
        try:
            got = os.read(self.own, 65536)
        except OSError:  # the other side has ended
            return False
        self.seen += got.decode(errors="replace").replace("\r\n", "\n")
        return bool(got)
