"""What compensation takes from old spreadsheets: pay as it is, and its changes.

Values of a record by key; absent: no such column, None: empty cell or mark. Money is Decimal yuan.

pay         emp_no, name, department str · base Decimal · components {header: Decimal | None} (other parts of the
            fixed pay; only where there are such columns) · effective date | None (since when) · note str
pay_change  emp_no, name, department str · effective date · before Decimal | None (None: the first pay) · after
            Decimal · pct Decimal ratio | None (as typed, rounded: never used to compute) · amount Decimal | None
            (the difference as typed) · reason str · state "in_force"/"proposed" (its own column, or "proposed"
            where the reason or the note says 拟调薪, 待批 …; absent or None: nothing says otherwise) · note str
            post_after, duty_after, perf_after, allowance_after Decimal | None and parts_after {header: Decimal | None}:
            other parts of the fixed pay, from that day on; None: as it was. The same with _before: as typed, only compared ·
            total_before, total_after: sums, kept as they are written · labels {key: header}
"""

import re

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Balance, Field, Type

PAY, PAY_CHANGE = "pay", "pay_change"

_NOTE = Field(
    "note", Type.TEXT, ("备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes", "Comment"), aside=True
)

_PAYS = ("工资", "薪资", "月薪", "薪酬", "基本工资", "月基本工资", "基本薪资", "月工资", "底薪", "标准", "金额")


def _sides(side: str, word: str) -> tuple[str, ...]:
    """调薪前月薪, 调整前基本工资, 原底薪: every way to say one side of a change."""
    changes = (f"{change}{side}" for change in ("调薪", "调整", "变动", "加薪", "涨薪"))
    return tuple(f"{before}{pay}" for before in (*changes, word) for pay in _PAYS)


#: Parts of the fixed pay that have a field of their own on either side of a change, and the sum of all.
_PARTS = (
    ("post", "岗位工资", "岗位津贴"), ("duty", "职务工资", "职务津贴"), ("perf", "绩效工资", "绩效奖金"),
    ("allowance", "津贴", "补贴"), ("total", "工资合计", "工资总额", "总工资"),
)  # fmt: skip
_FURTHER_PARTS = (
    "岗位工资", "岗位津贴", "职务工资", "职务津贴", "绩效工资", "餐补", "餐费补贴", "餐贴", "伙食补贴", "交通补贴", "车补", "通讯补贴", "话补", "话费补贴",
    "住房补贴", "房补", "工龄工资", "技能工资", "技能津贴", "学历津贴", "职称津贴", "职级工资", "全勤奖", "高温补贴", "夜班补贴", "工龄津贴", "岗位绩效",
)  # fmt: skip
_BEFORE_WORDS, _AFTER_WORDS = ("调整前", "调薪前", "变动前"), ("调整后", "调薪后", "变动后")
PARTS = tuple(f"{key}_after" for key, *_ in _PARTS if key != "total")
PARTS_AFTER, PARTS_BEFORE = "parts_after", "parts_before"


def _part(key: str, words: tuple[str, ...]) -> tuple[Field, Field]:
    """岗位津贴 under 调整前, 调整前岗位津贴, 原岗位津贴; and the same of what it became. A sum is no part: it is only kept."""
    many = key == "parts"
    before = (*(f"{word}{when}" for word in words for when in _BEFORE_WORDS), *(f"原{word}" for word in words))
    after = (*(f"{word}{when}" for word in words for when in _AFTER_WORDS), *(f"新{word}" for word in words))
    return (
        Field(f"{key}_before", Type.MONEY, before, monthly=True, aside=True, many=many),
        Field(f"{key}_after", Type.MONEY, after, monthly=True, aside=key == "total", many=many),
    )


PAY_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field(
        "base",
        Type.MONEY,
        ("月基本工资", "岗位基本工资", "税前月薪", "标准工资", "月标准工资", "现基本工资", "现行基本工资", "现月薪", "Base", "Basic Pay", "Current Salary", "Current Base", "Monthly Salary", "基本工资", "基本月薪", "月薪", "基本薪资", "底薪", "基础工资", "固定工资", "月固定工资", "月工资",
         "现行工资", "现工资", "当前工资", "工资标准", "月工资标准", "月度薪酬", "薪资", "薪资标准", "月薪标准", "固定月薪",
         "现薪资", "当前薪资", "Base Pay", "Base Salary", "Basic Salary", "Monthly Base", "Salary"),
        required=True,
        monthly=True,
    ),
    Field(
        "components",
        Type.MONEY,
        (*_FURTHER_PARTS, "绩效工资标准", "绩效工资基数", "津贴", "补贴", "岗位补贴", "通讯费补贴", "电话补贴", "Allowance", "Position Pay"),
        many=True,
        monthly=True,
    ),
    # Found by its figures alone: 合计 heads many a sum.
    Field("gross", Type.MONEY, (), monthly=True, aside=True),
    Field(
        "effective",
        Type.DATE,
        ("最近调薪日期", "生效日期", "上次调薪日期", "最近调薪时间", "最近一次调薪日期", "执行日期", "起薪日期", "定薪日期",
         "上次调薪时间", "生效时间", "Effective Date", "Since", "Last Change",
     "起薪时间", "薪资生效日期", "执行起始日", "Effective From", "起薪月份"),
    ),
    _NOTE,
)  # fmt: skip
PAY_BALANCES = (Balance("gross", ("base", "components")),)
PAY_SHEET_NAMES = ("现行工资", "工资表", "薪资表", "薪酬表", "工资标准", "基本工资", "定薪", "pay", "salary")
PAY_TITLES = ("工资标准", "薪资标准", "薪酬标准", "定薪")
PAY_UNLIKE = ("应发工资", "实发工资", "应发", "实发", "应发合计", "实发合计", "实发金额", "个税", "个人所得税", "代扣个税",
              "扣款合计", "应税所得额", "Net Pay", "Gross Pay")  # fmt: skip
#: 调整前目标 and 调整后目标 of a metric are no pay.
PAY_CHANGE_UNLIKE = ("指标", "指标名称", "考核指标", "KPI指标", "Metric", "KPI")
PAY_ORDER = 110  # after the changes: it confirms them

_REFUSED = re.compile(
    r"驳回|否决|不同意|不批准|不予批准|未获批|未批准?|没批|审批[未不]通过|未通过审批|暂缓|已?作废|(?:已|本次|申请|调薪)(?:取消|撤[销回])|取消(?:调薪|加薪|本次)"
    r"|^(?:取消|撤[销回]|[未不]通过|不批)$|\b(?:rejected|cancell?ed|withdrawn|declined|on hold)\b",
    re.IGNORECASE,
)
PAY_CHANGE_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field(
        "effective",
        Type.DATE,
        ("生效日期", "从何时起", "起始日期", "起薪日期", "执行时间", "何时起执行", "调薪日期", "调整日期", "生效时间", "调薪时间", "调薪生效时间", "调薪生效日期", "调薪生效日", "薪资生效日期", "执行日期", "调整时间",
         "日期", "时间", "起薪日期", "Effective Date", "Effective", "Date",
     "变动日期", "起始日期", "生效月份", "Effective From", "变动生效日期", "调整生效日期", "加薪日期", "涨薪日期", "执行月份", "执行月", "从哪月起", "从哪个月起", "哪个月起", "从几月起", "从哪天起", "哪月开始", "几月开始", "加薪月份", "变更生效日期", "调薪月份", "Increment Date", "Raise Date"),
        required=True,
        every="table",
    ),
    Field(
        "before",
        Type.MONEY,
        ("调整前", "原合计", "原总额", "原总工资", "调整前合计", "调整前总额", "调薪前", "原工资", "原薪资", "原月薪", *_sides("前", "原"), "调前工资", "原薪酬", "调前", "Before",
         "Old Salary", "Previous Salary", "Old Base",
     "变动前", "原来工资", "原来多少", "以前工资", "以前多少", "Previous Base", "Current Salary", "Current Pay", "Current Base Salary", "Current Base Pay", "Current Annual Salary", "Old Base Salary", "Previous Base Salary", "Previous Salary Amount"),
        monthly=True,
        aside=True,
    ),
    Field(
        "after",
        Type.MONEY,
        ("调整后", "新合计", "新总额", "新总工资", "调整后合计", "调整后总额", "调薪后", "新工资", "新薪资", "新月薪", *_sides("后", "新"), "现工资", "现薪资", "调后工资", "新薪酬",
         "调后", "After", "New Salary", "New Base",
     "变动后", "现在工资", "现在多少", "加完多少", "加到多少", "涨到多少", "New Base Salary", "New Base Pay", "New Annual Salary", "New Pay"),
        required=True,
        monthly=True,
    ),
    Field(
        "pct",
        Type.PERCENT,
        ("幅度", "调薪幅度", "涨幅", "调整幅度", "比例", "调薪比例", "调整比例", "增幅", "加薪幅度", "涨薪幅度", "Percent", "%",
         "Increase %", "涨幅程度", "调薪百分比", "调整百分比", "涨薪比例", "加薪比例", "调薪率", "上调比例", "涨幅比例", "增长率", "增长比例", "Increment %", "Raise %", "Increase Percentage", "Merit %", "Merit Increase %", "Merit Percent", "Increase Percent", "% Change", "Change %", "Percent Change", "调幅", "调薪幅度%", "Raise Percent"),
    ),
    Field(
        "amount",
        Type.MONEY,
        ("调整金额", "加薪额", "涨薪额", "加多少", "加了多少", "加多少钱", "涨多少", "涨了多少", "涨多少钱", "增加额", "调增额", "增加", "调薪金额", "增加金额", "加薪金额", "涨薪金额", "差额", "调整额", "调薪额", "增资额", "Increase", "Amount", "月增资额", "Increase Amount", "Merit Increase", "Merit Amount", "Change Amount", "Amount of Change", "Raise Amount", "Merit Increase Amount"),
    ),
    Field(
        "reason",
        Type.TEXT,
        ("原因", "调薪原因", "Rationale", "Justification", "调整原因", "事由", "调薪类型", "调薪说明", "调整类型", "类型", "调薪事由", "依据", "Reason", "Change Reason", "Reason for Change",
         "Change Type",
     "变动原因", "调薪依据", "调整依据", "为啥加", "为什么加", "为啥涨", "为什么涨", "加薪原因", "涨薪原因"),
    ),
    Field(
        "state",
        Type.CHOICE,
        ("状态", "审批状态", "审批结果", "生效状态", "审核状态", "Status", "State",
     "是否生效", "流程状态", "办理状态", "Approval Status", "Approved", "审批意见", "审批情况", "审批"),
        choices={
            "in_force": ("已生效", "生效", "已执行", "已批准", "批准", "已审批", "已通过", "通过", "同意", "已批", "是", "Yes", "In Force",
                         "Approved"),
            "proposed": ("拟调薪", "拟调整", "拟调", "待批", "待审批", "审批中", "待审", "待审核", "审核中", "待生效", "未生效",
                         "未批准", "未批", "公示中", "流程中", "Proposed", "Pending"),
        },
        infer_from=("reason", "note"),
        refused=_REFUSED,
    ),
    *(fld for key, *words in _PARTS for fld in _part(key, tuple(words))),
    *_part("parts", _FURTHER_PARTS),
    _NOTE,
)  # fmt: skip
PAY_CHANGE_SHEET_NAMES = (
    "调薪",
    "调薪记录",
    "薪资调整",
    "工资调整",
    "薪酬调整",
    "涨薪",
    "加薪",
    "加工资",
    "涨工资",
    "raise",
    "salary change",
)
PAY_CHANGE_ORDER = 100
