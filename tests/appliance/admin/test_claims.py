"""The codes that an installation ends with: who they are for, where they are entered, in the language of the company."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from .places import Site, make_site

from hrapp_admin import claims  # isort: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """With an application that makes codes."""
    made = make_site(tmp_path)
    program = tmp_path / "hrapp"
    program.write_text("""#!/bin/sh
test "$1 $3" = "claim --json" || exit 9
printf '{"role": "%s", "login": "x-%s", "code": "AAAA-BBBB-CCCC"}' "$2" "$2"
""")
    program.chmod(0o755)
    made.box.config.write_text('[web]\nbase_url = "https://hr.example.cn"\n')
    return replace(made, hrapp=str(program))


@pytest.mark.parametrize(("language", "who"), [("zh", "人事负责人"), ("en", "The HR lead")])
def test_each_of_the_three_reads_where_to_go_and_what_to_enter(
    site: Site, language: str, who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claims.show(Namespace(), site, language) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert who in lines[1] and "https://hr.example.cn/welcome" in lines[1]
    assert "x-hr" in lines[1] and "AAAA-BBBB-CCCC" in lines[1]
