"""How fast a large roster is read, beside the bare reader in the same run: 100,000 people × 20 columns."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import xlsxwriter

from hrapp.kernel.imports import ImportKind, Vocabulary
from hrapp.modules.imports.engine.reading import read_workbooks

PEOPLE, ROUNDS, SHARE = 100_000, 3, 0.45
_HEADERS = ("工号", "姓名", "性别", "部门", "岗位", "职级", "入职日期", "转正日期", "出生日期", "手机号码", "电子邮箱",
            "合同开始日期", "合同到期日", "学历", "毕业院校", "民族", "籍贯", "家庭住址", "紧急联系人", "备注")  # fmt: skip
_BARE = (
    "import sys, time; from python_calamine import CalamineWorkbook\n"
    "begun = time.perf_counter(); book = CalamineWorkbook.from_path(sys.argv[1])\n"
    "rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False); print(len(rows), time.perf_counter() - begun)"
)


def measured(
    kinds: Sequence[ImportKind], vocabulary: Vocabulary, holds: Callable[[str, str, bool], None], people: int = PEOPLE
) -> None:
    with tempfile.TemporaryDirectory(prefix="hrapp-speed-", dir="/var/tmp") as folder:
        path = Path(folder) / "roster.xlsx"
        path.write_bytes(roster(people))
        content, ratios, own, bare = path.read_bytes(), [], [], []
        for _ in range(ROUNDS):
            bare.append(_bare(path, people))
            begun = time.perf_counter()
            reading = read_workbooks([("roster.xlsx", content)], kinds, vocabulary)
            own.append(time.perf_counter() - begun)
            found = sum(record.kind == "person" for record in reading.records)
            assert found == people, (found, [t.verdict for t in reading.files[0].tables])
            ratios.append(bare[-1] / own[-1])
            del reading
    holds(f"bare calamine, {people:,} × {len(_HEADERS)}", f"{median(bare):.2f} s", True)
    holds("parse, layout and convert", f"{median(own):.2f} s", True)
    holds(f"of the speed of bare calamine (at least {SHARE})", f"{median(ratios):.2f} ×", median(ratios) >= SHARE)


def _bare(path: Path, people: int) -> float:
    ran = subprocess.run([sys.executable, "-c", _BARE, str(path)], capture_output=True, text=True, check=True)
    rows, seconds = ran.stdout.split()
    assert int(rows) == people + 1, rows
    return float(seconds)


def roster(people: int) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet("花名册")
        page.write_row(0, 0, _HEADERS)
        for row, cells in enumerate(_people(people), 1):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    page.write_datetime(row, column, value, day)
                else:
                    page.write_string(row, column, value)
    return into.getvalue()


def _people(people: int) -> Iterator[list[Any]]:
    first = date(2010, 1, 4)
    given = "安柏成德恩凡国海嘉凯磊敏宁鹏琪瑞思涛维欣雅振"
    for n in range(people):
        name = "王李张刘陈杨黄赵吴周"[n % 10] + given[n // 10 % 22] + given[n // 220 % 22]
        hired = first + timedelta(days=n % 5000)
        yield [
            f"{n:06d}", name, "男女"[n % 2], f"{n % 12 + 1}车间", ("操作工", "班长", "质检员")[n % 3], f"W{n % 5 + 1}",
            hired, hired + timedelta(days=180), date(1970 + n % 30, n % 12 + 1, n % 28 + 1), f"138{n:08d}",
            f"p{n}@example.com", hired, hired + timedelta(days=1095), ("本科", "大专", "高中")[n % 3], "某某学院", "汉族",
            "浙江", f"某路{n % 300}号", "家人", "",
        ]  # fmt: skip
