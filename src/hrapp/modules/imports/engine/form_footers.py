"""What stands below the items of a form: who signed and when says nothing, a grade is the form's, what somebody wrote of the
work is kept as the form's words.

主管评语 | 表现稳定, 考核人意见：继续努力, 员工签字 | | 日期 | 2026-04-05: labels with what stands beside them, or in the next row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hrapp.modules.imports.engine.form_scores import GRADE_ROW
from hrapp.modules.imports.engine.roles import is_footer
from hrapp.modules.imports.engine.surnames import COMPOUND, SURNAMES
from hrapp.modules.imports.engine.words import is_nothing, said

_WHO = (
    r"(?:被?考[核评]|评[价估]|审[核批]|复核|批准|核准|确认|制表|填表|面谈|责任|负责|本|当事)(?:人|者)|员工(?:本人)?|直[接属](?:上级|领导|主管|经理)"
    r"|(?:上|下)级|主管|领导|经理|(?:分管|主管|部门|公司|高层|直属)(?:领导|经理|主管|负责人|总监)|副?总经理|总监|店长|组长|人力资源部?|人事部?|行政部?|hr"
    r"|employee|manager|supervisor|reviewer|appraiser|superior|hr"
)
_SIGNED = re.compile(
    r".{0,12}(?:签[字名章收署]|盖章|签批)(?:[/及和与]?(?:日期|时间|确认))?|.{0,8}(?:日期|时间)|年月日|.{0,20}(?:signature|signedby|date)",
    re.IGNORECASE,
)
_THOUGHT = (
    r"(?:.{0,12}(?:评语|意见|寄语|批示|点评|评述|comments?|feedback)"
    rf"|(?:{_WHO}|自我|个人|综合|总体|部门|overall|self)的?.{{0,6}}?(?:评价|总评|总结|小结|鉴定|建议|自评|assessment|review|summary|evaluation)"
    r"|(?:综合|总体|员工|本人|个人)?自评|总评|评价|(?:工作|绩效)?(?:改进|提升|发展|培训)(?:计划|建议|措施|方向|需求|点)"
    r"|(?:绩效)?面谈(?:记录|纪要|内容|结果)?|主要(?:成绩|业绩|不足|问题)|(?:优点|亮点|不足|缺点|待改进)(?:之处|项)?"
    r"|备注|补充说明|remarks?|notes?)"
)
_COMMENT = re.compile(rf"{_THOUGHT}(?:[及与和]?{_THOUGHT})?", re.IGNORECASE)
_SIGNER = re.compile(_WHO, re.IGNORECASE)
_NAME = re.compile(rf"(?:[{SURNAMES}]|{COMPOUND})[\u4e00-\u9fff]{{1,2}}")
_DAY = re.compile(r"[\d\s年月日./:_\-—]*")
_LABELLED = re.compile(r"\s*([^\d\s:：，,。；;！!？?][^:：，,。；;！!？?\n]{0,19}?)\s*[:：]\s*(.*)", re.DOTALL)
#: Of those who sign in the same cell: 同意 签字：张三 日期：4月5日.
_TAIL = re.compile(
    rf"[\s，,。；;（(]*(?:{_WHO})?(?:确认)?(?:签[字名章]|日期)\s*[)）]?\s*[:：].*$", re.DOTALL | re.IGNORECASE
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
_FURTHER = re.compile(r"\s*[(（]?(?:\d{1,2}|[二三四五六七八九十])[)）.、．]")
_LONGEST_LABEL = 12


def closes(text: str) -> bool:
    """Whether a row that begins so and has no figures is no item: it is signed, or says what somebody thinks of them all."""
    label = _label(text)
    return (
        any(pattern.fullmatch(label) for pattern in (_SIGNED, _COMMENT, _SIGNER)) or GRADE_ROW.match(label) is not None
    )


def _label(text: str) -> str:
    labelled = _LABELLED.fullmatch(text)
    return said(labelled[1] if labelled else text)


@dataclass(slots=True)
class Footers:
    """The rows below the items, one after another. `words`: what somebody wrote there, by its label."""

    words: dict[str, str] = field(default_factory=dict)
    label: str | None = None

    def row(self, texts: Iterable[str], known_only: bool = False) -> None:
        """`known_only`: below what is signed stands what the form means, and nobody's opinion but where a label says so."""
        cells = [text for text in texts if not is_nothing(text)]
        if len(cells) != 1 or not self._goes_on(cells[0]):
            self.label = None
        for n, text in enumerate(cells):
            labelled = _LABELLED.fullmatch(text)
            bare = said(text)
            if labelled:
                self.label = labelled[1]
                self._add(labelled[2], known_only)
            elif (
                _SIGNED.fullmatch(bare) or _COMMENT.fullmatch(bare) or GRADE_ROW.match(bare) or _SIGNER.fullmatch(bare)
            ) or (n == 0 and len(cells) > 1 and len(bare) <= _LONGEST_LABEL):
                self.label = text.strip()
            else:
                self._add(text, known_only)

    def _goes_on(self, text: str) -> bool:
        """Whether a row of one cell belongs to the label above: 主管评语： with its words below, or 2. of what was said."""
        if self.label is None or not _COMMENT.fullmatch(said(self.label)):
            return False
        return self.label not in self.words or _FURTHER.match(text) is not None

    def _add(self, text: str, known_only: bool) -> None:
        label = self.label or ""
        bare = said(label)
        text = _TAIL.sub("", text).strip()
        comment = _COMMENT.fullmatch(bare) is not None
        if not text or (not comment and (known_only or not self._tells(label, text))):
            return
        label = label or ("备注" if re.search(r"[\u4e00-\u9fff]", text) else "Remark")
        self.words[label] = "；".join(filter(None, (self.words.get(label), text)))

    @staticmethod
    def _tells(label: str, text: str) -> bool:
        """Whether that is more than a name, a day, a grade, or what the form itself says to whoever fills it in."""
        bare = said(label)
        if _SIGNED.fullmatch(bare) or (is_footer(f"{label}：") and not _SIGNER.fullmatch(bare)):
            return False
        if GRADE_ROW.match(bare) and len(text) <= 8:
            return False
        if not label or _SIGNER.fullmatch(bare):
            return not (_NAME.fullmatch(said(text)) or _DAY.fullmatch(text) or is_footer(text))
        return _WORDS.search(label) is not None
