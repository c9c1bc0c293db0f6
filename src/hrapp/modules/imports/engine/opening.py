"""Files are opened by a child process with limits: what kills it costs one file and no server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from hrapp.modules.imports.engine import weight
from hrapp.modules.imports.engine.child import Opened, Question, read_frame, unpack, write_question
from hrapp.modules.imports.engine.sniffing import Unreadable, sniff

SECONDS_PER_FILE = 90
_running: set[subprocess.Popen[bytes]] = set()
_leaving = threading.Event()


def end_children() -> None:
    """This process is about to leave in the middle of a reading: no child of it goes on."""
    _leaving.set()
    for child in [*_running]:
        child.kill()


def open_files(
    contents: Sequence[bytes], passwords: Sequence[str | None] = (), most_cells: int | None = None
) -> list[Opened]:
    """One answer per file, in order. A file that brings the child down is the only one that suffers, and one that holds
    more cells than those before it left over (of `most_cells`, or what this server can hold).

    `passwords` stand in the order of the files; a file that has none does not mind one.
    """
    known = [*passwords, *[None] * (len(contents) - len(passwords))]
    return _answered(
        [Question(content=content, password=password) for content, password in zip(contents, known, strict=True)],
        weight.most_cells() if most_cells is None else most_cells,
    )


class _Room:
    """How many cells are left for the files that follow."""

    def __init__(self, cells: int) -> None:
        self.cells = cells

    def taken_by(self, opened: Opened) -> Opened:
        if opened.cells > self.cells:
            return Opened(format=opened.format, problem="too_many_cells")
        self.cells -= opened.cells
        return opened


def unlock(content: bytes, password: str | None) -> bytes:
    """The same workbook without its password, and any other file as it is; Unreadable says why that cannot be."""
    (opened,) = _answered([Question(content=content, password=password, only_open=True)])
    if opened.problem in ("file_protected", "password_wrong", "file_encrypted"):
        raise Unreadable(opened.problem)
    return opened.plain or content


def _answered(questions: Sequence[Question], most_cells: int = 0) -> list[Opened]:
    """What is refused by its first look needs no child, and no time."""
    answers: list[Opened | None] = []
    room = _Room(most_cells)
    protected = False
    for question in questions:
        try:
            protected |= sniff(question.content) == "protected"
            answers.append(None)
        except Unreadable as error:
            answers.append(Opened(problem=error.code))
    waiting = [n for n, found in enumerate(answers) if found is None]
    while waiting:
        found = _batch([questions[n] for n in waiting], protected, room)
        for n, opened in zip(waiting, found, strict=False):
            answers[n] = opened
        waiting = waiting[len(found) :]
    return [found for found in answers if found is not None]


def _batch(questions: Sequence[Question], protected: bool, room: _Room) -> list[Opened]:
    """Answers up to the first file that the child does not survive, at least one."""
    with _in_memory() as sent:
        for question in questions:
            write_question(sent, question)
        sent.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "hrapp.modules.imports.engine.child", *(["--protected"] if protected else [])],
            stdin=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        return _answers(child, len(questions), room)


def _in_memory() -> IO[bytes]:
    """A file that the child reads and no disk sees: a workbook may hold pay, and a question a password."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("workbooks"), "w+b")
    return tempfile.TemporaryFile()


def _answers(child: subprocess.Popen[bytes], wanted: int, room: _Room) -> list[Opened]:
    answers: list[Opened] = []
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    _running.add(child)
    try:
        if _leaving.is_set():
            stop()
        while len(answers) < wanted:
            timer = threading.Timer(SECONDS_PER_FILE, stop)
            timer.start()
            body = read_frame(child.stdout)
            timer.cancel()
            if body is None:
                slow = late.is_set() or child.wait() == -signal.SIGXCPU
                return [*answers, Opened(problem="file_slow" if slow else "file_too_big")]
            answers.append(room.taken_by(unpack(body)))
        return answers
    finally:
        child.kill()
        child.wait()
        _running.discard(child)
        if child.stdout:
            child.stdout.close()


def answered_apart(module: str, question: bytes) -> bytes | None:
    """What a module of ours answers in a process of its own, which sets its limits itself; None where it did not."""
    with _in_memory() as sent:
        sent.write(question)
        sent.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-m", module],
                stdin=sent,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS_PER_FILE,
                check=False,
                env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout else None
