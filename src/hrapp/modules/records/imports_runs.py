"""What lists call a pay run that is not the pay of a month."""

from __future__ import annotations

import re


def _run(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


RUN = "run"
#: What titles call a run that is not the pay of the month; the first one counts. Several things in one list are no run of
#: their own, and what is paid to the tax office or into social insurance is not what was paid to somebody.
TITLES = (
    ("", _run(r"(?:工资|薪资|薪酬|薪水)\s*(?:及|和|与|、|/|\+|含|以及|暨)|(?:及|和|与|、|/|\+|以及|暨)\s*(?:工资|薪资|薪酬|月薪)|含(?:补发|奖|提成)")),
    ("补发", _run(r"补发|补差|补资|补薪|追补|补算|back ?pay|arrears")),
    ("年终奖", _run(r"年终|年度奖|年底奖|year.?end bonus|annual bonus")),
    ("十三薪", _run(r"十三薪|13薪|13个?月工资|年底双薪|13th|\bAWS\b")),
    ("离职结算", _run(r"离职|离厂|final (?:pay|settlement)|severance")),
    ("社保补缴", _run(r"(?:社保|公积金|五险|社会保险).{0,6}补缴|补缴.{0,4}(?:社保|公积金|五险|社会保险)")),
    ("个税申报", _run(r"(?:个税|个人所得税).{0,8}(?:申报|扣缴|预缴)|扣缴.{0,8}申报|综合所得|工资薪金(?:所得|收入)|tax return|tax declaration")),
    ("上半月", _run(r"[上前]半月|月中|1st half|first half")),
    ("下半月", _run(r"[下后]半月|2nd half|second half")),
    ("", _run(r"工资|薪资|薪酬|薪水|payroll|payslip|salar(?:y|ies)|wages?\b")),
    ("社保公积金", _run(r"社保|公积金|五险|社会保险|social (?:insurance|security)|housing fund")),
    ("奖金", _run(r"奖金|绩效奖|季度奖|半年奖|全勤奖|bonus|incentive")),
    ("提成", _run(r"提成|佣金|commission")),
    ("补贴", _run(r"(?:高温|防暑|降温|取暖|过节|节日|福利|慰问).{0,6}(?:费|金|补|贴|发放)|(?:补贴|津贴|补助)(?:费|金)?(?:发放|明细|表)")),
)  # fmt: skip
_USUAL = re.compile(r"正常|常规|月度|月薪|当月|本月|regular|monthly|normal", re.IGNORECASE)


def run_of(said: str) -> str:
    """The run that a cell or a title names, in one writing for all lists; "" for the pay of the month."""
    found = next((name for name, words in TITLES if words.search(said)), said)
    return "" if _USUAL.search(said) and found in ("", said) else found
