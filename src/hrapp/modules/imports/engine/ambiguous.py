"""Headers that can mean two things: the column is taken for the likelier one, and somebody is asked to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import plain, said

LOOKED_AT = 0.94  # just below what is taken without asking
_SEEN_FOR_ANOTHER = {
    "position": ("工种", "岗位类别", "级别", "身份"),
    "department": ("团队", "team", "单位", "组", "区域", "项目", "校区", "division", "unit"),
    "emp_no": ("考勤号码", "考勤号", "考勤编号", "登记号", "登记号码", "档案编号", "档案号", "职员代码", "卡号", "证号", "id", "编码", "代码", "no"),
    "team": ("单位", "区域"),
    "level": ("等级", "类别", "grade", "岗位类别"),
    "job_title": ("職稱",),  # what somebody is called on Taiwan
    "employment": ("类别", "性质", "身份", "编制"),
    "check_in": ("签到时间",),
    "probation_end": ("试用期", "计划转正日期", "预计转正日期"),
    "item": ("奖惩内容", "内容"),
    "kind": ("奖惩类别", "类别", "性质"),
    "contract_term": ("年限", "期限"),
    "remark": ("说明", "评语", "意见"),
    "note": ("说明", "评语", "意见"),
    "hukou_address": ("户籍", "户口", "身份证地址"),
    "work_location": ("区域", "地区", "城市", "校区"),
    "si_personal": ("个人合计", "保险", "社会保险"),
    "base_salary": ("工资", "月工资", "当月工资", "薪资", "月薪"),
    "base_pay": ("工资", "月工资", "当月工资"),
    "seniority_pay": ("年资", "工龄", "司龄"),
    "name_en": ("preferredname", "昵称", "花名"),
    "referrer": ("推荐人",),
    "company": ("合同公司", "单位"),
    "allowance": ("其他", "其它", "费用"),
    "bonus": ("奖励",),
    "medical_personal": ("medical", "医疗"),
}  # fmt: skip


#: Of all that is paid on top; 独生子女费 is one of many.
_ON_TOP = frozenset(
    ("补贴", "补贴合计", "津补贴", "补贴补贴", "福利补贴", "各项补贴", "allowance", "allowances", "other allowance")
)


def look_twice(fit: Fit, table: Table) -> None:
    """Takes the sureness from columns whose header also says another thing, or that another column says as well."""
    paths = {column.index: column.reads for column in table.columns}
    for part in (fit, *fit.beside):
        for column, fld in part.fields.items():
            if column not in part.sure or part.why.get(column) in (("answer",), ("memory",)):
                continue
            word = paths[column][-1]
            one_of_many = fld.key == "allowance" and reduced(word) not in _ON_TOP
            if (
                one_of_many
                or {said(word), plain(word)} & {*_SEEN_FOR_ANOTHER.get(fld.key, ())}
                or _said_by_another(column, fld, part.sure[column], paths, _taken(fit))
            ):
                part.sure[column] = min(part.sure[column], LOOKED_AT)


def _taken(fit: Fit) -> frozenset[int]:
    return frozenset(column for part in (fit, *fit.beside) for column in part.fields) | frozenset(fit.measures)


_CAPPED = frozenset((Type.MONEY, Type.NUMBER, Type.DATE))


def _said_by_another(
    column: int, fld: Field, sure: float, paths: Mapping[int, Sequence[str]], taken: frozenset[int]
) -> bool:
    """基础性绩效 beside 奖励性绩效: one of the two was chosen, and neither is called as the field is."""
    if sure >= 1.0 or fld.type not in _CAPPED:
        return False
    return any(other not in taken and likeness(path, fld) >= 0.9 for other, path in paths.items() if other != column)
