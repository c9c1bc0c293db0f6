"""A process that crashes leaves no image of its memory, in which keys and clear values would lie."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

CRASH = """
import os, signal
from hrapp import cli
try:
    cli.main(["--version"])
except SystemExit:
    pass
os.kill(os.getpid(), signal.SIGSEGV)
"""


def test_a_crash_leaves_no_image(tmp_path: Path) -> None:
    def as_a_careless_unit() -> None:
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    done = subprocess.run(
        [sys.executable, "-c", CRASH + "print('alive')"], cwd=tmp_path, preexec_fn=as_a_careless_unit, env=os.environ
    )
    assert done.returncode == -signal.SIGSEGV
    limit = CRASH.replace("os.kill(os.getpid(), signal.SIGSEGV)", "import resource\nprint(resource.getrlimit(4))")
    said = subprocess.run(
        [sys.executable, "-c", limit], cwd=tmp_path, preexec_fn=as_a_careless_unit, capture_output=True, text=True
    )
    assert said.stdout.splitlines()[-1] == "(0, 0)" and resource.RLIMIT_CORE == 4
    assert not list(tmp_path.iterdir())
