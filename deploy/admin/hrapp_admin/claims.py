"""The one-time codes of the first accounts: printed once, for the people they are for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from hrapp_backup import front
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

from hrapp_admin.site import Site

FIRST = {
    "it": ("Whoever looks after the machine", "系统管理员"),
    "hr": ("The HR lead", "人事负责人"),
    "general_manager": ("The general manager", "总经理"),
}
SAID = (
    "{who}: open https://{host}/welcome, enter {login} as the number, and this code within 14 days: {code}",
    "{who}：打开 https://{host}/welcome，工号处填 {login}，14 天内使用一次性验证码：{code}",
)


def add(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb(verbs, "first-codes", show, "one-time codes of the first accounts · 首批账号的一次性代码")


def show(_: argparse.Namespace, site: Site, language: str) -> int:
    """As the application's user, who alone may write accounts; what it prints is for this terminal only."""
    for role in FIRST:
        done = run([site.hrapp, "claim", role, "--json"])
        if done.code:
            raise Trouble("program", program="hrapp claim", detail=done.first_error)
        print(line(json.loads(done.out), front.own_name(site.box), language))
    return 0


def line(told: dict[str, str], host: str, language: str) -> str:
    zh = language.startswith("zh")
    return SAID[zh].format(who=FIRST[told["role"]][zh], host=host, login=told["login"], code=told["code"])
