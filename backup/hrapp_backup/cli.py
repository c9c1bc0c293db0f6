"""`python3 -m hrapp_backup`, and the words behind `hrapp-admin backup`, `restore` and `drill`.

Exit codes: 0 done · 1 something is wrong · 2 bad use · 3 nothing was done: it has to be confirmed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hrapp_backup import drill, keys, kit, making, reading, restoring, rotation, settings, state, targets, words
from hrapp_backup.box import Box
from hrapp_backup.files import read_json
from hrapp_backup.settings import LOCAL, SFTP
from hrapp_backup.trouble import Trouble

Command = Callable[["Talk", argparse.Namespace, Box], int]


class Talk:
    """To whoever sits there, in their language; for programs with --json."""

    def __init__(self, language: str, as_json: bool = False) -> None:
        self.language, self.as_json = language, as_json

    def say(self, english: str, chinese: str) -> None:
        """Progress: not for programs."""
        self._write(sys.stderr if self.as_json else sys.stdout, self.choose(english, chinese))

    def tell(self, line: str) -> None:
        self._write(sys.stdout, line)

    def wrong(self, trouble: Trouble) -> None:
        self._write(sys.stderr, trouble.said(self.language))

    def data(self, found: Any) -> None:
        self.tell(json.dumps(found, ensure_ascii=False, indent=1, default=str))

    def choose(self, english: str, chinese: str) -> str:
        return chinese if self.language.startswith("zh") else english

    def ask(self, english: str, chinese: str) -> str:
        sys.stdout.write(self.choose(english, chinese))
        sys.stdout.flush()
        return sys.stdin.readline().strip()

    @staticmethod
    def _write(stream: Any, line: str) -> None:
        stream.write(line + "\n")
        stream.flush()


def main(arguments: Sequence[str] | None = None, box: Box | None = None, language: str | None = None) -> int:
    box = (box or Box()).as_told()
    chosen = parser().parse_args(arguments)
    talk = Talk(language or chosen.language or _language(box), chosen.json)
    before = os.umask(0o077)
    try:
        return int(chosen.run(talk, chosen, box))
    except Trouble as trouble:
        if trouble.code == "busy" and getattr(chosen, "scheduled", False):
            talk.say(*(trouble.said(language) for language in ("en", "zh")))
            return 0  # the timer comes again; what is watched is the age of the last success
        if chosen.json:
            talk.data({"ok": False, "failure": trouble.as_data()})
        talk.wrong(trouble)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        os.umask(before)


def _language(box: Box) -> str:
    try:
        return settings.load(box).appliance.language
    except Trouble:
        return "zh"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="hrapp_backup", description="Backups of the appliance.")
    top.add_argument("--language", choices=("zh", "en"))
    top.add_argument("--json", action="store_true", help="answers for programs")
    verbs = top.add_subparsers(required=True, metavar="command")
    add_backup(verbs.add_parser("backup", help="make a set, or look after targets and keys"))
    add_restore(verbs.add_parser("restore", help="see sets, bring one back"))
    add_drill(verbs.add_parser("drill", help="prove that the newest set off the box restores"))
    add_key(verbs.add_parser("key", help="which keys there are, and whether their kits were proved"))
    return top


def add_key(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=show_keys)
    more = parser.add_subparsers(metavar="")
    more.add_parser("rotate", help="a new key, and a new recovery kit").set_defaults(run=rotate)


def add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=making.KINDS)
    parser.add_argument("--scheduled", action="store_true", help="by a timer: not an error while something else runs")
    parser.add_argument("--new-disk", metavar="TARGET", action="append", default=[])
    parser.set_defaults(run=backup)
    more = parser.add_subparsers(metavar="")
    more.add_parser("targets", help="where sets are kept, and when it last worked").set_defaults(run=show_targets)
    more.add_parser("rotate-key", help="a new key, and a new recovery kit").set_defaults(run=rotate)
    page = more.add_parser("kit", help="the recovery kit as a page to print")
    page.add_argument("--out", type=Path, default=Path("/root/hrapp-recovery-kit.html"))
    page.add_argument("--screen", action="store_true", help="show it here instead")
    page.set_defaults(run=print_kit)
    proof = more.add_parser("confirm-kit", help="type words of the printed kit back")
    proof.add_argument("--word", action="append", default=[], metavar="PLACE=WORD", help="without being asked")
    proof.set_defaults(run=confirm_kit)


def add_restore(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="what")
    listed = verbs.add_parser("list", help="which sets there are")
    listed.add_argument("--from", dest="target", metavar="TARGET")
    listed.set_defaults(run=list_sets)
    for name, run in (("plan", show_plan), ("run", run_restore)):
        one = verbs.add_parser(name)
        one.add_argument("--set", dest="set_id", metavar="ID")
        one.add_argument("--from", dest="target", metavar="TARGET", default=LOCAL)
        one.add_argument("--company", help="the company's name, instead of typing it")
        one.set_defaults(run=run)
    verbs.add_parser("resume", help="go on with a restore that was cut off").set_defaults(run=resume)
    verbs.add_parser("abort", help="leave a restore that was cut off").set_defaults(run=abort)
    verbs.add_parser("undo", help="the data from before the last restore again").set_defaults(run=undo)
    verbs.add_parser("release-mail", help="let mail out again").set_defaults(run=release_mail)
    taken = verbs.add_parser("key", help="enter the words of a recovery kit")
    taken.add_argument("--words-from", type=Path, help="a file with the words")
    taken.set_defaults(run=take_key)


def add_drill(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="target", metavar="TARGET")
    parser.add_argument("--set", dest="set_id", metavar="ID")
    parser.add_argument("--scheduled", action="store_true", help="by the timer")
    parser.set_defaults(run=run_drill)


# -- making ------------------------------------------------------------------------------------------------


def backup(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    kind = chosen.kind or (making.due_kind(box) if chosen.scheduled else "manual")
    report = making.back_up(box, kind, say=talk.say, new=tuple(chosen.new_disk))
    if talk.as_json:
        failed = {name: trouble.as_data() for name, trouble in report.failed.items()}
        talk.data({"ok": report.good, "set": report.set_id, "kept": report.kept, "failed": failed})
    for name, seconds in report.kept.items():
        talk.say(
            f"{name}: {report.set_id} is kept and read back, {seconds:.1f} s",
            f"{name}：{report.set_id} 已保存并读回核对，用时 {seconds:.1f} 秒",
        )
    for trouble in report.failed.values():
        talk.wrong(trouble)
    if not any(target.off_the_box for target in settings.load(box).backups.targets):
        talk.wrong(Trouble("no-targets"))
    return 0 if report.good else 1


def show_targets(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    ages = read_json(box.state / "backup.json").get("layers", {}).get(state.SETS, {})
    for target in settings.load(box).backups.targets:
        told = ages.get(target.name, {})
        where = target.path if target.kind != SFTP else f"sftp {target.user}@{target.host}:{target.port} {target.path}"
        talk.tell(f"{target.name}: {where}")
        talk.say(
            f"  last success: {told.get('last_success') or 'never'}",
            f"  上次成功：{told.get('last_success') or '从未'}",
        )
        if told.get("failure"):
            talk.tell("  " + talk.choose(told["failure"]["en"], told["failure"]["zh"]))
        if target.kind == SFTP:
            talk.tell("  " + targets.public_key(box, target))
    return 0


# -- keys and kit ------------------------------------------------------------------------------------------


def show_keys(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    found = kit.known(box)
    if talk.as_json:
        talk.data(found)
        return 0
    for one in found:
        proved = one.get("proved") or "-"
        talk.say(
            f"{one['id']}  made {one['made']}  kit proved {proved}",
            f"{one['id']}  生成于 {one['made']}  核对于 {proved}",
        )
    return 0


def rotate(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    key, away = rotation.rotate(box)
    talk.say(
        f"The key in use is {key.id} now. Print its kit: hrapp-admin backup kit",
        f"现在使用的密钥是 {key.id}。请打印新的恢复卡：hrapp-admin backup kit",
    )
    for trouble in away.values():
        talk.wrong(trouble)
    return 0


def print_kit(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    keys.make(box.key_file)
    if chosen.screen:
        talk.tell(kit.as_text(box))
        return 0
    path = kit.write(box, chosen.out)
    talk.say(
        f"{path} is the recovery kit: print it, lock it away, delete the file. Then: hrapp-admin backup confirm-kit",
        f"恢复卡在 {path}：请打印、锁好，然后删除该文件。接着运行：hrapp-admin backup confirm-kit",
    )
    return 0


def confirm_kit(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    typed = {int(place): word for place, _, word in (one.partition("=") for one in chosen.word) if place.isdigit()}
    if chosen.word:
        kit.confirm(box, typed)
    elif not _typed_back(talk, box):
        talk.say("Later: hrapp-admin backup confirm-kit", "稍后请运行：hrapp-admin backup confirm-kit")
        return 3
    talk.say("The kit is right.", "恢复卡正确。")
    return 0


def _typed_back(talk: Talk, box: Box) -> bool:
    """The same places until all are right; an empty line leaves it for later."""
    places = kit.asked(box)
    while True:
        typed = {}
        for place in places:
            typed[place] = talk.ask(f"Word {place} of the kit: ", f"恢复卡上第 {place} 个词：")
            if not typed[place]:
                return False
        try:
            kit.confirm(box, typed)
            return True
        except Trouble as trouble:
            if trouble.code != "words-differ":
                raise
            talk.wrong(trouble)


def take_key(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    if chosen.words_from:
        text = chosen.words_from.read_text()
    else:
        text = talk.ask(
            f"The {words.COUNT} words of the recovery kit, with spaces between: ",
            f"请输入恢复卡上的 {words.COUNT} 个词，以空格分隔：",
        )
    key = words.read(text)
    keys.take(box.key_file, key)
    talk.say(f"The key {key.id} is in use.", f"已启用密钥 {key.id}。")
    return 0


# -- restoring ---------------------------------------------------------------------------------------------


def list_sets(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    found, troubles = [], 0
    for target in settings.load(box).backups.targets:
        if chosen.target in (None, target.name):
            try:
                engine = reading.engine_of(box, target)
                found += [(target.name, entry.label) for entry in engine.sets()]
            except Trouble as trouble:
                troubles += 1
                talk.wrong(trouble)
    if talk.as_json:
        talk.data([{"target": n, **{f: getattr(label, f) for f in label.__slots__}} for n, label in found])
        return min(troubles, 1)
    for name, label in sorted(found, key=lambda one: one[1].taken):
        talk.tell(f"{label.set_id}  {label.taken}  {label.kind:8} {label.release:8} {label.key}  {name}")
    return min(troubles, 1)


def show_plan(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    plan = restoring.plan(box, chosen.set_id, chosen.target)
    if talk.as_json:
        talk.data({"set": plan.told.set_id, "lost_minutes": plan.lost_minutes, "bytes": plan.bytes, "live": plan.live})
        return 0
    rows = sum(plan.told.rows.values())
    talk.say(
        f"Set {plan.told.set_id} of {plan.told.taken}, release {plan.told.release} (installed: {plan.installed}),"
        f" {rows} rows, {plan.told.files['count']} files, {plan.bytes >> 20} MB, key {plan.told.key}.",
        f"备份 {plan.told.set_id}，取自 {plan.told.taken}，{plan.told.release} 版（本机 {plan.installed} 版），"
        f"{rows} 行，{plan.told.files['count']} 个文件，{plan.bytes >> 20} MB，密钥 {plan.told.key}。",
    )
    if plan.live:
        talk.say(
            f"What was entered in the last {plan.lost_minutes} minutes will not be in use any more. It is kept for"
            f" {restoring.DAYS} days. Everybody has to sign in again, and mail is held until you let it out.",
            f"最近 {plan.lost_minutes} 分钟录入的内容将不再使用，原数据保留 {restoring.DAYS} 天。"
            "所有人需要重新登录；邮件暂停发送，由您放行。",
        )
    return 0


def run_restore(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    show_plan(talk, chosen, box)
    company = settings.load(box).appliance.company
    if company:
        typed = chosen.company
        if typed is None:
            if not sys.stdin.isatty():
                return 3
            typed = talk.ask(f"To go on, type the company's name ({company}): ", f"确认请输入公司名称（{company}）：")
        if typed.strip() != company:
            raise Trouble("not-confirmed")
    return _done(talk, restoring.restore(box, chosen.set_id, chosen.target, say=talk.say))


def resume(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    return _done(talk, restoring.resume(box, say=talk.say))


def _done(talk: Talk, figures: dict[str, Any]) -> int:
    if talk.as_json:
        talk.data({"ok": True, **figures})
        return 0
    seconds = f"{figures.get('seconds', 0)}"
    talk.say(
        f"Restored in {seconds} s. The data from before is kept as {figures['before']} until {figures['kept_until']}.",
        f"已恢复，用时 {seconds} 秒。原来的数据保留为 {figures['before']}，至 {figures['kept_until']}。",
    )
    return 0


def abort(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    restoring.abort(box)
    talk.say("Left. What was in use before is in use.", "已放弃，继续使用原来的数据。")
    return 0


def undo(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    restoring.undo(box)
    talk.say("The data from before the restore is in use again.", "已换回恢复之前的数据。")
    return 0


def release_mail(talk: Talk, _: argparse.Namespace, box: Box) -> int:
    held = box.state / "mail-held.json"
    if not held.exists():
        talk.say("Mail was not held.", "邮件并未暂停。")
        return 0
    held.unlink()
    talk.say("Mail goes out again.", "已恢复发信。")
    return 0


def run_drill(talk: Talk, chosen: argparse.Namespace, box: Box) -> int:
    answer = drill.drill(box, chosen.target, chosen.set_id, say=talk.say)
    if talk.as_json:
        talk.data(answer)
    talk.say(
        f"The set {answer['set']} from {answer['target']} restores: {answer['rows']} rows, {answer['seconds']} s.",
        f"{answer['target']} 中的备份 {answer['set']} 可以恢复：{answer['rows']} 行，用时 {answer['seconds']} 秒。",
    )
    return 0
