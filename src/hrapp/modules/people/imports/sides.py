"""Both sides of a change where they stand in words: W1→W2, 从销售部调到市场部, 生产部-生产主管 beside 行政部-安全主管."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hrapp.modules.people.imports.known import Organisation
from hrapp.modules.people.organisation import spellings

_SAID = ("department", "position", "level")
_ARROW = re.compile(r"\s*(?:→|⇒|＞|>|-+>|—+>?|晋升(?:为|到|至))\s*")
#: Words that say of a department as well as of a position that somebody comes there.
_VERB = re.compile(
    r"\s*(?:平调|内调|调动|调整|调岗|调派|调配|调职|转岗|调|转|改|变更|升任?|提拔)(?:为|到|至|往|入|任)\s*|(?<=.)[到至](?=.)"
)
_FROM = re.compile(r"^\s*(?:从|由|自|原)\s*")
_END = re.compile(r"(?:工作|任职|上班)?\s*[。.；;，,]*\s*$")
_PARTS = re.compile(r"\s*[-–—/／·・、,，|]\s*")
_UNIT = re.compile(r"(?:部门?|科|室|处|中心|车间|班组|店|厂|公司|事业部)$")

Side = dict[str, str]  # {"department", "position", "level"}: what one side says


def sides_of(change: str | None, organised: Organisation) -> dict[str, str]:
    """Both sides of a change in one cell; nothing where it is not sure what they say."""
    text = _END.sub("", change or "")
    for split, plain in ((_ARROW, True), (_VERB, False)):
        sides = [side for side in split.split(text) if side.strip()]
        if len(sides) == 2:
            bare = plain and not _FROM.match(sides[0])
            return between(_FROM.sub("", sides[0]), sides[1], organised, bare)
    return {}


def between(before: str, after: str, organised: Organisation, bare: bool = True) -> dict[str, str]:
    """Two sides of a change. `bare`: nothing but a mark stands between them, so that what is no department is a position."""
    old, new = _side(before.strip(), organised), _side(after.strip(), organised)
    if bare:
        old, new = old or _position(before.strip(), new), new or _position(after.strip(), old)
    if old is None or new is None or not old.keys() & new.keys():
        return {}
    if "level" in old and "level" in new:
        if [before.strip().upper(), after.strip().upper()] == [old["level"].upper(), new["level"].upper()]:
            old, new = {"level": old["level"]}, {"level": new["level"]}
    else:
        old, new = ({name: value for name, value in side.items() if name != "level"} for side in (old, new))
    return {f"from_{name}": value for name, value in old.items()} | {f"to_{name}": v for name, v in new.items()}


def _position(text: str, other: Side | None) -> Side | None:
    """会计 → 财务主管: a position that nobody has had yet, where the other side is none of a department."""
    if _UNIT.search(text) or len(_PARTS.split(text)) > 1 or (other and "department" in other):
        return None
    return {"position": text}


def words_of(columns: Mapping[str, str | None]) -> str:
    """市场部·市场经理 → 销售部: both sides as a sentence says them."""
    sides = ["·".join(str(columns[f"{side}_{n}"]) for n in _SAID if columns[f"{side}_{n}"]) for side in ("from", "to")]
    return " → ".join(filter(None, sides))


def _side(text: str, organised: Organisation) -> Side | None:
    """A side that is known: a department, a position, a level, or a department and a position in it. None for another."""
    names = {word: name for name in organised.departments for word in spellings(name, organised.departments)}
    names |= {name: name for name in organised.departments}
    if text in names:
        return {"department": names[text]}
    if code := organised.level_code(text):
        return {"position": text, "level": code}
    if text in organised.positions:
        return {"position": text}
    department, *position = _PARTS.split(text, maxsplit=1)
    if department in names and position and position[0]:
        return {"department": names[department], "position": position[0]}
    return None
