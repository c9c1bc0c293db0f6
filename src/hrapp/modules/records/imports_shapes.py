"""How a kind of further record is declared, and the fields that several of them share."""

from __future__ import annotations

from dataclasses import dataclass

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Balance, Field, Type

PERSON = (EMP_NO, NAME, DEPARTMENT)
T, D, M, N, P = Type.TEXT, Type.DATE, Type.MONEY, Type.NUMBER, Type.PERIOD


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of further record. `tells`: the values by which two records of a person are told apart."""

    name: str
    title: str
    fields: tuple[Field, ...]
    tells: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    beside: bool = False
    of_roster: bool = False
    balances: tuple[Balance, ...] = ()
    also: str = ""  # the kind of which its rows tell as well
    elsewhere: bool = False  # 职务 and 年薪 in it are those of a relative, or of another employer


def named(
    key: str,
    type: Type,
    *names: str,
    open_ended: str | None = None,
    unit: str = "",
    every: str = "",
    month_enough: bool = False,
    if_told: tuple[str, ...] = (),
    span_end: bool = False,
) -> Field:
    return Field(
        key,
        type,
        names,
        open_ended=open_ended,
        unit=unit,
        every=every,
        month_enough=month_enough,
        if_told=if_told,
        span_end=span_end,
    )


POSITION = named(
    "position",
    T,
    "岗位",
    "职位",
    "职务",
    "岗位名称",
    "职位名称",
    "职务名称",
    "现任职务",
    "工种",
    "工种或职务",
    "角色",
    "干什么",
    "干什么的",
    "干啥",
    "干啥的",
    "Position",
    "Position Held",
    "Job Title",
    "Title",
)
REMARK = named("remark", T, "备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes", "Comment")
PHONE = named(
    "phone",
    Type.PHONE,
    "联系电话",
    "手机号",
    "手机号码",
    "手机",
    "电话",
    "电话号码",
    "移动电话",
    "联系方式",
    "Phone",
    "Mobile",
)
GENDER = Field("gender", Type.GENDER, ("性别", "Gender", "Sex"))
#: What people keeps itself, for tables of other kinds that say it too: 性别 and 邮箱 in a pay run.
OF_PERSON = (
    GENDER,
    POSITION,
    PHONE,
    named("id_no", Type.ID_NO, "身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "ID Number", "ID Card", "National ID", "NRIC", "NRIC/FIN", "HKID", "HKID No"),
    named("email", Type.EMAIL, "邮箱", "电子邮箱", "工作邮箱", "公司邮箱", "企业邮箱", "Email", "Email Address", "Work Email"),
    named("birth_date", D, "出生日期", "出生年月", "生日", "Birth Date", "Date of Birth", "Birthday"),
    named("hire_date", D, "入职日期", "入职时间", "到岗日期", "Hire Date", "Join Date"),
    named("level", T, "职级", "职等", "岗级", "级别", "员工级别", "Job Level", "Job Grade", "Level"),
    named("employment", T, "用工形式", "用工性质", "员工类型", "员工类别", "人员类别", "Employment Type", "Employee Type"),
    named("base_salary", M, "薪资", "工资", "月薪", "基本工资", "底薪", "月工资", "薪酬", "转正工资", "转正薪资", "工资标准", "薪资标准", "Salary", "Base Salary", "Basic Salary", "Monthly Salary", "Pay"),
    named("perf_score", T, "绩效得分", "绩效分数", "考核得分", "绩效评分", "绩效成绩", "年度绩效", "上年绩效", "Performance Score", "Performance Rating"),
)  # fmt: skip
