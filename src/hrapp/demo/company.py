"""The rules of the demo company as a company file. What depends on the day is filled in."""

from __future__ import annotations

from datetime import date, timedelta

from hrapp.demo.dates import Shape
from hrapp.demo.truth import Facts

_HEAD = """
[company]
name = "禾光家装（成都）有限公司"
short_name = "禾光家装"
founded = {founded}
business = "家装设计、施工与维保"
as_of = {day}
last_closed_month = "{month}"
last_closed_quarter = "{quarter}"
currency = "CNY"
general_manager = "HG001"
hr_owner = "HG002"
strategy_goals = [
  {{ code = "G1", year = {year}, text = "一年内让签约业主数翻倍" }},
  {{ code = "G2", year = {next_year}, text = "从拓新转向留住老业主" }},
]

[visibility]
performance = ["self", "department_manager", "hr", "general_manager"]
pay = ["self", "hr", "general_manager"]
promotion_progress = ["self", "department_manager", "hr", "general_manager"]
raise_basis = ["self_after_release", "hr", "general_manager"]
"""

_DEPARTMENTS = (
    ("总经理室", "HG001"),
    ("人力行政部", "HG002"),
    ("客户部", "HG003"),
    ("设计工程部", "HG005"),
    ("线上运营部", "HG006"),
    ("数字化部", "HG004"),
    ("品牌部", "HG007"),
)
_FAMILIES = (
    ("consult", "家装顾问", "G1 家装顾问 G2 顾问主管"),
    ("care", "客户管家", "B1 客户管家 B2 资深客户管家"),
    ("design", "设计", "D1 助理设计师 D2 设计师"),
    ("site", "工程", "E1 项目专员 E2 项目经理"),
    ("online", "线上运营", "Y1 运营专员 Y2 高级运营专员 Y3 运营主管"),
    ("tech", "数字化", "X1 开发工程师 X2 高级开发工程师"),
    ("brand", "品牌", "K1 品牌专员 K2 高级品牌专员 K3 品牌主管"),
    ("support", "职能", "A1 行政专员 A2 总经理助理"),
    ("mgmt", "管理", "M1 部门经理 M2 总经理"),
)
_METRICS = (
    ("signed", "签单额", "元", "higher", "month"),
    ("material", "主材销售额", "元", "higher", "month"),
    ("visits", "新增量房数", "户", "higher", "month"),
    ("retention", "客户留存率", "%", "higher", "month"),
    ("score", "业主评分", "分", "higher", "quarter"),
    ("booking_growth", "预约量增长率", "%", "higher", "month"),
    ("cancel", "退单率", "%", "lower", "month"),
    ("fans", "短视频粉丝增长", "人", "higher", "month"),
    ("designs", "落地方案数", "个", "higher", "quarter"),
)
_COURSES = (
    "新员工入职培训", "带队管理", "带队管理读书会", "量房与沟通", "谈单技巧", "数据分析基础", "短视频写作", "工地管理进阶",
    "方案设计入门", "系统架构", "公文写作", "劳动法实务",
)  # fmt: skip

_RULES = """
[kpi]
summary_period = "quarter"
attainment = "达标的项数 / 应考核的项数"
not_due = "入职当月、休假、离职不考核；缺数据的写待录入，不算未达标"

[grades]
order = ["优秀", "良好", "合格", "待改进"]
period = "quarter"

[awards]
titles = ["季度之星"]
count_rule = "同一季度只算一次，评定日之前已授予的才算"

[training]
courses = [{courses}]

[[flows]]
code = "standard"
name = "部门经理→HR→总经理"
steps = [{manager}, {hr}, {boss}]
[[flows]]
code = "direct"
name = "部门经理→总经理"
steps = [{manager}, {boss}]
[[flows]]
code = "with_proof"
name = "上传验收成果→部门经理→HR→总经理"
steps = [{{ role = "employee", name = "上传验收成果", needs_upload = true }}, {manager}, {hr}, {boss}]

[promotion]
probation_excluded = true
note = "达到条件即可进入评审；是否晋升，由评审决定"
"""

# code | title | family | from | to | flow | goal, then criteria: code | label | kind | weight | parameters
_PATHS = """
consult-g1-g2 | 家装顾问→顾问主管 | consult | G1 | G2 | standard | G1
  signed | 连续3个月签单额≥20万 | metric_streak | 40 | metric = "signed", op = ">=", threshold = 200000, n = 3
  course | 完成“带队管理”培训 | training_completed | 20 | course = "带队管理"
  award | 获得2次“季度之星” | award_count | 20 | title = "季度之星", n = 2
  plan | 1份“带队方案”通过审核 | document_approved | 20 | doc_type = "带队方案", n = 1
care-b1-b2 | 客户管家→资深客户管家 | care | B1 | B2 | standard | G1
  sales | 连续2个月主材销售额≥6万 | metric_streak | 50 | metric = "material", op = ">=", threshold = 60000, n = 2
  course | 完成“量房与沟通”培训 | training_completed | 25 | course = "量房与沟通"
  award | 获得1次“季度之星” | award_count | 25 | title = "季度之星", n = 1
design-d1-d2 | 助理设计师→设计师 | design | D1 | D2 | direct | G1
  designs | 每季度落地2个方案（连续2个季度） | metric_streak | 100 | metric = "designs", op = ">=", threshold = 2, n = 2
site-e1-e2 | 项目专员→项目经理 | site | E1 | E2 | with_proof |
  okr | 连续2个季度OKR进度≥80% | okr_streak | 60 | threshold = 0.80, n = 2
  proof | 1份“验收成果证明”通过审核 | document_approved | 40 | doc_type = "验收成果证明", n = 1
online-y1-y2 | 运营专员→高级运营专员 | online | Y1 | Y2 | standard |
  growth | 连续3个月预约量增长≥15% | metric_streak | 60 | metric = "booking_growth", op = ">=", threshold = 0.15, n = 3
  okr | 本季度OKR进度≥80% | okr_progress | 40 | threshold = 0.80
brand-k1-k2 | 品牌专员→高级品牌专员 | brand | K1 | K2 | standard |
  fans | 连续3个月完成粉丝增长目标 | metric_streak | 100 | metric = "fans", basis = "target", n = 3
tech-x1-x2 | 开发工程师→高级开发工程师 | tech | X1 | X2 | with_proof |
  okr | 连续2个季度OKR进度≥80% | okr_streak | 60 | threshold = 0.80, n = 2
  proof | 1份“验收成果证明”通过审核 | document_approved | 40 | doc_type = "验收成果证明", n = 1
"""
#: The brand's path came only after somebody had left for want of one.
_LATER = {"brand-k1-k2"}

_RAISES = """
[raise_policy]
version = 1
effective_from = {start}
lookback_periods = 4
promotion_from = {half}
promotion_to = {closed}
exclude_positions = ["总经理"]
exclude_status = ["probation"]
cap_pct = 15
round_to = 1
budget_pct = 5.5
rows = [
  {{ id = "R1", grade = "优秀", promoted = "yes", pct = 10, text = "绩效优秀且本期晋升，加薪10%" }},
  {{ id = "R2", grade = "良好", promoted = "no", pct = 5, text = "绩效良好，本期未晋升，加薪5%" }},
  {{ id = "R3", grade = "合格", promoted = "any", pct = 0, text = "绩效合格，薪资不变" }},
  {{ id = "R4", grade = "优秀", promoted = "no", pct = 5, text = "绩效优秀，本期未晋升，加薪5%" }},
  {{ id = "R5", grade = "良好", promoted = "yes", pct = 8, text = "绩效良好且本期晋升，加薪8%" }},
  {{ id = "R6", grade = "待改进", promoted = "any", pct = 0, text = "绩效待改进，薪资不变" }},
]
modifiers = [{{ id = "T1", kind = "tenure_months", value = 12, add_pct = 1, text = "入职满一年，再加1个百分点" }}]

[[advice]]
code = "A1"
families = ["consult", "care"]
when = "quarter_attainment_below"
threshold = 0.80
course = "谈单技巧"
text = "{{name}}，你本季度的KPI达标率是{{pct}}%，建议参加“谈单技巧”培训"

[reminders]
quarter_end = "每季度末"
quarter_end_days = ["03-31", "06-30", "09-30", "12-31"]
quarter_end_to = "hr"
quarter_end_text = "本季度即将结束，请完成绩效评估"
eligible_text = "员工{{name}}（{{no}}）已达到晋升评审条件，请您审核"
contract_expiry_days = 30
"""


def company_toml(facts: Facts) -> str:
    shape = Shape(facts.day)
    last_month = shape.closed_since - 1
    parts = [
        _HEAD.format(
            founded=shape.on(-36, 9),
            day=facts.day,
            month=shape.month(last_month),
            quarter=shape.quarter(-1),
            year=facts.day.year,
            next_year=facts.day.year + 1,
        ),
        *(f'[[departments]]\nname = "{name}"\nmanager = "{manager}"' for name, manager in _DEPARTMENTS),
        *(_family(*family) for family in _FAMILIES),
        *(_metric(*metric) for metric in _METRICS),
        _RULES.format(
            courses=", ".join(f'"{course}"' for course in _COURSES),
            manager='{ role = "department_manager", name = "部门经理" }',
            hr='{ role = "hr", name = "HR" }',
            boss='{ role = "general_manager", name = "总经理" }',
        ),
        *_paths(shape),
        _RAISES.format(start=facts.start, half=shape.on(-6, 1), closed=_day_before(facts.start)),
        _windows(shape),
    ]
    return "\n".join(parts)


def _family(code: str, name: str, levels: str) -> str:
    words = levels.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    listed = ", ".join(f'{{ code = "{level}", title = "{title}" }}' for level, title in pairs)
    return f'[[families]]\ncode = "{code}"\nname = "{name}"\nlevels = [{listed}]'


def _metric(code: str, name: str, unit: str, direction: str, period: str) -> str:
    return (
        f'[[metrics]]\ncode = "{code}"\nname = "{name}"\nunit = "{unit}"\n'
        f'direction = "{direction}"\nperiod = "{period}"'
    )


def _paths(shape: Shape) -> list[str]:
    lines: list[str] = []
    for line in _PATHS.strip().split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith(" "):
            code, label, kind, weight, parameters = cells
            lines += [
                "[[paths.versions.criteria]]",
                f'code = "{code}"\nlabel = "{label}"\nkind = "{kind}"\nweight = {weight}\nmandatory = true',
                *parameters.split(", "),
            ]
        else:
            code, title, family, low, high, flow, goal = cells
            lines += [
                f'[[paths]]\ncode = "{code}"\ntitle = "{title}"\nfamily = "{family}"\nfrom = "{low}"\nto = "{high}"',
                f'flow = "{flow}"',
                *([f'strategy_goal = "{goal}"'] if goal else []),
                '[[paths.versions]]\nversion = 1\nstatus = "published"',
                f"effective_from = {shape.on(-6 if code in _LATER else -12, 1)}",
            ]
    return lines


def _windows(shape: Shape) -> str:
    spans = (("上一年度", -18, -6), ("最近12个月", -12, 0), ("最近半年", -6, 0))
    windows = [
        f'[[reports.turnover]]\nname = "{name}"\nfrom = {shape.on(start, 1)}\nto = {_day_before(shape.on(end, 1))}'
        for name, start, end in spans
    ]
    last = f"[reports.promotion]\nfrom = {shape.on(-6, 1)}\nto = {_day_before(shape.start)}"
    return "\n".join([*windows, last])


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
