"""The other records: courses as an old CSV, grades and awards in .xls, pay, moves and plans."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import xlwt

from hrapp.demo.sheets.hands import Book, dated, dated_text, money, spaced
from hrapp.demo.truth import Attempt, Facts, Pay

_STATUS = {"completed": "已完成", "in_progress": "进行中", "absent": "缺勤", "failed": "未通过"}


def courses(facts: Facts, folder: Path) -> Path:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["工号", "姓名", "部门", "培训课程", "培训日期", "学时", "完成率", "状态", "考核成绩", "备注"])
    twice = [a for a in facts.attempts if (a.emp_no, a.course) == ("HG024", "量房与沟通")]
    for hand, attempt in enumerate((*facts.attempts, *twice)):
        out.writerow(_course(facts, attempt, hand))
    path = folder / "培训记录.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def _course(facts: Facts, attempt: Attempt, hand: int) -> list[str]:
    # Two people of one name attended this course, and nobody wrote their 工号.
    emp_no = "" if attempt.course == "短视频写作" else attempt.emp_no.lower() if hand % 5 == 4 else attempt.emp_no
    rate = 1 if attempt.status == "failed" else attempt.rate
    shown = (f"{rate:.0%}", f"{rate:.0%}".replace("%", "％"), f"{rate}")[hand % 3]
    return [
        emp_no,
        facts.name(attempt.emp_no),
        facts.department(attempt.emp_no),
        attempt.written,
        dated_text(attempt.day, hand),
        "8" if attempt.course == "新员工入职培训" else "6",
        shown,
        _STATUS[attempt.status],
        "" if attempt.score is None else str(attempt.score),
        attempt.remark,
    ]


def grades(facts: Facts, folder: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("季度评级")
    quarters = list(dict.fromkeys(grade.quarter for grade in facts.grades))
    last = 4 + len(quarters)
    sheet.write_merge(0, 0, 0, last, "季度绩效评级汇总表")
    for column, word in enumerate(("序号", "工号", "姓名", "部门")):
        sheet.write_merge(1, 2, column, column, word)
    column = 4
    for year, count in Counter(quarter[:4] for quarter in quarters).items():
        _merge(sheet, 1, column, column + count - 1, f"{year}年")
        column += count
    for place, quarter in enumerate(quarters, 4):
        sheet.write(2, place, f"{'一二三四'[int(quarter[-1]) - 1]}季度")
    sheet.write_merge(1, 2, last, last, "备注")
    people = dict.fromkeys(grade.emp_no for grade in facts.grades)
    written = {(grade.emp_no, grade.quarter): grade.written for grade in facts.grades}
    for number, emp_no in enumerate(people, 1):
        name = facts.name(emp_no)
        cells = [number, emp_no, spaced(name) if number % 6 == 0 else name, facts.department(emp_no)]
        cells += [written[(emp_no, quarter)] + " " * (number % 7 == 2) for quarter in quarters]
        for place, value in enumerate(cells):
            if str(value).strip():
                sheet.write(number + 2, place, value)
    sheet.write(len(people) + 4, 0, "等级从高到低：优秀、良好、合格、待改进")
    _awards(facts, book.add_sheet("荣誉登记"))
    path = folder / "季度评级.xls"
    book.save(str(path))
    return path


def _merge(sheet: Any, row: int, left: int, right: int, text: str) -> None:
    if left == right:
        sheet.write(row, left, text)
    else:
        sheet.write_merge(row, row, left, right, text)


def _awards(facts: Facts, sheet: Any) -> None:
    sheet.write_merge(0, 0, 0, 6, "季度之星及其他荣誉登记")
    header = ("序号", "授予日期", "工号", "姓名", "所属季度", "荣誉称号", "状态")
    twice = [a for a in facts.awards if a.emp_no == "HG011" and a.granted][-1:]
    rows = [*facts.awards, *twice]
    rows.sort(key=lambda award: award.day)
    for place, word in enumerate(header):
        sheet.write(1, place, word)
    for number, award in enumerate(rows, 1):
        quarter = f"{award.quarter[:4]}年第{'一二三四'[int(award.quarter[-1]) - 1]}季度"
        cells = (
            number,
            dated_text(award.day, number % 2 * 2),
            award.emp_no or "—",
            facts.name(award.emp_no) if award.emp_no else "设计工程部",
            award.quarter if number % 2 else quarter,
            award.title,
            "已授予" if award.granted else "拟授予（公示中）",
        )
        for place, value in enumerate(cells):
            sheet.write(number + 1, place, value)


def pay(facts: Facts, folder: Path) -> Path:
    book = Book(folder / "工资及调薪.xlsx")
    sheet = book.sheet("现行工资", (5, 9, 10, 12, 14, 14, 20))
    sheet.banner("月基本工资表（保密）", 7)
    sheet.line(["单位：元"])
    sheet.line(("序号", "工号", "姓名", "部门", "月基本工资", "最近调薪日期", "备注"), book.head)
    total = 0
    for number, person in enumerate(facts.people, 1):
        now = _in_force(facts, person.emp_no)
        total += now.base
        note = "试用期按80%发放" if person.probation_end else ""
        cells = [number, person.emp_no, person.name, person.department, money(now.base, number)]
        sheet.line([*cells, dated(now.effective, number), note])
    sheet.line(["合计", None, None, None, total, None, None], book.sum)
    sheet.skip()
    sheet.line(["制表：顾蔓", None, None, "审批：沈维岳"])
    _raises(facts, book)
    return book.close()


def _in_force(facts: Facts, emp_no: str) -> Pay:
    return max((p for p in facts.pay if p.emp_no == emp_no and p.in_force), key=lambda p: p.effective)


def _raises(facts: Facts, book: Book) -> None:
    sheet = book.sheet("调薪记录", (5, 14, 9, 10, 12, 12, 9, 16, 10))
    sheet.banner("历次定薪与调薪记录", 9)
    sheet.line(("序号", "生效日期", "工号", "姓名", "调整前", "调整后", "幅度", "原因", "批准"), book.head)
    before: dict[str, int] = {}
    for number, change in enumerate(facts.pay, 1):
        old = before.get(change.emp_no)
        before[change.emp_no] = change.base
        cells: list[object] = [number, dated(change.effective, number), change.emp_no, facts.name(change.emp_no)]
        cells += ["—" if old is None else old, money(change.base, number)]
        cells += ["—" if old is None else f"{(change.base - old) / old:.1%}"]
        sheet.line([*cells, change.reason, "沈维岳" if change.in_force else None])


def moves(facts: Facts, folder: Path) -> Path:
    book = Book(folder / "晋升调岗记录.xlsx")
    sheet = book.sheet("晋升调岗", (5, 9, 10, 12, 8, 14, 8, 16, 8, 14, 10, 24))
    sheet.banner("晋升及调岗记录", 12)
    header = (
        "序号",
        "工号",
        "姓名",
        "部门",
        "类型",
        "原岗位",
        "原职级",
        "新岗位",
        "新职级",
        "生效日期",
        "状态",
        "备注",
    )
    sheet.line(header, book.head)
    newest_first = sorted(facts.moves, key=lambda move: move.effective, reverse=True)
    for number, move in enumerate(newest_first, 1):
        kind, state = "晋升" if move.kind == "promotion" else "调岗", "已生效" if move.done else "审批中"
        who = (move.emp_no, facts.name(move.emp_no), facts.department(move.emp_no))
        sheet.line([number, *who, kind, *move.old, *move.new, dated(move.effective, number), state, move.remark])
    return book.close()


def papers(facts: Facts, folder: Path) -> Path:
    book = Book(folder / "方案提交登记.xlsx")
    sheet = book.sheet("方案登记", (14, 14, 10, 9, 16, 26, 30, 10, 10, 14, 26))
    sheet.banner("方案及成果提交登记", 11)
    header = (
        "登记编号",
        "提交日期",
        "姓名",
        "工号",
        "方案类型",
        "方案名称",
        "附件",
        "审核人",
        "审核状态",
        "审核日期",
        "审核意见",
    )
    sheet.line(header, book.head)
    states = {"approved": ("通过", "已通过"), "returned": ("退回修改", "退回"), "pending": ("待审", "待审")}
    for number, paper in enumerate(facts.papers, 1):
        sheet.line(
            [
                f"FA-{number:03}",
                dated(paper.submitted, number),
                spaced(facts.name(paper.emp_no)),
                paper.emp_no,
                paper.written,
                paper.title,
                f"{paper.title}.docx",
                facts.name(paper.reviewer),
                states[paper.state][number % 2],
                dated(paper.reviewed, number + 1) if paper.reviewed else None,
                paper.comment,
            ]
        )
    return book.close()
