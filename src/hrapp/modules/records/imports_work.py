"""Kinds of further records about work: attendance, pay runs, leave, contracts, tasks, plans, rewards and penalties."""

from __future__ import annotations

from dataclasses import replace

from hrapp.kernel.imports import Balance, Field
from hrapp.kernel.text import mark
from hrapp.modules.records.imports_runs import TITLES
from hrapp.modules.records.imports_shapes import PERSON, POSITION, REMARK, D, M, N, P, Shape, T, named


def _hours(key: str, *words: str) -> Field:
    """事假（小时）, 事假小时数, 事假/h: nobody knows how many of them are a day, so they are no part of the days."""
    return named(key, N, *(f"{word}{tail}" for word in words for tail in ("小时", "小时数", "h", "时")), unit="hour")


ATTENDANCE = Shape(
    "attendance",
    mark("Attendance"),
    (
        *PERSON,
        POSITION,
        named("period", P, "月份", "考勤月份", "所属月份", "考勤周期", "考勤期间", "年月", "所属期间", "Month", "Period", "期间", "工资期间", "会计期间"),
        named("date", D, "日期", "考勤日期", "加班日期", "打卡日期", "上班日期", "刷卡日期", "Date", "Attendance Date"),
        named("days_due", N, "应出勤天数", "应勤", "应出勤", "应勤天数", "应上班天数", "标准出勤天数", "应出勤日", "应到天数", "工作日天数", "计薪天数", "应出勤(天)", "Working Days", "Days Due", "应工作天数", "应出勤日数", "应到", "应打卡天数", unit="day"),
        named("days_actual", N, "实际出勤天数", "Attended Days", "Attended", "出工天数", "实勤", "实出勤天数", "实际上班天数", "出勤合计", "实到", "应计出勤", "实际工作天数", "实际出勤", "出勤天数", "实出勤", "实勤天数", "出勤", "出勤日", "实到天数", "正常出勤天数", "上班天数", "Days Present", "Days Worked", "Present Days", "工作天数", "出工", unit="day"),
        named("work_hours", N, "工作时长", "工作时间", "出勤时间", "上班时长", "出勤工时", "总工时", "实际工时", "工时", "出勤小时", "出勤时数", "工作小时", "总工作时长", "Hours Worked", "Work Hours", "Hours", "Total Hours", "实际出勤时长", "出勤时长", "实际工作时长", "Total Work Hours", "Working Hours", unit="hour"),
        named("overtime_hours", N, "加班时长", "加班小时", "加班合计", "总加班", "加班(小时)", "加班工时", "加班时数", "加班小时数", "加班总时长", "累计加班", "加班", "Overtime Hours", "OT Hours", "Overtime", "加班时长(小时)", "加班时间(时)", "加班时间(小时)", "加班h", unit="hour"),
        named("overtime_workday", N, "工作日加班", "平时加班时数", "工作日延时加班", "延时加班", "平日加班", "平时加班小时", "工作日加班时长", "平日加班时长", "平时加班", "平常加班", "正常加班", "工作日加班小时", "日常加班", "日常加班(小时)", "加班1.5", "1.5倍加班", "加班(平)", "平加", "平时加", "工作日（转调休）", "工作日（转加班费）", unit="hour"),
        named("overtime_weekend", N, "周末加班", "休息日加班", "周末加班时长", "休息日加班时长", "双休日加班", "双休加班", "公休加班", "公休日加班", "加班2.0", "2倍加班", "周末加班(小时)", "加班(末)", "加班(周末)", "周加", "休息日（转调休）", "休息日（转加班费）", unit="hour"),
        named("overtime_holiday", N, "节假日加班", "法定假日加班", "法假加班", "法定节日加班", "法定节假日加班", "法定加班", "节日加班", "节假日加班时长", "加班3.0", "3倍加班", "加班(节)", "加班(假)", "节加", "节假日（转调休）", "节假日（转加班费）", "Public Holiday OT Hours", "Holiday OT Hours", unit="hour"),
        named("late_count", N, "迟到次数", "迟到", "迟到(次)", "Late", "Late Count", "Times Late", "迟到天数", "迟(次)", "Late Arrivals", unit="times"),
        named("early_count", N, "早退次数", "早退", "Early Leave", unit="times"),
        named("late_minutes", N, "迟到时长", "迟到分钟数", "迟到时间", "迟到总时长", "迟到时长(分钟)", "迟到(分钟)", "迟到分钟", "Late (min)", "Late Mins", "Late Minutes", "Late (mins)", unit="minute"),
        named("early_minutes", N, "早退时长", "早退分钟数", "早退时间", "早退总时长", "早退(分钟)", "早退分钟", "Early Leave Minutes", unit="minute"),
        named("absent_days", N, "旷工天数", "旷工", "旷工(天)", "缺勤天数", "缺勤", "未出勤天数", "Absent Days", "Days Absent", "Absent", "旷", unit="day"),
        named("personal_leave", N, "事假", "事假天数", "事假(天)", "Personal Leave", unit="day"),
        named("sick_leave", N, "病假", "病假天数", "病假(天)", "Sick Leave", "短期病假", "Sick Days", unit="day"),
        named("annual_leave", N, "年假", "年休假", "年假天数", "带薪年假", "年休", "Annual Leave", "Holiday Taken", "Annual Leave Taken", "Holidays Taken", unit="day"),
        named("compensatory_leave", N, "调休", "调休天数", "补休", "调休假", "Compensatory Leave", "Time Off in Lieu", "倒休天数", "倒休", "存休", "换休", unit="day"),
        named("marriage_leave", N, "婚假", "婚假天数", unit="day"),
        named("maternity_leave", N, "产假", "产假天数", "陪产假", "产检假", unit="day"),
        named("bereavement_leave", N, "丧假", "丧假天数", unit="day"),
        named("injury_leave", N, "工伤假", "工伤", "工伤假天数", unit="day"),
        named("leave_days", N, "请假天数", "请假", "休假天数", "请假(天)", "请假合计", "假期合计", "Leave Days", unit="day"),
        _hours("personal_leave_hours", "事假"),
        _hours("sick_leave_hours", "病假"),
        _hours("annual_leave_hours", "年假", "年休假"),
        _hours("compensatory_leave_hours", "调休", "补休", "倒休"),
        _hours("absent_hours", "旷工", "缺勤"),
        _hours("leave_hours", "请假", "休假", "请假时长", "请假合计"),
        named("business_trip_days", N, "出差天数", "出差", "外出", "公出", "Business Trip", "出差时长", unit="day"),
        named("missing_punch", N, "缺卡次数", "缺卡", "未打卡", "未刷卡", "漏刷卡", "未签到", "未打卡次数", "忘打卡", "漏打卡", "忘记打卡", "漏打卡次数", "上班缺卡次数", "缺卡总次数", "奇次卡次数", "上班缺卡", unit="times"),
        named("check_in", T, "上班打卡", "上班时间", "签到时间", "上班打卡时间", "最早打卡", "首次打卡", "签到", "Check In", "Clock In", "Time In", "最早卡", "In Time", "First In", "打卡时间", "上班1打卡时间", "签到打卡"),
        named("check_out", T, "下班打卡", "下班时间", "签退时间", "下班打卡时间", "最晚打卡", "末次打卡", "签退", "Check Out", "Clock Out", "Time Out", "最晚卡", "Out Time", "Last Out", "下班1打卡时间"),
        named("night_shifts", N, "夜班天数", "夜班数", "夜班", "夜班次数", "中班", "中夜班", "夜班次"),
        named("meal_days", N, "餐补天数", "用餐次数", "饭补天", "餐补天", "饭补天数"),
        REMARK,
    ),
    ("period", "date"),
    ("考勤", "出勤", "打卡", "attendance", "timesheet"),
    ("days_due", "days_actual", "work_hours", "overtime_hours", "late_count", "late_minutes", "early_minutes", "absent_days", "check_in", "personal_leave"),
)  # fmt: skip

_SOCIAL = (("pension", "养老", "养老保险", "养老金", "基本养老", "基本养老保险", "Pension"), ("medical", "医疗", "医疗保险", "医疗金", "基本医疗", "基本医疗保险", "医保", "Medical Insurance", "Medical"), ("unemployment", "失业", "失业保险", "失业金"), ("injury", "工伤", "工伤保险"), ("maternity", "生育", "生育保险"), ("fund", "公积金", "住房公积金", "住房公积", "公积", "Housing Fund", "Provident Fund", "PF", "EPF"))  # fmt: skip


def _sides(key: str, side: str, *words: str) -> Field:
    """养老保险（个人）, 个人养老, 养老个人部分, 代扣养老保险, and what stands under 个人 in a header of two rows."""
    whose = ("个人", "个人部分", "个人缴纳", "个人承担", "代扣", "扣") if side == "个人" else ("单位", "公司", "企业", "单位部分", "公司部分", "企业部分", "单位缴纳", "公司缴纳", "公司承担")  # fmt: skip
    both = [f"{a}{b}" for word in words for who in whose for a, b in ((word, who), (who, word))]
    plain = words if side == "个人" else tuple(f"Company {word}" for word in words if word.isascii())
    return Field(key, M, (*plain, *both))


_EARNED = (
    "base_pay", "post_pay", "level_pay", "perf_pay", "seniority_pay", "piece_pay", "overtime_pay", "full_attendance", "bonus", "commission",
    "allowance", "meal_allowance", "transport_allowance", "phone_allowance", "housing_allowance", "heat_allowance", "night_allowance",
    "other_addition",
)  # fmt: skip
_ABSENT = ("absence_deduction", "late_deduction")
_INSURED = (
    "si_personal", "si_fund_personal", "pension_personal", "medical_personal", "unemployment_personal", "fund_personal",
)  # fmt: skip
_INSURANCES = ("pension_personal", "medical_personal", "unemployment_personal")
_OWED = ("utilities_deduction", "union_fee", "other_deduction")
#: 应发 is before or after what absence costs, and 扣款合计 with the tax or without it: each company reckons in its own way.
_BALANCES = (
    Balance("si_company", tuple(f"{key}_company" for key, *_ in _SOCIAL if key != "fund")),
    Balance("si_personal", _INSURANCES),
    Balance("si_fund_personal", (*_INSURANCES, "fund_personal")),
    Balance("gross", _EARNED),
    Balance("gross", _EARNED, _ABSENT),
    Balance("net", ("gross",), ("deduction_total",)),
    Balance("net", ("gross",), ("deduction_total", "tax")),
    Balance("net", ("gross",), (*_INSURED, "tax")),
    Balance("net", ("gross",), (*_INSURED, *_OWED, "tax")),
    Balance("net", ("gross",), (*_INSURED, *_OWED, *_ABSENT, "tax")),
)
PAYROLL = Shape(
    "payroll",
    mark("Pay runs"),
    (
        *PERSON,
        POSITION,
        named("period", P, "月份", "工资月份", "期间", "会计期间", "核算期间", "薪资核算期间", "计薪期间", "核算月", "工资所属月份", "工资年月", "所属年月", "薪酬所属月", "计薪月", "所属月份", "薪资月份", "发薪月份", "工资所属期", "所属期间", "计薪月份", "发放月份", "薪酬月份", "年月", "工资期间", "所属期", "税款所属期", "Pay Period", "Month", "Period", "数据所属月", "工资所属月", "薪资所属月", "归属月份", "所属月", "Salary Month", "Pay Month", "Payroll Month", "Payroll Period", "Pay Cycle", "发放月", "薪资年月", "核算月份", "账期", "所得月份", "费用所属期", every="month"),
        named("pay_date", D, "发放日期", "工资发放日期", "薪资发放日期", "发薪日期", "发薪日", "支付日期", "发放时间", "Pay Date", "Payment Date", "出粮日期", "出粮日", "支薪日", "发钱日期", "发钱日", "发工资日期"),
        replace(named("run", T, "发放类型", "发薪类型", "发放批次", "发薪批次", "工资批次", "薪资批次", "工资发放批次", "薪资发放批次", "Pay Run", "Payroll Run", "Run Type"), titled=TITLES),
        named("base_pay", M, "基本工资", "基本", "Base", "底薪", "基础工资", "基本薪资", "固定工资", "基本薪酬", "月基本工资", "标准工资", "本薪", "基薪", "Base Pay", "Basic Pay", "Base Salary", "Basic Salary", "Basic", "Salary", "合同工资", "约定工资", "基本薪金", "保底工资", "工资", "薪资", "加权基本工资", "综合工资", "预先兑付基本工资", "本俸", "底薪工资", "月工资", "月薪", "每月工资"),
        named("post_pay", M, "岗位工资", "岗位", "职务工资", "岗位薪资", "岗薪", "Position Pay", "职位工资", "预发岗位工资", "岗位绩效", "岗位薪酬", "职务加给", "主管加给"),
        named("level_pay", M, "职级工资", "级别工资", "薪级工资", "技能工资", "等级工资"),
        named("perf_pay", M, "绩效工资", "绩效奖金", "绩效", "考核工资", "绩效薪资", "月度绩效", "绩效考核工资", "浮动工资", "绩效金额", "Performance Pay", "绩效考核奖", "绩效奖", "绩效考核金额", "效益工资", "浮动绩效", "绩效考核", "考核奖", "考核奖金", "月绩效", "季度绩效", "绩效考核工资", "KPI工资", "绩效补贴", "实际绩效", "绩效实发", "当月绩效", "实发绩效", "绩效薪酬", "基础性绩效", "基础性绩效工资", "基础绩效", "奖励性绩效", "奖励性绩效工资", "奖励绩效", "基础绩效奖", "预先兑付绩效", "绩效考核兑现"),
        named("seniority_pay", M, "工龄工资", "司龄工资", "工龄补贴", "工龄津贴", "司龄补贴", "年功工资", "Seniority Pay", "工龄奖", "司龄奖", "工龄奖金", "校龄津贴", "年限工资", "工龄补助", "教龄津贴", "护龄津贴", "应发工龄", "工龄", "司龄"),
        named("piece_pay", M, "计件工资", "计件", "计时工资", "Piecework Pay", "包活工资", "包工工资", "计量工资", "点工工资"),
        named("overtime_pay", M, "加班费", "超时工作", "超时工资", "超时薪金", "加班工资", "加班", "超時OT", "超時津貼", "超時補薪", "超时工资", "加班补贴", "加班薪资", "加班金额", "加班费合计", "Overtime Pay", "Overtime", "OT Pay", "加班补助", "加班津贴", "值班费", "加班工资合计", "加班奖金", "加班奖", "加班薪酬", "法定节假日加班费", "平日加班费", "工作日加班费", "休息日加班费", "周末加班费", "节假日加班费", "工作日加班补贴"),
        named("full_attendance", M, "全勤奖", "全勤", "满勤奖", "全勤奖金", "全勤工资", "满勤", "勤工奖", "出勤奖"),
        named("bonus", M, "奖金", "13th Month", "十三薪", "13薪", "第十三薪", "第13个月工资", "奖励", "月奖", "季度奖金", "奖金合计", "其他奖金", "年终奖", "年终奖金", "年度奖金", "年度奖", "全年奖金", "年底奖金", "年底双薪", "年终双薪", "年底红包", "年终红包", "过年红包", "春节红包", "Bonus", "季度奖", "月奖金", "奖励金额", "项目奖金", "月度奖金", "奖金小计", "其他奖励", "奖励工资", "过节费", "节日福利", "节日费", "年终绩效", "Incentive", "Incentives", "Bonus Amount", "Standard Bonus", "质量奖", "成长奖金", "安全奖", "生产奖", "先进奖励"),
        named("commission", M, "提成", "业务提成", "手工提成", "计件提成", "服务提成", "销售提成", "佣金", "提成工资", "提成合计", "Commission", "提成奖金", "业绩提成", "项目提成", "业绩奖金", "销售奖金", "提成金额", "销售佣金", "业务奖金", "Standard Commission", "招商提成", "个人提成", "团队提成", "提成收入", "提成金", "个人项目提成", "团队项目提成", "工时提成", "Sales Commission"),
        named("allowance", M, "补贴", "津贴", "补助", "福利补贴", "津补贴", "各项补贴", "补贴合计", "津贴补贴", "其他补贴", "津贴合计", "补助合计", "福利", "Allowance", "Allowances", "各类补贴", "福利费", "其他津贴", "其他补助", "综合补贴", "补贴小计", "岗位补贴合计", "其他福利", "生活补贴", "工作补贴", "出差补贴", "差旅补贴", "技术津贴", "保密津贴", "特殊津贴", "外派津贴", "津贴补助", "津补助", "补助补贴", "补贴津贴", "Other Allowance", "Special Allowance", "各种补贴", "岗位津贴", "职务津贴", "岗位补贴", "职务补贴", "职位津贴", "岗位津补贴", "岗位补助", "技能津贴", "物业补贴", "卫生津贴", "独生子女费", "独生子女补贴", "保留津贴", "部门补贴", "DA", "Dearness Allowance"),
        named("meal_allowance", M, "餐补", "餐费补贴", "伙食补贴", "午餐补贴", "饭补", "误餐补贴", "餐饮补贴", "餐贴", "伙食补助", "餐费补助", "Meal Allowance", "误餐费", "餐补费", "午餐补助", "误餐补助", "餐费", "工作餐补贴", "伙食费补贴", "餐补贴", "伙补", "饭贴", "伙食费", "伙食津贴", "饭费", "膳食津贴", "膳食补贴"),
        named("transport_allowance", M, "交通补贴", "交通补助", "车补", "交通费", "车贴", "交通津贴", "Transport Allowance", "油补", "油费补贴", "车辆补贴", "交通车补", "Conveyance", "Conveyance Allowance", "Travel Allowance", "车费补贴", "交通费补贴", "Transport", "交通补", "交补", "公务交通补贴", "公务交通补助", "公车补贴", "Car Allowance", "车津"),
        named("phone_allowance", M, "通讯补贴", "话补", "话费补贴", "电话补贴", "通讯费", "通讯补助", "话费补助", "通信补贴", "话费", "手机补贴", "通信费", "通信补助", "网络补贴", "通讯补", "通补", "讯补", "电话费"),
        named("housing_allowance", M, "住房补贴", "房补", "租房补贴", "住宿补贴", "住房补助", "Housing Allowance", "住房津贴", "租房补助", "HRA", "House Rent Allowance", "House Rent", "住房补", "住补", "提租补贴", "新住房贴", "房贴", "住房贴", "无房户住房补贴"),
        named("heat_allowance", M, "高温补贴", "高温津贴", "取暖补贴", "降温费", "取暖费", "防暑降温费", "防暑降温补贴", "采暖费", "烤火费", "高温费", "高温", "高温及其他", "防暑费", "防暑补贴", "降温补贴", "冬季取暖费", "取暖补助", "暖气费补贴", "防暑降温"),
        named("night_allowance", M, "夜班补贴", "Shift Allowance", "夜班", "夜班津贴", "夜班费", "中夜班津贴", "夜班补助", "夜餐补贴", "夜餐费", "夜班餐补"),
        named("other_addition", M, "其他应发", "其他加项", "其他收入", "补发", "补发工资", "补发合计", "其他补发", "补发金额", "补款", "其他补款", "补发款", "其他增项", "其他应发项", "其他应发项目", "调整项", "补差", "其它加项", "其他工资", "其它增加", "补工资", "其他补发工资", "其他加发", "代发补发", "补发上月"),
        named("gross", M, "应发工资", "总收入", "总薪金", "应发工资总额", "月薪合计", "月工资合计", "总应发工资", "应发小计", "应发总工资", "本期收入", "应发合计", "应发", "应发金额", "应发总额", "应付工资", "应发薪资", "应发数", "应发工资合计", "合计应发", "税前应发", "税前合计", "应得工资", "应发总计", "应付合计", "Gross Pay", "Gross", "Gross Salary", "Total Gross", "Gross Wages", "税前应发工资", "应领工资", "税前工资合计", "税前应发合计", "应发薪酬", "应领合计", "应计工资", "应得金额", "税前总额", "税前应得", "Gross Earnings", "Total Earnings", "Total Gross Pay", "Gross Amount", "应发款", "应发数额", "总应发", "应发薪水", "工资总额", "工资合计", "薪资合计", "月标准合计", "工资标准合计", "薪资标准合计", "合计工资", "总入息", "入息总额"),
        named("absence_deduction", M, "缺勤扣款", "无薪假扣减", "无薪假扣款", "Unpaid Leave", "请假扣款", "事假扣款", "病假扣款", "考勤扣款", "缺勤扣", "请假扣", "事假扣", "病假扣", "缺勤扣除", "旷工扣款", "缺勤", "病事假扣款", "请假扣除", "考勤扣除", "缺勤扣工资", "Absence Deduction", "扣缺勤", "缺勤扣减", "扣请假", "扣事假", "扣病假", "缺工扣款", "缺勤工资", "请假工资", "缺勤金额", "考勤扣除金额", "请假或缺勤", "病事假", "事病假扣款", "病事假扣除", "缺勤请假扣款", "考勤扣费", "请假缺勤扣款", "Leave Deduction", "Loss of Pay", "LOP", "LOP Amount", "LWP Deduction", "No Pay Leave", "Absent Ded", "Absent Deduction", "应扣请假", "无薪假扣款", "无薪假"),
        named("late_deduction", M, "迟到扣款", "迟到早退扣款", "迟到扣", "迟到扣除", "迟到罚款", "Late Deduction", "早退扣款", "迟到早退扣除", "Late Ded", "迟到"),
        named("utilities_deduction", M, "水电费", "水电", "房租水电", "住宿费", "宿舍水电", "房租", "扣房租", "扣水电", "扣水电费", "房租电费", "水电房租", "房水电", "宿舍费", "水电气费"),
        named("union_fee", M, "工会费", "工会", "会费", "工会会费", "Union Fee", "代缴工会会费", "代扣工会费", "扣工会费", "工会经费"),
        named("other_deduction", M, "其他扣款", "生活费预支", "预支", "借支", "返工扣款", "短款", "扣罚", "其他扣除", "其它扣款", "其他代扣", "其它扣除", "扣款", "罚款", "其他应扣", "扣款金额", "Other Deductions", "Deductions", "其他扣减", "代扣其他", "其他扣", "其他扣项", "其他减项", "违纪扣款", "扣款项", "其他应扣款", "其他扣款合计", "罚款合计", "借支总额", "借款", "扣借款", "借支款", "还款", "预支款", "处罚", "其它减少", "其他减少", "Advance", "Advance Deduction", "Loan", "Loan Deduction", "扣罚款"),
        named("deduction_total", M, "扣款合计", "应扣合计", "代扣合计", "扣除合计", "应扣款合计", "应扣小计", "扣款小计", "应扣", "应扣款", "代扣款合计", "扣除小计", "Total Deductions", "应扣工资", "应扣金额", "应扣总额", "代扣小计", "减项合计", "扣项合计", "扣款合计数", "代扣代缴合计", "代扣合计金额", "扣发合计", "扣款总额", "扣项小计", "总扣款", "扣除总额", "代扣工资合计"),
        named("si_personal", M, "社保", "扣社保费", "扣保险", "Social Insurance", "Social Security", "Personal Social Insurance", "个人社保", "社保个人", "代扣社保", "社会保险", "社保扣款", "社保(个人)", "个人社保合计", "社保个人部分", "代缴社保", "社保费", "扣社保", "社保代扣", "社会保险个人", "社保个人缴纳", "社保个人合计", "社保个人承担", "代扣社保个人", "代扣代缴社保", "个人缴纳社保", "个人保险", "Social Security", "Social Insurance", "社保个人缴纳部分", "社会保险费", "个人部分社保", "社保个人金额", "社保个人小计", "个人部分合计", "保险", "保险费", "个人社保费用", "社保扣除", "社保小计", "个人社保扣款", "社保代缴", "代缴个人社保", "保险扣款", "保险代扣", "应扣社保", "五险", "代扣缴社保", "社保基金", "劳保费", "劳保", "扣社保金", "NI (Employee)", "Employee NI", "劳健保自付额", "劳健保自付"),
        named("si_fund_personal", M, "五险一金", "社保公积金", "社保及公积金", "个人五险一金", "五险一金个人", "三险一金", "四险一金", "社保公积金个人", "五险一金合计", "社保公积金合计", "代扣五险一金", "五险一金扣款", "社保和公积金", "个人社保公积金合计", "个人社保公积金"),
        *(_sides(f"{key}_personal", "个人", *words) for key, *words in _SOCIAL if key not in ("injury", "maternity")),
        named("si_company", M, "社保单位", "Company Social Insurance", "单位社保", "公司社保", "社保公司", "社保(公司)", "企业社保", "社保单位部分", "公司社保合计", "单位社保合计", "社保企业", "社保公司部分", "公司承担社保", "单位承担社保", "社保公司承担", "社保单位缴纳", "Employer Social Security", "单位社保缴费", "NI (Employer)", "Employer NI", "劳健保公司负担", "劳健保雇主负担"),
        *(_sides(f"{key}_company", "单位", *words) for key, *words in _SOCIAL),
        named("special_deduction", M, "专项附加扣除", "专项扣除", "专项附加", "专项附加扣除合计", "专项附加扣除额", "六项专项附加扣除", "附加扣除", "附加专项扣除"),
        named("taxable", M, "应税所得额", "应纳税所得额", "计税工资", "应税工资", "应纳税额", "应税收入", "计税金额", "计税基数", "纳税工资", "应税金额", "计税收入", "应税所得", "Taxable Income", "Taxable", "所得基数", "参与扣税工资", "扣税基数", "计税额"),
        named("tax", M, "个税", "IIT", "Individual Income Tax", "Income Tax", "PIT", "个人所得税", "代扣个税", "所得税", "扣税", "扣个税", "应扣个税", "个调税", "应扣个人所得税", "代扣个人所得税", "代缴个税", "应缴个税", "个税扣款", "本月个税", "个人缴税", "代扣代缴个税", "代扣税", "本月代扣个人所得税", "本期应预扣预缴税额", "应补退税额", "应补(退)税额", "所得税代扣", "税金", "Tax", "Income Tax", "Withholding Tax", "Tax Withheld", "应扣税额", "代扣税金", "应扣税金", "税款", "扣税额", "个人所得税额", "应纳个税", "个税合计", "预扣个税", "预扣预缴个税", "PIT", "TDS", "应缴税", "应纳税", "Tax Deducted", "应纳个人所得税", "实扣个税", "实缴个税", "Withholding", "代扣税款", "PAYE", "代扣缴个人所得税", "上月个税", "代扣缴个税", "工资代扣税", "单位代扣个税", "税扣款", "PCB", "PCB (Monthly)", "扣缴税额", "税金合计"),
        named("net", M, "实发工资", "实发", "实发金额", "实发合计", "实付工资", "实发薪资", "实发数", "实发总额", "员工实得", "实得工资", "实领工资", "到手工资", "实发小计", "实际发放", "实际工资", "实付金额", "实发工资合计", "合计实发", "实发总计", "工资实发合计", "工资实发", "实得金额", "实收工资", "实际发放金额", "本月实付工资", "本月实发", "本月实发工资", "税后实发", "税后工资", "Net Pay", "Net", "Net Salary", "Take Home Pay", "Take-home", "实领金额", "打卡工资", "银行实发", "银行代发", "打卡金额", "卡发工资", "实领", "到手", "到手金额", "税后实得", "净发工资", "实际到手", "实发现金", "本次实发", "税后合计", "实领合计"),
        named("days_due", N, "应出勤天数", "应出勤", "应勤天数", "计薪天数", "应上班天数", "标准天数", "Working Days", "应计薪天数", "应勤日", "应到勤天数", "应打卡天数", "应勤", unit="day"),
        named("days_actual", N, "实际出勤天数", "出勤天数", "实出勤天数", "实际上班天数", "上班天数", "工作天数", "实际工作天数", "计薪工作日", "实际出勤", "实出勤", "出勤", "实勤天数", "计薪出勤天数", "Days Worked", "Paid Days", "Payable Days", "Days Paid", "Present Days", "实际出勤数", "实际计薪天数", "计薪日数", "出工天数", "实勤", "出工", unit="day"),
        named("overtime_hours", N, "加班时长", "加班小时", "加班工时", "加班时数", "加班小时数", "Overtime Hours", "总加班时数", unit="hour"),
        named("absent_days", N, "缺勤天数", "旷工天数", "事假天数", "Absent Days", unit="day"),
        REMARK,
    ),
    ("period", "pay_date"),
    ("工资", "薪资", "薪酬", "工资条", "工资表", "payroll", "payslip", "salary"),
    ("gross", "net", "tax", "si_personal", "taxable", "si_fund_personal", "overtime_pay", "perf_pay", "bonus", "commission", "deduction_total",
     "pension_company", "medical_company", "fund_company"),  # a list of what is paid into social insurance is a pay run as well
    balances=_BALANCES,
)  # fmt: skip

_AGREED = (
    "base_pay", "post_pay", "level_pay", "perf_pay", "seniority_pay", "full_attendance", "bonus", "commission", "allowance",
    "meal_allowance", "transport_allowance", "phone_allowance", "housing_allowance", "heat_allowance", "night_allowance", "gross",
)  # fmt: skip
#: They say what is paid only beside others that do.
_SHORT = frozenset(
    (
        "岗位",
        "基本",
        "绩效",
        "绩效考核",
        "福利",
        "夜班",
        "奖励",
        "全勤",
        "满勤",
        "计件",
        "应发",
        "Base",
        "Basic",
        "餐费",
        "话费",
        "绩效等级",
        "工龄",
        "司龄",
    )
)
PAY_AGREED = Shape(
    "pay_agreed",
    mark("Pay as agreed"),
    (
        *PERSON,
        *(
            replace(fld, names=tuple(name for name in fld.names if name not in _SHORT))
            for fld in PAYROLL.fields
            if fld.key in _AGREED
        ),
    ),
    beside=True,
    of_roster=True,
)

ASSESSMENT = Shape(
    "assessment",
    mark("Assessment scores"),
    (
        *PERSON,
        POSITION,
        named("period", P, "考核周期", "考核期", "考核月份", "年度", "考核年度", "月份", "季度", "考核季度", "周期", "评价周期", "考评周期", "考核时间", "考核期间", "评定周期", "评价年度", "评价时间", "Period", "Review Period", "Year", "评估周期", "评估期", "绩效周期", "绩效月份", "绩效年度", "评估年度", "考绩年度", "年份", "计划年月", "Review Year", "评选年度"),
        named("assessment", T, "考核名称", "考核活动名称", "考核活动", "评价活动名称", "考核类型", "考核种类", "考评名称", "考评类型", "评价名称", "评价类型", "评估名称", "评估类型", "Assessment Name", "Assessment Type", "Review Name", "Review Type"),
        named("score", N, "最终得分", "综合得分", "总分", "总得分", "考核得分", "绩效得分", "考评得分", "最终评分", "综合评分", "考核总分", "得分", "绩效分", "最终分数", "考核分数", "绩效总分", "绩效分数", "合计得分", "评分", "分数", "考核成绩", "考评总分", "评价得分", "Score", "Final Score", "Total Score", "Overall Score", "考绩分数", "复评分数", "复评得分", "考核综合得分", "他评平均", "最终汇总分", "年度总评分", "总评分", "汇总分"),
        named("grade", T, "等级", "绩效等级", "考核等级", "评级", "评定等级", "考评等级", "评价等级", "绩效评级", "考核结果", "评定结果", "等次", "考核等次", "Grade", "Rating", "Performance Rating", "考绩等第", "Final Rating", "Overall Rating"),
        named("remark", T, "备注", "说明", "备注说明", "Remark", "Remarks", "Note", "Notes"),
    ),
    ("period", "score"),
    ("考核", "绩效", "评价", "考评", "评分", "测评", "review", "assessment", "appraisal"),
    ("score",),
    also="grade",
)  # fmt: skip

LEAVE = Shape(
    "leave",
    mark("Leave taken"),
    (
        *PERSON,
        named("leave_type", T, "假期类型", "请何种假", "假类", "何种假", "请假类型", "休假类型", "假别", "假种", "请假类别", "请假种类", "假期类别", "请假名称", "Leave Type"),
        replace(named("leave_start", D, "开始时间", "起始", "起", "自", "从", "请假起", "开始日期", "请假开始时间", "起始日期", "休假开始日期", "请假开始日期", "起始时间", "请假起始时间", "休假开始时间", "请假日期", "休假日期", "日期", "From", "Start Date", "Start", "开始", "Leave From", if_told=("日期",)), timed=True),
        replace(named("leave_end", D, "结束时间", "截止", "止", "至", "到", "请假止", "结束日期", "请假结束时间", "截止日期", "休假结束日期", "请假结束日期", "终止时间", "截止时间", "请假截止时间", "休假结束时间", "To", "End Date", "End", "结束", "Leave To"), timed=True),
        named("leave_days", N, "请假天数", "共几天", "几天", "共计", "请假共计", "天数", "休假天数", "请假时长", "时长", "请假时长(天)", "共计天数", "Days", "Duration", "Total Days", "No of Days", "Number of Days", unit="day"),
        _hours("leave_hours", "请假", "休假", "请假时长", "休假时长", "时长", "共计"),
        named("reason", T, "请假事由", "事由", "请假原因", "原因", "请假理由", "休假事由", "Reason", "Reason for Leave", "详情说明", "请假说明"),
        named("state", T, "审批状态", "状态", "审批结果", "Status", "假条状态", "审批", "申请状态", "单据状态", "是否批准", "批准情况", "审批情况", "批准状态"),
        REMARK,
    ),
    ("leave_type", "leave_start"),
    ("请假", "休假", "假期", "leave"),
    ("leave_type",),
)  # fmt: skip

CONTRACT = Shape(
    "contract",
    mark("Contracts"),
    (
        *PERSON,
        named("contract_no", T, "合同编号", "合同号", "协议编号", "劳动合同编号", "Contract No", "Contract Number"),
        named("contract_seq", T, "签订次数", "第几次签", "第几次", "签订第几次", "合同次数", "签署次数", "第几次签订", "续签次数", "Contract Sequence"),
        named("contract_company", T, "合同主体", "甲方名称", "签订主体", "用人单位", "签约主体", "签约公司", "合同签订公司", "甲方", "合同公司", "合同签约公司", "用工主体"),
        named("contract_type", T, "合同类型", "合同类别", "合同性质", "合同期限类型", "劳动合同类型", "Contract Type"),
        named("contract_sign_date", D, "签订日期", "签订日", "本次签订日", "签订时间", "签署日期", "合同签订日期", "合同签订时间", "Signed", "Sign Date"),
        named("contract_start", D, "合同开始日期", "生效日", "合同起", "起", "起始", "自", "期限起", "合同起始日期", "起始日期", "开始日期", "合同起始日", "合同开始时间", "合同起始时间", "开始时间", "合同生效日期", "合同起始", "Contract Start", "Start Date", "新合同从", "新合同起", "续签起", "续签起始", "续签起始日", "续签起始日期", "续签开始日期", "续签生效日期"),
        named("contract_end", D, "合同结束日期", "合同起止日期", "合同起止", "合同起止时间", "合同起止期限", "劳动合同起止日期", "合同有效期", "合同有效期限", "合同止", "止", "截止", "至", "期限止", "合同到期日", "合同到期日期", "合同终止日期", "结束日期", "到期日期", "终止日期", "合同截止日期", "合同结束时间", "合同到期时间", "结束时间", "Contract End", "End Date", "新合同到", "新合同至", "续签止", "续签截止", "续签截止日", "续签截止日期", "续签到期日", "续签到期日期", "续签结束日期", open_ended="contract_type", span_end=True),
        named("contract_term", T, "合同期限", "年限", "签订年限", "签约年限", "期限", "合同年限", "合同期限(年)", "合同期限(月)", "Contract Term", "续约年数", "签约年数", "合同年数", "续签年限", "签署年限", "签几年"),
        named("probation", T, "试用期", "试用期限", "试用期(月)", "Probation", "试用期时长", "试用期时长(月)", "试用月数", "试用期月数", "试用期(个月)"),
        named("contract_state", T, "合同状态", "是否续签", "续签意向", "是否续订", "状态", "续签情况", "签订状态", "Contract Status"),
        REMARK,
    ),
    ("contract_no", "contract_start"),
    ("合同", "contract"),
    ("contract_no", "contract_seq", "contract_start", "contract_end"),
)  # fmt: skip

_PARTS = (
    ("post", "岗位工资", "岗位津贴"), ("duty", "职务工资", "职务津贴"), ("perf", "绩效工资", "绩效奖金"),
    ("allowance", "津贴", "补贴"), ("total", "工资合计", "工资总额", "总工资"),
)  # fmt: skip


def _before_and_after(key: str, *words: str) -> tuple[Field, Field]:
    """岗位工资 under 调整前, 调整前岗位工资, 原岗位工资; and the same of what it became."""
    before = (f"{word}{when}" for word in words for when in ("调整前", "调薪前", "变动前"))
    after = (f"{word}{when}" for word in words for when in ("调整后", "调薪后", "变动后"))
    old, new = (f"原{word}" for word in words), (f"新{word}" for word in words)
    return named(f"{key}_before", M, *before, *old), named(f"{key}_after", M, *after, *new)


PAY_PARTS = Shape(
    "pay_parts",
    mark("Parts of a pay change"),
    (*PERSON, *(fld for key, *words in _PARTS for fld in _before_and_after(key, *words))),
    beside=True,
)

TASK = Shape(
    "task",
    mark("Work done"),
    (
        PERSON[0],
        replace(PERSON[1], names=(*PERSON[1].names, "填写人", "填报人", "汇报人", "提交人")),
        *PERSON[2:],
        named("date", D, "日期", "填报日期", "汇报日期", "工作日期", "Date"),
        named("content", T, "工作内容", "任务", "任务内容", "任务名称", "工作事项", "事项", "工作任务", "重点工作", "本周工作", "本周工作内容", "本月工作", "工作计划", "工作完成情况", "Task", "Work", "Activity", "Content"),
        named("plan_end", D, "计划完成时间", "计划完成日期", "计划完成", "完成时限", "截止日期", "截止时间", "要求完成时间", "Due Date", "Deadline"),
        named("done_on", D, "实际完成时间", "实际完成日期", "实际完成", "完成日期", "完成时间", "Completed On"),
        named("done", T, "是否完成", "完成与否", "完成情况", "Done", "Completed"),
        named("delay_days", N, "延期天数", "延误天数", "逾期天数", "拖期天数", "Delay Days", "Days Late", unit="day"),
        named("progress", T, "进度", "本周进度", "完成进度", "当前进度", "任务进度", "进展", "完成率", "Progress"),
        named("status", T, "状态", "任务状态", "工作状态", "Status"),
        named("next", T, "下周计划", "下周工作", "下周工作计划", "下月计划", "后续计划", "Next Week", "Next Steps"),
        named("problem", T, "问题", "存在问题", "存在的问题", "困难", "问题及建议", "需协调事项", "遇到的问题", "遇到问题", "遇到的困难", "问题与困难", "Issues", "Problems"),
        REMARK,
    ),
    ("date", "content"),
    ("周报", "日报", "月报", "工作汇报", "任务", "weekly report", "tasks"),
    ("content",),
)  # fmt: skip

PLAN = Shape(
    "plan",
    mark("Plans"),
    (
        *PERSON,
        named("topic", T, "项目", "培训项目", "培训主题", "培训内容", "课程", "课程名称", "计划项目", "项目名称", "工作项目", "Topic", "Item", "Project"),
        named("description", T, "描述", "内容描述", "任务描述", "工作描述", "项目描述", "说明", "内容", "具体内容", "Description", "Details"),
        named("stage", T, "阶段", "所处阶段", "项目阶段", "Stage", "Phase"),
        named("assistant", T, "协助人", "协办人", "配合人", "协同人", "Assistant", "Support"),
        named("plan_start", D, "预计开始日期", "预计开始", "拟开始", "计划开始日期", "计划开始", "计划开始时间", "预计开始时间", "拟开始日期", "Planned Start", "Plan Start"),
        named("plan_end", D, "预计结束日期", "预计结束", "拟结束", "计划结束日期", "计划结束", "计划完成", "计划完成日期", "预计完成日期", "计划结束时间", "预计结束时间", "计划完成时间", "预计完成时间", "Planned End", "Plan End"),
        named("actual_start", D, "实际开始日期", "实际开始", "实际开始时间", "Actual Start"),
        named("actual_end", D, "实际结束日期", "实际结束", "实际完成", "实际完成日期", "实际结束时间", "实际完成时间", "Actual End"),
        named("status", T, "状态", "进度", "完成情况", "Status"),
        REMARK,
    ),
    ("topic", "plan_start"),
    ("计划", "plan"),
    ("plan_start", "plan_end"),
)  # fmt: skip

DISCIPLINE = Shape(
    "discipline",
    mark("Rewards and penalties"),
    (
        *PERSON,
        POSITION,
        named("kind", T, "奖惩类型", "奖惩类别", "奖惩", "奖罚", "奖罚类型", "处分类型", "处罚类型", "奖励/处罚", "奖惩性质", "奖惩分类", "奖惩形式", "奖惩级别"),
        named("item", T, "奖惩项目", "违纪事实", "违规事实", "违纪情况", "奖惩事由", "奖惩原因", "奖惩内容", "处罚事由", "处罚原因", "违纪事由", "违纪行为", "违规行为", "违纪内容", "处分原因", "事由", "原因", "Violation", "Incident", "Reason", "奖惩事项", "奖惩名称", "名称", "奖励名称", "处分名称", "处罚名称", "奖惩说明", "奖惩描述", "奖惩行为", "事项", "奖惩依据", "违规事项", "违规内容", "扣分项目", "扣分原因", "扣分事由", "扣分内容"),
        named("date", D, "奖惩日期", "奖惩时间", "处罚日期", "处分日期", "违纪日期", "违规日期", "发生日期", "发生时间", "日期", "Date", "Incident Date", "奖惩生效日期", "批准日期", "时间", *(f"{what}{when}" for what in ("奖励", "表彰", "获奖", "颁奖", "罚款") for when in ("日期", "时间"))),
        named("result", T, "奖惩结果", "处理结果", "处罚结果", "处分结果", "处理意见", "奖惩措施", "处罚措施", "奖惩方式", "处分", "Action Taken", "Penalty"),
        named("amount", M, "奖惩金额", "奖罚金额", "罚款金额", "处罚金额", "罚款", "金额", "扣款金额", "Amount", "Fine", "奖金", "奖励金额", "奖惩金额(元)", "考核金额", "考核金额(元)"),
        named("points", N, "扣分", "加减分", "奖惩分值", "扣分分值", "分值", "Points"),
        REMARK,
    ),
    ("date", "item"),
    ("奖惩", "奖罚", "处分", "违纪", "处罚", "discipline", "warnings"),
    ("item", "result", "points", "kind"),
)  # fmt: skip
