"""Which known assessment a row speaks of: of that person and period, and of that name.

A list of last year's scores comes again with some of them corrected. Where both name the assessment, the names decide.
Where one does not, the titles of file and sheet and the header of the score do, without the words that every such list
has: 2025年3月考核 and 2025年3月考核(更正) are of one assessment, 民主测评 and 年度考核 are not. One period may have several:
where nothing says which one a row corrects, both are kept and that is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import cell_of, note
from hrapp.modules.records.kept import Kept, rater
from hrapp.modules.records.known import Book, Known, by_field

NAME, PERIOD, SCORE = "assessment", "period", "score"
_EVERY_LIST = re.compile(
    r"绩效|考核|考评|考绩|评价|评估|评定|得分|评分|分数|成绩|综合|合计|汇总|总分|最终|最后|年度|季度|月度|月份|半年|周期|期间|结果|名单|一览|明细|"
    r"员工|人员|全体|公司|等级|更正|修正|修订|订正|调整|更新|复核|定稿|终稿|正式|副本|"
    r"performance|reviews?|assessments?|appraisals?|ratings?|scores?|results?|grades?|final|total|overall|corrected|revised|"
    r"copy|sheet|v?\d+[a-z]?(?![a-z])|[年月季期份第上下全更终新版改表分总一二三四]|[\W_]",
    re.IGNORECASE,
)


class Assessments:
    """Those of one batch: rows of one table are several assessments, none of which corrects another."""

    def __init__(self, rows: Sequence[tuple[Record, Kept]], book: Book) -> None:
        self._book = book
        self._exact: set[str] = set()  # the known records whose score a row of the batch repeats
        self._others: Counter[tuple[str, str]] = Counter()
        for record, said in rows:
            same = self._same_score(record, said)
            self._exact |= {same.id} if same else set()
            self._others[_about(record, said)] += not same

    def known(self, record: Record, said: Kept) -> Known | None:
        same = self._same_score(record, said)
        if same or not said.text(PERIOD) or self._others[_about(record, said)] > 1:
            return same
        found = [each for each in self._near(record, said) if each.id not in self._exact and _one(record, said, each)]
        return found[0] if len(found) == 1 else None

    def beside(self, record: Record, said: Kept) -> list[Note]:
        """What to tell of a row that is kept beside a known assessment of its period."""
        near = [each for each in self._near(record, said) if not (said.text(NAME) and each.said.text(NAME))]
        if not near or not said.text(PERIOD):
            return []
        level = "info" if all(_table(each.origin) == _table(str(cell_of(record))) for each in near) else "warn"
        told = {"typed": said.text(SCORE), "known": "、".join(each.said.text(SCORE) for each in near)}
        told |= {"period": said.text(PERIOD), "first": near[0].origin}
        return [note(record, level, "assessed_otherwise", SCORE, **told)]

    def _near(self, record: Record, said: Kept) -> list[Known]:
        """Of the same person and period, and not of another name."""
        return [
            each
            for each in self._book.of(record.values["person"])
            if each.said.text(PERIOD) == said.text(PERIOD)
            and (each.said.text(NAME) or said.text(NAME)) == (said.text(NAME) or each.said.text(NAME))
            and (rater(each.said) or rater(said)) == (rater(said) or rater(each.said))
        ]

    def _same_score(self, record: Record, said: Kept) -> Known | None:
        near = [each for each in self._near(record, said) if each.said.text(SCORE) == said.text(SCORE)]
        agree = (each for each in near if not _contradicts(said, each.said) or _one(record, said, each))
        return next(agree, None)


def _one(record: Record, said: Kept, known: Known) -> bool:
    """Whether both are of one assessment, as far as anything says so."""
    if said.text(NAME) and known.said.text(NAME):
        return True
    department = str(record.values.get("department") or "")
    tables = [_own_words(_table(origin), department) for origin in (str(cell_of(record)), known.origin)]
    headers = [_own_words(_label(held), "") for held in (said, known.said)]
    return tables[0] == tables[1] and headers[0] == headers[1]


def _contradicts(said: Kept, known: Kept) -> bool:
    fields = by_field(known)
    return any(fields.get(key, text) != text for key, text in by_field(said).items())


def _own_words(title: str, department: str) -> str:
    title = re.sub(r"\.\w{1,5}(?=$| › )", "", title)
    return _EVERY_LIST.sub("", title.replace(department, "") if department else title).casefold()


def _table(origin: str) -> str:
    """File and sheet, without the cell."""
    return origin.rpartition(" › ")[0]


def _about(record: Record, said: Kept) -> tuple[str, str]:
    return str(record.values["person"]), f"{said.text(PERIOD)} {said.text(NAME)} {rater(said)}"


def _label(said: Kept) -> str:
    value = said.value(SCORE)
    return value.label if value else ""
