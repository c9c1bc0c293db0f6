"""For the proofs of the appliance: a process that dies right after a step was written down."""

from __future__ import annotations

import os
import signal

NAME = "HRAPP_ADMIN_DIE_AFTER"


def after(step: str) -> None:
    """Everything that a step writes down calls this; a power cut may come there as well as anywhere."""
    if os.environ.get(NAME) == step:
        os.kill(os.getpid(), signal.SIGKILL)
