"""What the installer was told becomes what the playbook is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.bundle.answers import targets

SCRIPT = Path(__file__).parents[3] / "deploy/bundle/answers.py"
TOLD = {
    "HOST": "hr.example.cn",
    "COMPANY": "云杉机器",
    "MAIL": "it@example.cn",
    "REACH": "office",
    "BACKUP": "folder:/mnt/backup",
    "MOUNTPOINT": "yes",
    "LANGUAGE": "zh",
    "ZONE": "Asia/Shanghai",
    "TLS": "own-ca",
    "TIME": "ntp.aliyun.com ntp.ntsc.ac.cn",
    "FIREWALL": "no",
}


def test_the_file_is_whole_and_only_root_may_read_it(tmp_path: Path) -> None:
    out = tmp_path / "site.json"
    subprocess.run([sys.executable, "-I", str(SCRIPT), str(out)], env=os.environ | TOLD, check=True)
    assert out.stat().st_mode & 0o777 == 0o600
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["hrapp_company"] == "云杉机器"
    assert told["hrapp_firewall"] is False
    assert told["hrapp_backup_targets"] == [
        {"name": "disk", "kind": "folder", "path": "/mnt/backup", "mountpoint": True}
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("none", []),
        ("", []),
        (
            "sftp://keeper@nas.example.cn:2222/hrapp",
            [
                {
                    "name": "sftp",
                    "kind": "sftp",
                    "host": "nas.example.cn",
                    "user": "keeper",
                    "port": 2222,
                    "path": "/hrapp",
                }
            ],
        ),
        (
            "sftp://keeper@nas/hrapp",
            [{"name": "sftp", "kind": "sftp", "host": "nas", "user": "keeper", "port": 22, "path": "/hrapp"}],
        ),
    ],
)
def test_where_backups_go(said: str, expected: list[dict[str, object]]) -> None:
    assert targets(said, mountpoint=True) == expected


def test_every_answer_of_the_playbook_is_one_that_it_knows() -> None:
    specs = (SCRIPT.parents[1] / "ansible/roles/preflight/meta/argument_specs.yml").read_text(encoding="utf-8")
    source = SCRIPT.read_text(encoding="utf-8")
    named = {line.split('"')[1] for line in source.splitlines() if line.strip().startswith('"hrapp_')}
    assert named
    assert not [name for name in named if f"      {name}:\n" not in specs]
