"""Ctrl-C on `hrapp import`: one sentence, exit code 130, no traceback, and nobody waits for what is still being read."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hrapp.kernel.interrupting import Unawaited
from hrapp.modules.imports.engine import opening

ROWS = "\n".join(f"E{n},方新,销售部,2026-03-01" for n in range(400_000))


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN.UTF-8", "没有写入任何内容"), ("en_US.UTF-8", "Nothing was written.")]
)
def test_in_the_first_moment_it_is_answered_with_a_sentence(tmp_path: Path, language: str, said: str) -> None:
    waits = "import signal; from hrapp.kernel import interrupting; interrupting.from_now(); print(1, flush=True); signal.pause()"
    env = {**os.environ, "LANG": language}
    with subprocess.Popen(
        [sys.executable, "-c", waits, "import", "x.xlsx"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 130 and said in told.decode() and "Traceback" not in told.decode()


def test_what_is_imported_before_the_answer_to_ctrl_c_is_next_to_nothing() -> None:
    asked = "import sys, hrapp.cli; print([name for name in sys.modules if name.startswith('hrapp')])"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "['hrapp', 'hrapp.kernel', 'hrapp.kernel.interrupting', 'hrapp.cli']"


def test_a_reading_that_is_interrupted_ends_its_child_and_begins_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_leaving", threading.Event())
    content = f"工号,姓名,部门,入职日期\n{ROWS}".encode()
    reading = threading.Thread(target=opening.open_files, args=([content] * 20,))
    reading.start()
    while not opening._running:
        time.sleep(0.01)
    begun = time.monotonic()
    opening.end_children()
    reading.join(timeout=30)
    assert not reading.is_alive() and not opening._running and time.monotonic() - begun < 10


def test_nobody_waits_for_a_thread_of_an_interrupted_command() -> None:
    goes_on = threading.Event()

    async def interrupted() -> None:
        asyncio.get_running_loop().set_default_executor(Unawaited())
        task = asyncio.create_task(asyncio.to_thread(goes_on.wait, 30))
        await asyncio.sleep(0.05)
        task.cancel()

    begun = time.monotonic()
    asyncio.run(interrupted())
    assert time.monotonic() - begun < 10
    goes_on.set()
