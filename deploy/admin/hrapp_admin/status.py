"""`hrapp-admin status`: what is installed, what is under way, how the last operations went."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

from hrapp_backup.files import read_json

from hrapp_admin import releases
from hrapp_admin.site import Site


def gathered(site: Site) -> dict[str, Any]:
    told = read_json(site.upgrade_state)
    return {
        "current": _version(site, "current"),
        "previous": _version(site, "previous"),
        "upgrade": told.get("step", "idle"),
        "to": told.get("to"),
        "last_upgrade": told.get("last"),
        "closed": site.closed.exists(),
        "at_work": read_json(site.box.lock),
        "backup": read_json(site.box.state / "backup.json").get("layers", {}),
        "drill": read_json(site.box.state / "drill.json"),
        "mail_held": read_json(site.box.state / "mail-held.json"),
    }


def _version(site: Site, link: str) -> str | None:
    found = releases.linked(site, link)
    return found.version if found else None


def show(chosen: argparse.Namespace, site: Site, language: str) -> int:
    told = gathered(site)
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    zh = language.startswith("zh")
    lines = [
        (
            ("版本" if zh else "release"),
            f"{told['current'] or '-'} ({'上一版本' if zh else 'before'}: {told['previous'] or '-'})",
        ),
        (("升级" if zh else "upgrade"), told["upgrade"] + (f" → {told['to']}" if told["to"] else "")),
        (("入口" if zh else "doors"), ("关闭" if zh else "closed") if told["closed"] else ("打开" if zh else "open")),
    ]
    if told["at_work"]:
        lines.append((("正在进行" if zh else "at work"), str(told["at_work"].get("operation"))))
    if last := told["last_upgrade"]:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(last["at"]))
        lines.append(
            (("上次升级" if zh else "last upgrade"), f"{when} {last['from']} → {last['to']}: {last['outcome']}")
        )
    for targets in told["backup"].values():
        for name, target in targets.items():
            lines.append(((f"备份 {name}" if zh else f"backup {name}"), str(target.get("last_success") or "-")))
    if drill := told["drill"]:
        lines.append((("恢复演练" if zh else "drill"), f"{drill.get('finished', drill.get('started', '-'))}"))
    if held := told["mail_held"]:
        since = str(held.get("since", "?"))
        let_out = "hrapp-admin restore release-mail"
        lines.append(
            ("邮件", f"自 {since} 暂停；放行：{let_out}")
            if zh
            else ("mail", f"held since {since}; let it out: {let_out}")
        )
    for name, value in lines:
        print(f"{name:<14} {value}")
    return 0
