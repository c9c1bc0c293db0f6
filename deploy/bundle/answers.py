"""The installer's answers, as what the playbook is told: one JSON file, readable by root only."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any


def told(given: dict[str, str]) -> dict[str, Any]:
    return {
        "hrapp_host": given["HOST"],
        "hrapp_company": given["COMPANY"],
        "hrapp_admin_mail": given["MAIL"],
        "hrapp_reach": given["REACH"],
        "hrapp_language": given["LANGUAGE"],
        "hrapp_timezone": given["ZONE"],
        "hrapp_tls_mode": given["TLS"],
        "hrapp_time_servers": given["TIME"].split(),
        "hrapp_firewall": given["FIREWALL"] == "yes",
        "hrapp_backup_targets": targets(given["BACKUP"], given["MOUNTPOINT"] == "yes"),
    }


def targets(said: str, mountpoint: bool) -> list[dict[str, Any]]:
    if said.startswith("folder:"):
        return [{"name": "disk", "kind": "folder", "path": said.removeprefix("folder:"), "mountpoint": mountpoint}]
    found = re.fullmatch(r"sftp://([^@/]+)@([^:/]+)(?::(\d+))?(/.+)", said)
    if not found:
        return []
    user, host, port, path = found.groups()
    return [{"name": "sftp", "kind": "sftp", "host": host, "user": user, "port": int(port or 22), "path": path}]


def more(path: str) -> dict[str, Any]:
    """What a machine that is brought back had been told beside the questions."""
    if not path:
        return {}
    found: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))["more"]
    return found


def main() -> None:
    out = Path(sys.argv[1])
    part = out.with_name(out.name + ".new")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told(dict(os.environ)) | more(os.environ.get("MORE", "")), file, ensure_ascii=False, indent=2)
        file.write("\n")
        os.fsync(file.fileno())
    part.replace(out)


if __name__ == "__main__":
    main()
