"""The demo lets everybody in without a password: it does so with its own data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrapp.demo import start
from hrapp.kernel.errors import Refused
from hrapp.settings import Settings


@pytest.mark.parametrize("fresh", [False, True])
def test_the_demo_leaves_a_company_of_its_own_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    """A folder as `hrapp serve` keeps it with HRAPP_EMBEDDED_DIR."""
    for name in ("keys", "pgdata"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HRAPP_DEMO_DIR", str(tmp_path))
    monkeypatch.setattr(start, "_run", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(Refused, match="not the demo's"):
        start.start(Settings(port=0), fresh=fresh)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["keys", "pgdata"]


def test_the_demo_opens_its_own_folder_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HRAPP_DEMO_DIR", str(tmp_path))
    monkeypatch.setattr(start, "_run", lambda _settings, folder, _fresh: (folder / "keys").mkdir(exist_ok=True) or 0)
    assert [start.start(Settings(port=0)), start.start(Settings(port=0))] == [0, 0]
