"""Files are opened by a child process with limits: what kills it costs one file and no server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from hrapp.modules.imports.engine.child import Opened, frame, read_frame, unpack
from hrapp.modules.imports.engine.sniffing import LARGEST_FILE

SECONDS_PER_FILE = 90


def open_files(contents: Sequence[bytes]) -> list[Opened]:
    """One answer per file, in order. A file that brings the child down is the only one that suffers."""
    answers: list[Opened] = []
    while len(answers) < len(contents):
        answers += _batch(contents[len(answers) :])
    return answers


def _batch(contents: Sequence[bytes]) -> list[Opened]:
    """Answers up to the first file that the child does not survive, at least one."""
    with _in_memory() as questions:
        for content in contents:
            questions.write(frame(content if len(content) <= LARGEST_FILE else b""))
        questions.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "hrapp.modules.imports.engine.child"],
            stdin=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        return _answers(child, contents)


def _in_memory() -> IO[bytes]:
    """A file that the child reads and no disk sees: a workbook may hold pay."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("workbooks"), "w+b")
    return tempfile.TemporaryFile()


def _answers(child: subprocess.Popen[bytes], contents: Sequence[bytes]) -> list[Opened]:
    answers: list[Opened] = []
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    try:
        for content in contents:
            timer = threading.Timer(SECONDS_PER_FILE, stop)
            timer.start()
            body = read_frame(child.stdout)
            timer.cancel()
            if body is None:
                return [*answers, Opened(problem="file_slow" if late.is_set() else "file_too_big")]
            answers.append(Opened(problem="file_too_big") if len(content) > LARGEST_FILE else unpack(body))
        return answers
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
