"""Who somebody is: ID numbers, phones, 工号, names, and words for few things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from hrapp.modules.imports.engine.identity import check_digit

from .cases import PAY, ROSTER, TRAINING, Case, outcomes

GOOD = "11010519491231002X"
OTHERS = (
    f"11010519900307123{check_digit('11010519900307123')}",
    f"11010519880214456{check_digit('11010519880214456')}",
)
LOST = "error id_no_rounded"
LEGAL_ZEROS = next(f"110105199003{day}1000" for day in range(10, 29) if check_digit(f"110105199003{day}100") == "0")


def id_no(written: Any, value: Any, *told: str, below: Sequence[Any] = OTHERS) -> Case:
    return Case("身份证号", "id_no", written, value, told, below)


def phone(written: Any, value: Any, *told: str, below: Sequence[Any] = ("13900139000", "13700137000")) -> Case:
    return Case("手机号", "phone", written, value, told, below)


def emp_no(written: Any, value: Any, *told: str) -> Case:
    return Case("工号", "emp_no", written, value, told, ("HP008", "HP009"), ROSTER)


def name(written: Any, value: Any, *told: str) -> Case:
    return Case("姓名", "name", written, value, told, ("王芳", "刘伟"), ROSTER)


def email(written: Any, value: Any, *told: str, below: Sequence[Any] = ("b@b.cn", "c@c.cn")) -> Case:
    return Case("邮箱", "email", written, value, told, below)


def gender(written: Any, value: Any, *told: str) -> Case:
    return Case("性别", "gender", written, value, told, ("女", "男"))


def status(written: Any, value: Any, *told: str) -> Case:
    return Case("状态", "status", written, value, told, ("在职", "在职"))


def contract(written: Any, value: Any, *told: str) -> Case:
    return Case("合同类型", "contract_kind", written, value, told, ("固定期限", "无固定期限"))


def result(written: Any, value: Any, *told: str) -> Case:
    return Case("培训结果", "status", written, value, told, ("已完成", "缺勤"), TRAINING)


def state(written: Any, value: Any, *told: str) -> Case:
    return Case("审批状态", "state", written, value, told, ("已生效", "待审批"), PAY)


CASES = {
    # ID numbers
    "an ID number as text": id_no(GOOD, GOOD),
    "an ID number with a small x": id_no(GOOD.lower(), GOOD, "op id_no"),
    "an ID number with spaces": id_no("110105 19491231 002X", GOOD, "op id_no"),
    "an ID number with a quote in front": id_no("'" + GOOD, GOOD, "op id_no"),
    "an ID number with marks around it": id_no('",' + GOOD + ",", GOOD, "op id_no"),
    "an ID number in full-width digits": id_no("１１０１０５１９４９１２３１００２Ｘ", GOOD, "op id_no"),
    "an ID number with a letter O for a zero": id_no("11010519491231OO2X", GOOD, "op id_no", "warn id_no_letters"),
    "an ID number with a letter l for a one": id_no("l1010519491231002X", GOOD, "op id_no", "warn id_no_letters"),
    "letters that fit no check digit": id_no("11010519491231OO3X", None, "error id_no_length"),
    "an ID number of 15 digits": id_no("110105491231002", GOOD, "op id_no", "warn id_no_old"),
    "an ID number of 15 digits in a number cell": id_no(110105491231002, GOOD, "op id_no", "warn id_no_old"),
    "15 digits that hold no birthday": id_no("110105491331002", None, "error id_no_length"),
    "an ID number of 18 digits in a number cell": id_no(110105199003071234, None, LOST),
    "an ID number in scientific notation": id_no("1.10105E+17", None, LOST),
    "an ID number with zeros where digits were": id_no("110105199003071000", None, LOST),
    "zeros at the end that are right": id_no(LEGAL_ZEROS, LEGAL_ZEROS),
    "zeros that look right beside numbers that lost theirs": id_no(LEGAL_ZEROS, None, LOST, below=["110105199003071000", *OTHERS]),
    "a wrong check digit": id_no("110105194912310021", "110105194912310021", "warn id_no_checksum"),
    "an ID number that is too short": id_no("11010519491231", None, "error id_no_length"),
    "an ID number of 17 digits": id_no("11010519491231002", None, "error id_no_length"),
    "a passport": id_no("E12345678", "E12345678", "warn id_no_odd"),
    "no ID number": id_no("无", None, "op nothing"),
    # phones
    "a phone as text": phone("13800138000", "13800138000"),
    "a phone in a number cell": phone(13800138000, "13800138000"),
    "a phone with spaces": phone("138 0013 8000", "13800138000", "op phone"),
    "a phone with dashes": phone("138-0013-8000", "13800138000", "op phone"),
    "a phone with +86": phone("+86 13800138000", "13800138000", "op phone"),
    "a phone with 0086": phone("008613800138000", "13800138000", "op phone"),
    "two phones": phone("13800138000/13900139111", "13800138000", "op phone"),
    "two phones with a Chinese comma": phone("13800138000、13900139111", "13800138000", "op phone"),
    "two phones with a line break": phone("13800138000\n13900139111", "13800138000", "op phone"),
    "a landline": phone("010-12345678", "01012345678", "op phone"),
    "a landline with an extension": phone("010-12345678转801", "01012345678", "op phone"),
    "a phone with a digit missing": phone("1380013800", "1380013800", "warn phone_odd"),
    "a phone with a letter": phone("138001380OO", None, "error phone_unreadable"),
    "a phone in scientific notation": phone("1.38E+10", None, "error phone_unreadable"),
    "a word instead of a phone": phone("保密", None, "error phone_unreadable"),
    "zeros instead of a phone": phone("00000000000", None, "warn filler"),
    "a one instead of a phone": phone("1", None, "warn filler"),
    "a counted-up phone": phone("12345678901", None, "warn filler"),
    "x for no phone": phone("xxx", None, "op nothing"),
    # 工号
    "a 工号 with zeros as text": emp_no("0200", "0200"),
    "a 工号 in a number cell": emp_no(200, "200"),
    "a 工号 with a point and a zero": emp_no("200.0", "200", "op emp_no"),
    "a 工号 in small letters": emp_no("e0200", "E0200", "op emp_no"),
    "a 工号 in full width": emp_no("Ｅ０２００", "E0200", "op emp_no"),
    "a 工号 with a space": emp_no("E 0200", "E0200", "op emp_no"),
    "a 工号 with a quote": emp_no("'0200", "0200", "op emp_no"),
    "a 工号 with half a person": emp_no(200.5, None, "error emp_no_unreadable"),
    "a 工号 too long for a number cell": emp_no(1234567890123456789, None, "error digits_lost"),
    # names
    "a name": name("李强", "李强"),
    "a name with a space": name("李 强", "李强", "op name"),
    "a name with a wide space": name("李　强", "李强", "op name"),
    "a name with a note in brackets": name("李强（离职）", "李强", "op name", "warn name_note"),
    "a name with a note in square brackets": name("李强[离职]", "李强", "op name", "warn name_note"),
    "a name with a note behind it": name("李强3月15离职", "李强", "op name", "warn name_note"),
    "a name with a note behind a dash": name("李强-产假", "李强", "op name", "warn name_note"),
    "a name with a nickname": name("李强（小强）", "李强", "op name"),
    "a name with an English one": name("李强 Jason", "李强", "op name"),
    "a name with a letter for telling apart": name("李强A", "李强A"),
    "a name with a star": name("李强*", "李强", "op name"),
    "a name in letters": name("Jason Li", "Jason Li"),
    "a name with a middle dot": name("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
    "a name with another middle dot": name("阿卜杜拉•买买提", "阿卜杜拉·买买提", "op name"),
    "a name with a full-width point": name("阿卜杜拉．买买提", "阿卜杜拉·买买提", "op name"),
    "a name with rare characters": name("𠮷田㐂", "𠮷田㐂"),
    "a name in traditional script": name("張三豐", "張三豐"),
    "two names": name("李强、王芳", None, "error name_unreadable"),
    "a number instead of a name": name(12345, None, "error name_unreadable"),
    # addresses
    "an e-mail": email("a@b.cn", "a@b.cn"),
    "an e-mail in capitals with spaces": email(" A @B.CN ", "a@b.cn", "op email"),
    "an e-mail in full width": email("ａ＠ｂ.cn", "a@b.cn", "op email"),
    "no e-mail at all": email("无邮箱", None, "warn email_odd"),
    "two e-mails": email("a@b.cn; d@b.cn", None, "warn email_odd"),
    "x instead of an e-mail": email("xxx", None, "op nothing"),
    # words for few things
    "male in one letter": gender("M", "男", "op word"),
    "male in English": gender("Male", "男", "op word"),
    "male as an address": gender("先生", "男", "op word"),
    "female with a word": gender("女性", "女", "op word"),
    "a gender with a space": gender(" 男 ", "男", "op word"),
    "one for a gender": gender(1, None, "warn gender_unreadable"),
    "zero for a gender": gender("0", None, "warn gender_unreadable"),
    "an unknown gender": gender("未知", None, "warn gender_unreadable"),
    "在职": status("在职", "active"),
    "在岗": status("在岗", "active"),
    "正式": status("正式", "active"),
    "one for a status": status(1, None, "warn choice_unknown"),
    "non-regular staff": status("非正式员工", None, "warn choice_unknown"),
    "not employed": status("不在职", None, "warn choice_unknown"),
    "left with a day beside it": status("离职（3月）", "left", "op word"),
    "half a contract": contract("非固定期限", None, "warn choice_unknown"),
    "a contract with a word around": contract("固定期限合同", "fixed"),
    "passed": result("通过", "completed"),
    "a tick": result("√", "completed"),
    "not yet passed": result("未考核通过", None, "error choice_unknown"),
    "half done": result("完成一半", None, "error choice_unknown"),
    "done to a share": result("完成50%", None, "error choice_unknown"),
    "approved": state("已批准", "in_force"),
    "not approved": state("不批准", None, "error choice_unknown"),
    "to be approved": state("拟批准", None, "error choice_unknown"),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Any, set[str]]]:
    return outcomes(CASES)


@pytest.mark.parametrize("name", CASES)
def test_whoever_it_is_is_read_right_or_asked_about(name: str) -> None:
    case = CASES[name]
    assert found()[name] == (case.value, set(case.told))
