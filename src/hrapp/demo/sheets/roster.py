"""员工花名册: merged departments, subtotals, and every way to write a date, a phone and a 工号."""

from __future__ import annotations

from pathlib import Path

from hrapp.demo.sheets.hands import Book, Sheet, dated, dated_text, spaced, wide
from hrapp.demo.truth import Facts, Person

_HEADER = ("序号", "部门", "工号", "姓名", "性别", "岗位", "职级", "直接上级", "入职时间", "出生日期", "身份证号码",
           "联系电话", "电子邮箱", "合同到期日", "备注")  # fmt: skip


def write(facts: Facts, folder: Path) -> Path:
    book = Book(folder / "员工花名册.xlsx")
    sheet = book.sheet("在职", (5, 12, 9, 10, 5, 14, 6, 10, 14, 12, 21, 15, 28, 14, 26))
    sheet.banner("禾光家装（成都）有限公司员工花名册", len(_HEADER))
    sheet.line([f"更新日期：{facts.day.year}年{facts.day.month}月{facts.day.day}日"])
    sheet.skip()
    sheet.line(_HEADER, book.head)
    number = 0
    for department in dict.fromkeys(person.department for person in facts.people):
        here = [person for person in facts.people if person.department == department]
        first = sheet.row
        for person in here:
            number += 1
            sheet.line([number, None, *_cells(facts, person, number)])
        sheet.merge(first, 1, sheet.row - 1, 1, department)
        sheet.line(["小计", None, None, f"{len(here)}人", *[None] * 11], book.sum)
    sheet.line(["合计", None, None, f"{number}人", *[None] * 11], book.sum)
    sheet.skip()
    sheet.line(["制表：简宁", *[None] * 7, "复核：顾蔓"])
    _leavers(facts, book.sheet("离职人员", (5, 9, 10, 5, 12, 12, 14, 14, 10, 30)))
    return book.close()


def _cells(facts: Facts, person: Person, hand: int) -> list[object]:
    return [
        _emp_no(person.emp_no, hand),
        _name(person.name, hand),
        person.gender,
        person.position,
        person.level.lower() if hand % 8 == 0 else person.level,
        _name(facts.name(person.manager), hand + 1) if person.manager else "—",
        dated(person.hired, hand),
        dated_text(person.birth, 2) if hand % 2 else person.birth,
        _id_no(person.id_no, hand),
        _phone(person.phone, hand),
        person.email.upper() if hand % 9 == 0 else person.email + " " * (hand % 4 == 0),
        dated(person.contract_end, hand + 3) if person.contract_end else "无固定期限",
        person.remark,
    ]


def _emp_no(emp_no: str, hand: int) -> str:
    return {4: wide(emp_no), 9: emp_no.lower(), 15: f"{emp_no} "}.get(hand, emp_no)


def _name(name: str, hand: int) -> str:
    return spaced(name) if hand % 3 == 0 else name.replace("", "　").strip("　") if hand % 7 == 1 else name


def _id_no(id_no: str, hand: int) -> str:
    if hand % 5 == 0:
        return f"{id_no[:6]} {id_no[6:14]} {id_no[14:]}"
    return f"'{id_no}" if hand % 6 == 1 else id_no.lower() if hand % 2 else id_no


def _phone(phone: str, hand: int) -> str | int:
    return (phone, int(phone), f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone[:3]} {phone[3:7]} {phone[7:]}")[
        hand % 4
    ]


def _leavers(facts: Facts, sheet: Sheet) -> None:
    sheet.banner("离职人员登记表", 10)
    sheet.line(
        ("序号", "工号", "姓名", "性别", "部门", "岗位", "入职日期", "离职日期", "离职类型", "离职原因"),
        sheet.book.head,
    )
    for hand, person in enumerate(facts.leavers, 1):
        sheet.line(
            [
                hand,
                person.emp_no,
                person.name,
                person.gender,
                person.department,
                person.position,
                dated(person.hired, hand),
                dated(person.left, hand + 2),
                "主动离职" if person.voluntary else "被动离职",
                person.reason,
            ]
        )
    sheet.skip()
    sheet.line(["说明：离职日期是最后工作日"])
