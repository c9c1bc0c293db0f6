"""Lists of rooms: 负责人 in them is who looks after a room, and no row is about a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.lexicon import SERIAL

_ROOM = re.compile(
    r"(?:功能|专用|专业|会议|培训|多媒体|办公|实验|实训|活动|储藏|档案|库|教|场|包)?(?:教室|室|房间?|场地|场馆|包[间厢]|库房)"
    r"(?:名称?|编?号|代码|列表)?|(?:meeting|conference)?rooms?(?:name|no|number)?",
    re.IGNORECASE,
)
_HOW_LARGE = re.compile(
    r"(?:可|最[大多]|额定)?(?:容纳|容量|座位|席位)(?:人?数|量)?|(?:使用|建筑)?面积(?:平方米|平米|㎡|m2|m²)?|seats?|seating|capacity|area",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?:所在)?(?:具体)?(?:位置|地点|楼层|楼栋|楼号|楼宇)|floor|location|building", re.IGNORECASE)
_KEEPER = re.compile(
    r"(?:(?:日常)?(?:安全|使用|管理|卫生|消防)?(?:负责|责任|管理|保管|联[系络]))(?:人员?|者|老师|教师)(?:姓名)?|管理员(?:姓名)?|owner|keeper",
    re.IGNORECASE,
)


def lists_rooms(words: Sequence[str], people: Sequence[str]) -> bool:
    """Whether the first header (as said, `words`) names a room, another one how large it is or, beside who keeps it,
    where, and of those that name `people` every one is who keeps it. 宿舍房号 | 姓名 is of people."""
    first = next((word for word in words if word not in SERIAL), "")
    if not _ROOM.fullmatch(first) or not all(map(_KEEPER.fullmatch, people)):
        return False
    return any(map(_HOW_LARGE.fullmatch, words)) or (bool(people) and any(map(_WHERE.fullmatch, words)))
