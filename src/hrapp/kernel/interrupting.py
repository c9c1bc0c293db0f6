"""Ctrl-C on a command of the shell: one sentence at once, whatever the command is at, and no traceback.

Imported before everything else, so it imports next to nothing; the catalogues of sentences may not be there yet.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

CODE = 130
_SENTENCES = {
    "nothing": ("Interrupted. Nothing was written.", "已中断，没有写入任何内容。"),
    "perhaps": (
        "Interrupted at the very end. `hrapp import list` says whether it was written.",
        "在最后一刻中断。是否已写入，请用 `hrapp import list` 查看。",
    ),
}
_state: dict[str, Any] = {"what": None, "said": False, "terminal": None}


def from_now() -> None:
    """While nothing is open yet there is nothing to put in order: the sentence, and gone."""
    _state.update(what="nothing" if sys.argv[1:2] == ["import"] else None, said=False, terminal=_terminal())
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # in the background it may be ignored
        signal.signal(signal.SIGINT, _leave)


def _leave(_number: int, _frame: object) -> None:
    say()
    os._exit(CODE)


def in_order() -> None:
    """From here on databases and processes are to be closed: KeyboardInterrupt goes up through whoever holds them."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ending() -> None:
    """What was written is about to be committed: from here on it may be there."""
    if _state["what"]:
        _state["what"] = "perhaps"


def say() -> None:
    """Once, whoever comes first. Other commands are stopped this way every day (`serve`, `demo`) and say nothing."""
    if _state["what"] and not _state["said"]:
        _state["said"] = True
        os.write(2, f"\n{sentence(_state['what'])}\n".encode())


def sentence(what: str, chinese: bool | None = None) -> str:
    return _SENTENCES[what][os.environ.get("LANG", "zh").startswith("zh") if chinese is None else chinese]


def left(code: int) -> int:
    """The last step of the process. Threads of an interrupted command may be in the middle of a long reading, and
    nobody waits for them; one that asked for a password had switched off what is typed."""
    if code != CODE or not _state["what"]:
        return code
    say()
    if _state["terminal"] is not None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSANOW, _state["terminal"])
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(CODE)


def _terminal() -> list[Any] | None:
    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError):
        return None


class Unawaited(ThreadPoolExecutor):
    """Threads of a command: where they still work at its end, it was interrupted."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)
