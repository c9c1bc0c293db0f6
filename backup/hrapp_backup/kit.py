"""The recovery kit: one page to print, with the key as words and how to restore when nothing but the page is left."""

from __future__ import annotations

import html
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hrapp_backup import keys, making, programs, settings, state, words
from hrapp_backup.box import Box
from hrapp_backup.files import read_json, write_json
from hrapp_backup.keys import Key
from hrapp_backup.settings import SFTP, Target
from hrapp_backup.trouble import Trouble

PROVE_EVERY = timedelta(days=90)

_STEPS = (
    (
        "Take a Debian 12 or 13 server and copy the hrapp bundle to it, of the same release as the set or a newer one.",
        "准备一台 Debian 12 或 13 服务器，把 hrapp 安装包（与备份同版本或更新）拷贝上去。",
    ),
    (
        "Connect where the backups are: plug in and mount the disk, or have the address and key of the SFTP account.",
        "连接备份所在之处：插好并挂载备份磁盘，或准备好 SFTP 的地址与密钥。",
    ),
    (
        "As root, with the place of the backups:  sh hrapp-X.Y.Z.run --restore folder:/mnt/backup"
        "  (or sftp://user@host/path)",
        "以 root 运行，写上备份位置：sh hrapp-X.Y.Z.run --restore folder:/mnt/backup （或 sftp://用户@主机/路径）",
    ),
    (
        "Enter the words above when asked. The newest set is taken; another one:  --set ID",
        "按提示输入上面的词。默认取最新的一份备份；如要另一份：--set 编号",
    ),
    (
        "Where hrapp is installed already:  hrapp-admin restore key, then restore list, plan and run",
        "已装好 hrapp 的机器：依次运行 hrapp-admin restore key、restore list、plan、run",
    ),
    (
        "Sign in and look. When all is well, let mail out again:  hrapp-admin restore release-mail",
        "登录检查。无误后恢复发信：hrapp-admin restore release-mail",
    ),
)


def known(box: Box) -> list[dict[str, Any]]:
    """Every key with when it was made, when its kit was printed and last proved; the one in use last."""
    told = read_json(box.state / "kits.json").get("kits", {})
    return [{"id": key.id, "made": key.made, **told.get(key.id, {})} for key in keys.read(box.key_file)]


def due(box: Box) -> bool:
    """Is it time to type two words again? Who lost the kit should find out while the box still runs."""
    proved = known(box)[-1].get("proved")
    return proved is None or datetime.fromisoformat(proved) + PROVE_EVERY < datetime.now(UTC)


def _note(box: Box, key: Key, what: str) -> None:
    told = read_json(box.state / "kits.json").get("kits", {})
    told.setdefault(key.id, {})[what] = state.now()
    write_json(box.state / "kits.json", {"kits": told})


def asked(box: Box) -> list[int]:
    """Which words are to be typed back this time."""
    return words.asked_for(os.urandom(16))


def confirm(box: Box, typed: dict[int, str]) -> None:
    """The words that were typed back, by their place; Trouble names those that are not the kit's."""
    key = keys.read(box.key_file)[-1]
    right = words.spelled(key.secret)
    wrong = [place for place, word in sorted(typed.items()) if right[place - 1] != word.strip().lower()]
    if wrong or len(typed) < 2:
        raise Trouble("words-differ", places=", ".join(map(str, wrong)) or "-", key=key.id)
    _note(box, key, "proved")


def as_text(box: Box) -> str:
    """For a screen."""
    key = keys.read(box.key_file)[-1]
    lines = ["hrapp 恢复卡 · recovery kit", ""]
    lines += [f"  {english} {chinese}: {value}" for english, chinese, value in _facts(box, key)]
    numbered = [f"{place:>3} {word}" for place, word in enumerate(words.spelled(key.secret), 1)]
    lines += ["", *("  ".join(numbered[at : at + 6]) for at in range(0, len(numbered), 6)), ""]
    lines += [f"{n}. {zh}\n   {en}" for n, (en, zh) in enumerate(_STEPS, 1)]
    return "\n".join(lines) + "\n"


def write(box: Box, path: Path) -> Path:
    """The page to print, for root alone; it says that it is to be deleted once it is on paper."""
    key = keys.read(box.key_file)[-1]
    spelled = words.spelled(key.secret)
    facts = "".join(
        f"<tr><th>{chinese} · {english}</th><td>{html.escape(value)}</td></tr>"
        for english, chinese, value in _facts(box, key)
    )
    cells = "".join(f"<li>{word}</li>" for word in spelled)
    steps = "".join(f"<li>{html.escape(zh)}<br><small>{html.escape(en)}</small></li>" for en, zh in _STEPS)
    page = _PAGE.format(facts=facts, words=cells, steps=steps, code=_code(box, " ".join(spelled)))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(page)
    _note(box, key, "printed")
    return path


def _facts(box: Box, key: Key) -> list[tuple[str, str, str]]:
    chosen = settings.load(box)
    older = [one.id for one in keys.read(box.key_file)[:-1]]
    found = [
        ("Key", "密钥编号", f"{key.id}  ({key.made})"),
        ("Company", "公司", chosen.appliance.company),
        ("Appliance", "设备编号", f"{making.appliance_id(box)}  {chosen.appliance.host}"),
        ("Backups are at", "备份位置", "; ".join(_where(t) for t in chosen.backups.targets if t.off_the_box) or "-"),
        ("Printed", "打印日期", datetime.now(UTC).strftime("%Y-%m-%d")),
    ]
    if older:
        found.append(("Older keys, opened by this one", "可由本卡打开的旧密钥", ", ".join(older)))
    return found


def _where(target: Target) -> str:
    if target.kind == SFTP:
        return f"{target.name}: sftp {target.user}@{target.host}:{target.port} {target.path}"
    return f"{target.name}: {target.path}"


def _code(box: Box, text: str) -> str:
    """The words once more for a camera, where the application's environment can draw them; else nothing."""
    draw = (
        "import sys, segno; segno.make(sys.stdin.read().strip(), error='m')"
        ".save(sys.stdout.buffer, kind='svg', scale=3, xmldecl=False)"
    )
    try:
        done = programs.run([box.hrapp.parent / "python", "-I", "-B", "-c", draw], given=text.encode())
    except Trouble:
        return ""
    return done.out if done.code == 0 and done.out.startswith("<svg") else ""


_PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>hrapp 恢复卡 · recovery kit</title>
<style>
@page {{ size: A4; margin: 16mm }}
body {{ font: 11pt/1.45 sans-serif; max-width: 178mm; margin: 0 auto; color: #000; background: #fff }}
h1 {{ font-size: 18pt; margin: 0 0 4mm }} h2 {{ font-size: 12pt; margin: 6mm 0 2mm }}
table {{ border-collapse: collapse; width: 100% }} th {{ text-align: left; font-weight: normal; width: 60mm }}
th, td {{ border-bottom: .3pt solid #999; padding: 1.2mm 0; vertical-align: top }}
.words {{ columns: 3; font: 15pt/1.7 monospace; border: 1pt solid #000; padding: 3mm 3mm 3mm 14mm; margin: 0 }}
.steps li {{ margin-bottom: 1.2mm }} small {{ color: #333 }} svg {{ float: right; margin-left: 6mm }}
.warning {{ border: 1pt solid #000; padding: 2mm 3mm; margin: 4mm 0 }}
</style>
<h1>hrapp 恢复卡 · recovery kit</h1>
<table>{facts}</table>
<p class="warning">没有这张纸，机器损坏后备份无法打开，我们也无法打开。请打印两份，分别锁好，然后删除电脑上的文件。拿到它的人可以读取全部备份。<br>
<small>Without this page the backups cannot be opened once the machine is lost, by nobody. Print it twice, lock both away
in different places, and delete the file. Whoever has it can read every backup.</small></p>
<h2>密钥 · the key</h2>
<ol class="words">{words}</ol>
<h2>恢复步骤 · how to restore</h2>
{code}<ol class="steps">{steps}</ol>
</html>
"""
