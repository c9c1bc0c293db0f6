"""What performance takes from old spreadsheets: KPI figures, key results, grades, awards.

Values of a record by key. A key is absent when the table has no such column; None is an empty cell or a
mark. Every record has at least one of emp_no and name (str); department is the term, also when it stands
only in the title of a block.

kpi         one per person, metric and period. metric str (code of the company's metric) · period str of the
            metric's own kind ("2026-09", "2026Q3", "2026H1", "2026") · target Decimal | None · target_mark
            str | None (产假, — …: not due) · actual Decimal | None · actual_mark str | None · typed_completion
            Decimal ratio | None (decoration) · weight Decimal percent points (only where there is a column) ·
            note str | None · unit "元" or "%" (only where the company gave the metric no unit and the file says in
            what its figures count). Money is in yuan, percentages are ratios. target and target_mark both None: the
            table has no target for it. A target with neither actual nor actual_mark is pending. Cells that
            are empty on both sides give no record.
key_result  one per key result. period str · objective str · objective_weight Decimal percent points | None ·
            title str without "KR1：" · kind "number"/"yes_no"/"typed" · start, current, target Decimal | None
            (a percentage is a ratio; yes_no: 0 or 1, start 0, target 1; typed: None) · weight Decimal percent
            points | None · typed_progress Decimal ratio | None (may be below 0 or above 1) · note str
            order in the sheet is the order of the records
grade       one per person and period, also where the cell is empty. period str · grade str (term) | None · mark
            str | None (不参评, 产假, 离职 …: why not rated) · score Decimal (only where there is a column) · note
kpi_form    one per sheet: name, emp_no, department, position, period, title, total Decimal | None, grade str | None,
            items [engine/forms.Item]. Without a name it is the empty form of a position
award       period str | None · date date | None · title str (term or as written) · state "granted"/"proposed"
            (absent: the table does not say) · note str
"""

from dataclasses import replace

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type

KPI, KEY_RESULT, GRADE, AWARD, KPI_FORM = "kpi", "key_result", "grade", "award", "kpi_form"

_NOTE = Field("note", Type.TEXT, ("备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes", "Comment"))
_NOTE_ASIDE = replace(_NOTE, aside=True)
_PERIOD_NAMES = ("考核周期", "周期", "Review Period", "Performance Period", "Assessment Period", "Review Cycle", "考核期", "期间", "月份", "考核月份", "年月", "季度", "考核季度", "所属季度", "所属期间",
                 "所属月份", "所属周期", "评定周期", "评定季度", "评级周期", "年度", "考核年度", "所属年度", "半年度", "Period",
                 "Month", "Quarter", "Year",
     "考核月", "统计月份", "统计周期", "统计期间", "数据月份", "所属月", "会计期间", "OKR周期", "考评周期", "考评期", "评估周期", "绩效周期", "半年", "Half", "Half Year", "Cycle")  # fmt: skip
_PERIOD = Field("period", Type.PERIOD, _PERIOD_NAMES, fills_down=True)

KPI_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field(
        "metric",
        Type.TERM,
        ("指标", "考核指标", "KPI指标", "指标名称", "考核项目", "考核项", "KPI", "KPI名称", "KPI项目", "绩效指标", "指标项",
         "Metric", "Indicator", "KPI Name",
     "考核内容", "KPI指标名称", "Measure", "KPI Item", "考核名称", "考核指标名称", "指标内容", "评分项", "评估指标", "考评指标"),
        term="metrics",
        fills_down=True,
    ),
    replace(_PERIOD, names=(*_PERIOD_NAMES, "生效月份", "执行月份", "适用月份", "适用期间")),
    Field(
        "target",
        Type.NUMBER,
        ("目标", "目标值", "调整后目标", "调整后目标值", "调整后指标值", "变更后目标", "新目标", "新目标值", "指标值", "目标数", "计划", "计划值", "任务", "任务值", "任务数", "任务量", "预算", "考核目标",
         "本月目标", "当月目标", "月度目标", "月目标", "本季目标", "季度目标", "应完成", "Target", "Goal", "Plan", "Budget",
     "指标目标", "KPI目标", "本期目标", "目标产量", "标准值", "定额", "定额值", "Target Value", "考核任务", "考核任务值", "任务目标", "考核指标值", "计划数"),
    ),
    Field(
        "actual",
        Type.NUMBER,
        ("实际", "实际值", "实际完成", "完成", "完成值", "完成数", "完成量", "完成情况", "实际完成值", "实际数", "达成", "达成值",
         "实绩", "业绩", "实际业绩", "本月实际", "当月实际", "本月完成", "当月完成", "季度实际", "季度完成", "实际达成", "Actual",
         "Result", "Achieved",
     "本期实际", "本期完成", "完成实绩", "实际产量", "实际完成量", "Actual Value", "考核实绩", "考核完成值", "实际得数", "考核实际"),
    ),
    Field(
        "typed_completion",
        Type.PERCENT,
        ("完成率", "达成率", "完成比例", "完成率%", "达成率%", "目标完成率", "目标达成率", "达标率", "完成度", "Completion",
         "Completion Rate", "Achievement", "Achievement Pct", "Achievement Percent", "Completion Pct", "Pct Complete", "Rate", "%",
     "完成百分比", "完成比", "达成比例", "实现率"),
    ),
    Field("weight", Type.WEIGHT, ("权重", "比重", "占比", "指标权重", "考核权重", "Weight"), aside=True),
    _NOTE,
)  # fmt: skip
KPI_SHAPE = "metrics"
KPI_SHEET_NAMES = ("KPI", "绩效指标", "指标完成", "月报", "业绩", "目标完成", "指标")
KPI_ORDER = 40

KEY_RESULT_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    _PERIOD,
    Field(
        "objective",
        Type.TITLE,
        ("目标（O）", "目标O", "O", "目标", "目标名称", "目标描述", "O目标", "OKR目标", "目标内容", "Objective", "Objectives",
     "年度目标", "季度目标"),
        required=True,
        fills_down=True,
    ),
    Field(
        "objective_weight",
        Type.WEIGHT,
        ("目标权重", "O权重", "O的权重", "目标（O）权重", "目标占比", "Objective Weight",
     "O Weight", "目标（O）占比"),
        fills_down=True,
    ),
    Field(
        "title",
        Type.TITLE,
        ("关键结果（KR）", "关键结果", "KR", "关键成果", "KRs", "关键结果描述", "关键结果名称", "KR描述", "关键成果（KR）",
         "KR内容", "Key Result", "Key Results",
     "主要成果", "关键成果描述", "成果指标"),
        required=True,
    ),
    Field(
        "start",
        Type.FIGURE,
        ("起始值", "初始值", "基线", "基线值", "基准值", "期初值", "起点", "起始", "期初", "开始值", "现状值", "Start",
         "Baseline", "Start Value",
     "基准", "基数", "初值", "起点值"),
    ),
    Field(
        "current",
        Type.FIGURE,
        ("当前值", "实际值", "完成值", "现值", "现状值", "现状", "当前", "当前进展", "当前完成", "目前值", "最新值", "期末值", "实际完成值", "实际",
         "实际完成", "Current", "Current Value", "Actual",
     "最新进展", "当前数值", "本期值", "季末值", "期末完成值", "完成情况"),
    ),
    Field("target", Type.FIGURE, ("目标值", "KR目标值", "目标数值", "期望值", "目标数", "Target", "Target Value",
     "期末目标", "预期值", "挑战值")),
    Field("weight", Type.WEIGHT, ("KR权重", "权重", "关键结果权重", "KR占比", "占比", "比重", "关键成果权重", "Weight", "KR Weight",
     "权重占比", "比例")),
    Field(
        "typed_progress",
        Type.PERCENT,
        ("进度", "完成进度", "完成率", "进度%", "KR进度", "完成度", "当前进度", "达成率", "完成比例", "Progress", "Completion"),
    ),
    _NOTE_ASIDE,
)  # fmt: skip
KEY_RESULT_SHEET_NAMES = ("OKR", "目标与关键结果", "目标跟踪", "关键结果")
KEY_RESULT_ORDER = 50

GRADE_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    _PERIOD,
    Field(
        "grade",
        Type.TERM,
        ("绩效等级", "考评等次", "考核等次", "等次", "年度等级", "测评等次", "评定等次", "最终等次", "测评结果", "评价等级", "评级", "绩效评级", "等级", "考核等级", "考核结果", "绩效结果", "评定等级", "评定结果", "考评等级",
         "考评结果", "绩效考核等级", "绩效考核结果", "季度评级", "年度评级", "绩效", "Grade", "Rating",
         "Performance Grade", "Performance Rating",
     "考绩等第", "考绩等次", "考绩等级", "最终等级", "综合等级", "最终评级", "考评评级", "半年考评等级", "年度考评等级", "绩效考评等级", "考核评级", "Final Rating", "Final Grade", "Overall Rating", "校准后等级", "校准等级", "校准后评级", "校准后绩效", "校准后结果", "校准后绩效等级", "Calibrated Rating", "Calibrated Grade", "Manager Rating"),
        term="grades",
    ),
    Field(
        "score",
        Type.NUMBER,
        ("绩效得分", "KPI得分", "KPI分数", "KPI总分", "年度得分", "测评得分", "年度总分", "总得分", "考评得分", "最终分数", "综合评分", "得分", "分数", "评分", "复评分数", "复评得分", "考核得分", "考核分数", "总分", "综合得分", "绩效分", "绩效分数", "综合分", "平均分", "最终得分", "Score", "Overall Score", "Final Score", "评估得分", "校准后得分", "校准得分", "校准后分数", "Calibrated Score"),
        aside=True,
    ),
    _NOTE_ASIDE,
)  # fmt: skip
GRADE_SHAPE = "periods"
GRADE_SHEET_NAMES = ("评级", "绩效等级", "绩效评级", "考核结果", "绩效结果", "绩效汇总", "等级", "grades", "ratings")
GRADE_ORDER = 60

AWARD_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field("period", Type.PERIOD, (*_PERIOD_NAMES, "获奖周期", "获奖季度", "评选周期", "评选季度", "评选年度", "获奖年度", "评优年度", "表彰年度")),
    Field(
        "date",
        Type.DATE,
        ("授予日期", "获奖日期", "颁发日期", "表彰日期", "授予时间", "获奖时间", "颁奖日期", "颁奖时间", "评选日期", "发文日期",
         "日期", "时间", "Award Date", "Date", "Granted On",
     "公布日期", "公示日期", "Date Granted", "Granted Date", "Award Day"),
    ),
    Field(
        "title",
        Type.TERM,
        ("荣誉称号", "称号", "奖项", "奖项名称", "荣誉", "荣誉名称", "获奖名称", "奖励名称", "授予称号", "获得荣誉", "表彰名称",
         "Award", "Title", "Honor",
     "获得称号", "表彰项目", "获奖项目", "荣誉/称号", "奖励项目", "Award Name", "Honour"),
        term="awards",
        required=True,
    ),
    Field(
        "state",
        Type.CHOICE,
        ("状态", "授予状态", "评定状态", "审批状态", "Status", "State",
     "公示状态", "是否授予"),
        choices={
            "granted": ("已授予", "授予", "已颁发", "已表彰", "已发放", "已公布", "已确认", "已评定", "生效", "已生效",
                        "Granted"),
            "proposed": ("拟授予", "公示中", "待授予", "拟评", "提名", "候选", "待审批", "审批中", "待定", "拟表彰", "推荐",
                         "待颁发", "Proposed", "Nominated"),
        },
        infer_from=("note",),
    ),
    _NOTE_ASIDE,
)  # fmt: skip
AWARD_SHEET_NAMES = ("优秀员工", "荣誉", "获奖", "表彰", "奖项", "评优", "先进", "awards", "honors")
AWARD_ORDER = 70

# Read by their layout, not by columns: labels of the sheet and lines of the form.
KPI_FORM_ORDER = 60
KPI_FORM_SHAPE = "form"
KPI_FORM_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field("total", Type.FIGURE, ("总分", "总得分")),
    Field("grade", Type.TEXT, ("等级", "评级")),
)
