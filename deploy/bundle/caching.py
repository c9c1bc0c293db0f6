"""What was downloaded once is kept outside the repository, under the hash of what was asked for."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path


def kept(kind: str, asked: str, make: Callable[[Path], None], renew: bool = False) -> Path:
    """The folder that `make` filled for this question, now or in an earlier run."""
    folder = home() / f"{kind}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
    if folder.is_dir() and not renew:
        return folder
    part = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        make(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder


def home() -> Path:
    return Path(os.environ.get("HRAPP_BUNDLE_CACHE") or Path.home() / ".cache" / "hrapp-bundle")
