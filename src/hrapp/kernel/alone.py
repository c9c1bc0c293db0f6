"""Whether this installation is one person's own, as a demo is, or a company's, where two are to be asked."""

from __future__ import annotations

import os

_own = False


def own(yes: bool) -> None:
    """Said at start: the database is hrapp's own, beside it, and nobody else's."""
    global _own
    _own = yes


def is_own() -> bool:
    return _own or os.environ.get("HRAPP_TRUST_SHELL") == "1"
