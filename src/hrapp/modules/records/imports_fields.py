"""What no other module keeps, as fields of kinds: education, work before, family, certificates, attendance, pay runs,
leave, contracts, accounts and papers. Values are kept under the header that the spreadsheet gave them.

A kind that may stand `beside` another takes columns which that one left over: 学历 and 毕业院校 in a roster.
"""

from __future__ import annotations

from dataclasses import dataclass

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type
from hrapp.kernel.text import mark

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


def _f(key: str, type: Type, *names: str, open_ended: str | None = None) -> Field:
    return Field(key, type, names, open_ended=open_ended)


_POSITION = _f(
    "position",
    T,
    "岗位",
    "职位",
    "职务",
    "岗位名称",
    "职位名称",
    "职务名称",
    "现任职务",
    "Position",
    "Job Title",
    "Title",
)
_REMARK = _f("remark", T, "备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes", "Comment")
_PHONE = _f(
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
_GENDER = Field("gender", Type.GENDER, ("性别", "Gender", "Sex"))

DETAILS = Shape(
    "details",
    mark("Personal details"),
    (
        *PERSON,
        _f("ethnicity", T, "民族", "族别", "Ethnicity", "Ethnic Group", "Nation"),
        _f("marital_status", T, "婚姻状况", "婚姻状态", "婚姻", "婚否", "婚育状况", "婚育情况", "是否已婚", "Marital Status", "Marital", "MaritalDesc"),
        _f("political_status", T, "政治面貌", "政治面目", "党派", "Political Status", "Party"),
        _f("native_place", T, "籍贯", "祖籍", "出生地", "Native Place", "Place of Birth", "Birthplace"),
        _f("nationality", T, "国籍", "国家", "国籍地区", "Nationality", "Citizenship"),
        _f("hukou_type", T, "户口性质", "户籍性质", "户口类型", "户籍类型", "户籍类别", "户口类别", "城镇/农村", "农业/非农业", "Hukou Type"),
        _f("hukou_address", T, "户口所在地", "户籍所在地", "户籍地址", "户口地址", "户籍地", "户籍", "户口", "身份证地址", "身份证住址", "身份证所在地", "Hukou"),
        _f("home_address", T, "家庭住址", "家庭地址", "住址", "现住址", "现居住地", "现居地", "居住地址", "居住地", "现住地址", "常住地址", "联系地址", "通讯地址", "通信地址", "地址", "详细地址", "居住详细地址", "Address", "Home Address", "Residence", "Street Address", "Mailing Address"),
        _f("company", T, "公司", "所属公司", "公司名称", "所在公司", "用工公司", "用工单位", "任职公司", "合同公司", "合同主体", "签约公司", "签约主体", "合同主体公司", "用人单位", "Company", "Legal Entity", "Entity"),
        _f("labor_relation", T, "劳动关系", "劳动关系隶属", "劳动关系所属", "劳务关系", "劳动或劳务关系", "劳动或劳务关系隶属", "劳动关系归属", "劳动关系所在单位"),
        _f("dept_l1", T, "一级部门", "一级组织", "一级单位", "部门1", "一级机构"),
        _f("dept_l2", T, "二级部门", "二级组织", "二级单位", "部门2", "二级机构"),
        _f("dept_l3", T, "三级部门", "三级组织", "三级单位", "部门3", "三级机构", "四级部门"),
        _f("team", T, "组别", "小组", "班组", "所属班组", "班组名称", "所在班组", "团队", "组", "Group", "Sub Team"),
        _f("job_family", T, "职族", "岗位族", "岗位序列", "职位序列", "序列", "职务序列", "职系", "通道", "发展通道", "Job Family", "Job Function"),
        _f("job_class", T, "职类", "岗位类别", "岗位类型", "职位类别", "职位类型", "岗位性质", "Job Class", "Job Category"),
        _f("job_title", T, "职称", "技术职称", "专业技术职称", "职称名称", "专业技术职务", "专业职称"),
        _f("work_start_date", D, "参加工作时间", "参加工作日期", "首次参加工作时间", "首次工作时间", "参工时间", "开始工作时间", "首次参加工作日期", "工作开始日期", "参加工作年月"),
        _f("tenure_start", D, "司龄起算日", "司龄起算日期", "司龄计算日期", "司龄开始日期", "工龄起算日期", "司龄起算时间", "工龄起算日", "司龄段入职时间", "集团入职时间", "集团入职日期"),
        _f("pre_work_years", N, "入职前工龄", "入司前工龄", "入职前工作年限", "入司前工作年限", "此前工龄"),
        _f("name_en", T, "英文名", "英文姓名", "外文名", "English Name", "Preferred Name", "Nickname", "昵称", "花名"),
        _f("first_name", T, "First Name", "Given Name", "Forename", "名"),
        _f("last_name", T, "Last Name", "Surname", "Family Name", "姓", "姓氏"),
        _f("former_name", T, "曾用名", "Former Name", "Maiden Name"),
        _f("health", T, "健康状况", "身体状况", "健康情况", "Health"),
        _f("blood_type", T, "血型", "Blood Type"),
        _f("height", T, "身高", "Height"),
        _f("weight", T, "体重", "Weight"),
        _f("military", T, "是否服兵役", "兵役状况", "是否退役军人", "退役军人", "是否退伍军人"),
        _f("children", T, "子女情况", "生育状况", "生育情况", "子女数", "子女数量"),
        _f("hobby", T, "爱好", "兴趣爱好", "特长", "爱好特长", "兴趣特长"),
        _f("wechat", T, "微信", "微信号", "WeChat", "WeChat ID"),
        _f("qq", T, "QQ", "QQ号", "QQ号码"),
        _f("office_phone", T, "办公电话", "座机", "固定电话", "公司电话", "办公室电话", "工作电话", "Office Phone", "Work Phone", "Landline"),
        _f("extension", T, "分机", "分机号", "短号", "Extension", "Ext"),
        _f("personal_email", Type.EMAIL, "个人邮箱", "私人邮箱", "个人电子邮箱", "Personal Email", "Private Email"),
        _f("work_location", T, "工作地点", "工作地", "办公地点", "工作城市", "办公城市", "所在城市", "任职地点", "常驻地", "办公地", "城市", "合同工作地点", "Work Location", "Location", "Office", "City", "Work City", "Site"),
        _f("recruit_source", T, "招聘渠道", "招聘来源", "入职渠道", "应聘渠道", "来源渠道", "简历来源", "Recruitment Source", "Source of Hire", "Hire Source"),
        _f("referrer", T, "内推人", "推荐人", "介绍人", "Referrer", "Referred By"),
        _f("cost_center", T, "成本中心", "费用归属", "成本归属", "费用归属部门", "Cost Center", "Cost Centre"),
        _f("social_no", T, "社保号", "社保账号", "社会保险号", "社保编号", "社会保障号", "社会保障号码", "个人社保号", "社保电脑号", "养老保险编号", "养老保险号", "Social Security No"),
        _f("unemployment_no", T, "失业保险编号", "失业保险号", "失业保险证号"),
        _f("fund_no", T, "公积金账号", "公积金号", "住房公积金账号", "公积金个人账号", "Housing Fund No"),
        _f("social_place", T, "社保缴纳地", "参保地", "社保缴纳城市", "参保城市", "缴纳地", "社保所在地", "社保公积金缴纳地"),
        _f("work_years", N, "工作年限", "总工龄", "累计工龄", "Years of Experience"),
        _f("shift", T, "班次", "班别", "排班", "工时制", "工时制度", "Shift"),
    ),
    beside=True,
)  # fmt: skip

ID_CARD = Shape(
    "id_card",
    mark("ID card"),
    (
        *PERSON,
        _f("id_type", T, "证件类型", "证件种类", "证件类别", "ID Type", "Document Type"),
        _f("id_authority", T, "发证机关", "签发机关", "签证机关", "身份证签发机关", "发证机构", "发证单位", "Issuing Authority"),
        _f("id_issue_date", D, "发证日期", "签发日期", "证件签发日期", "身份证签发日期", "身份证有效期起", "身份证起始日期", "证件起始日期", "证件生效日期", "Issue Date"),
        _f("id_expire_date", D, "证件到期日", "证件到期日期", "身份证到期日", "身份证到期日期", "身份证有效期", "身份证有效期至", "身份证有效期止", "证件有效期", "证件有效期至", "证件有效期止", "身份证失效日期", "有效期限", "身份证有效期限", "身份证截止日期", "ID Expiry", "ID Expiry Date"),
    ),
    beside=True,
)  # fmt: skip

EDUCATION = Shape(
    "education",
    mark("Education"),
    (
        *PERSON,
        _f("education", T, "学历", "最高学历", "文化程度", "学历层次", "第一学历", "教育程度", "最终学历", "全日制学历", "文化水平", "学历学位", "学历/学位", "Education", "Education Level", "Highest Education", "Qualification"),
        _f("degree", T, "学位", "最高学位", "学位类型", "Degree"),
        _f("school", T, "毕业院校", "毕业学校", "学校", "院校", "学校名称", "院校名称", "毕业院校名称", "就读学校", "就读院校", "毕业学院", "毕业大学", "最高学历毕业院校", "教育机构", "School", "University", "College", "Institution", "Alma Mater"),
        _f("major", T, "专业", "所学专业", "专业名称", "主修专业", "就读专业", "毕业专业", "Major", "Field of Study", "Specialty"),
        _f("study_start", D, "入学时间", "入学日期", "入学年月", "就读开始时间", "教育开始时间", "开始时间", "开始日期", "起始时间", "起始日期", "Enrollment Date", "From"),
        _f("graduation_date", D, "毕业时间", "毕业日期", "毕业年月", "毕业年份", "毕业年度", "就读结束时间", "教育结束时间", "结束时间", "结束日期", "截止时间", "终止时间", "Graduation Date", "Graduated", "Graduation Year", "To"),
        _f("study_form", T, "学习形式", "教育类型", "教育方式", "办学形式", "培养方式", "学习方式", "学历类型", "学历性质", "是否全日制", "全日制/非全日制", "Study Mode"),
        _REMARK,
    ),
    ("school", "study_start", "graduation_date"),
    ("教育经历", "教育背景", "学历信息", "教育信息", "学历", "education"),
    ("school", "education"),
    beside=True,
)  # fmt: skip

WORK_HISTORY = Shape(
    "work_history",
    mark("Work before"),
    (
        *PERSON,
        _f("employer", T, "工作单位", "原工作单位", "前工作单位", "单位名称", "公司名称", "任职单位", "曾任职单位", "原单位", "前公司", "就职公司", "服务单位", "单位", "Employer", "Previous Employer", "Company"),
        _POSITION,
        _f("start_date", D, "开始时间", "开始日期", "起始时间", "起始日期", "入职时间", "入职日期", "起始年月", "任职开始日期", "From", "Start Date", "Start"),
        _f("end_date", D, "结束时间", "结束日期", "截止时间", "截止日期", "终止时间", "离职时间", "离职日期", "终止年月", "任职结束日期", "To", "End Date", "End"),
        _f("duties", T, "工作内容", "主要职责", "工作职责", "工作描述", "职责", "Duties", "Responsibilities"),
        _f("leave_reason", T, "离职原因", "离开原因", "Reason for Leaving"),
        _f("reference", T, "证明人", "证明人姓名", "Reference"),
        _f("reference_phone", T, "证明人电话", "证明人联系方式", "证明人联系电话"),
        _REMARK,
    ),
    ("employer", "start_date"),
    ("工作经历", "工作履历", "任职经历", "工作经验", "work history", "employment history"),
    ("employer",),
)  # fmt: skip

FAMILY = Shape(
    "family",
    mark("Family"),
    (
        EMP_NO,
        Field("name", Type.NAME, tuple(n for n in NAME.names if n != "负责人"), fills_down=True),
        DEPARTMENT,
        _f("member_name", T, "家庭成员姓名", "成员姓名", "家属姓名", "亲属姓名", "家庭成员", "家属", "亲属", "Family Member", "Relative Name", "Dependent Name"),
        _f("relation", T, "关系", "与本人关系", "与员工关系", "称谓", "亲属关系", "家庭关系", "成员关系", "Relation", "Relationship"),
        _f("member_birth_date", D, "家属出生日期", "成员出生日期", "出生日期", "出生年月"),
        _f("member_employer", T, "工作单位", "家属工作单位", "单位", "工作单位及职务"),
        _f("member_phone", T, "家属电话", "家属联系方式", "家属联系电话", "成员电话", "联系电话", "电话", "联系方式"),
        _REMARK,
    ),
    ("member_name", "relation"),
    ("家庭成员", "家属信息", "家庭信息", "家庭关系", "亲属", "family"),
    ("relation", "member_name"),
)  # fmt: skip

EMERGENCY = Shape(
    "emergency_contact",
    mark("Emergency contact"),
    (
        *PERSON,
        _f("emergency_contact", T, "紧急联系人", "紧急联系人姓名", "应急联系人", "紧急联络人", "紧急联系人名字", "Emergency Contact", "Emergency Contact Name"),
        _f("emergency_phone", T, "紧急联系电话", "紧急联系人电话", "紧急联系方式", "紧急联系人联系方式", "紧急联系人手机", "紧急联系人手机号", "紧急联系人联系电话", "应急联系电话", "紧急电话", "紧急联络电话", "Emergency Phone", "Emergency Contact Phone", "Emergency Number"),
        _f("emergency_relation", T, "紧急联系人关系", "与紧急联系人关系", "紧急联系人与本人关系", "与联系人关系", "Emergency Relation", "Emergency Relationship"),
    ),
    ("emergency_contact",),
    beside=True,
)  # fmt: skip

BANK = Shape(
    "bank_account",
    mark("Bank account"),
    (
        *PERSON,
        _f("bank_account", T, "银行卡号", "银行账号", "银行卡", "工资卡号", "工资卡", "工资卡账号", "卡号", "账号", "银行帐号", "帐号", "账户", "开户账号", "收款账号", "收款卡号", "工资账号", "工资帐号", "银行卡账号", "个人账号", "储蓄卡号", "Bank Account", "Account Number", "Bank Account No", "Account No", "IBAN"),
        _f("bank_name", T, "开户行", "开户银行", "银行名称", "银行", "开户行名称", "所属银行", "工资卡开户行", "开户支行", "发卡行", "Bank", "Bank Name"),
        _f("bank_branch", T, "支行", "支行名称", "开户网点", "开户行地址", "Bank Branch", "Branch"),
        _f("account_holder", T, "户名", "开户名", "账户名", "账户名称", "开户人", "收款人", "Account Holder", "Account Name"),
    ),
    ("bank_account",),
    ("银行卡", "工资卡", "bank"),
    ("bank_account",),
    beside=True,
)  # fmt: skip

CERTIFICATE = Shape(
    "certificate",
    mark("Certificates"),
    (
        *PERSON,
        _f("certificate", T, "证书名称", "证书", "资格证书", "职业资格", "职业资格证书", "执业资格", "资质证书", "资格证书名称", "证件名称", "职称名称", "Certificate", "Certificate Name", "License", "Certification"),
        _f("certificate_no", T, "证书编号", "证书号", "证书号码", "资格证书编号", "证件编号", "Certificate No", "License No"),
        _f("certificate_level", T, "证书等级", "资格等级", "技能等级", "等级", "级别", "职称等级", "Level"),
        _f("certificate_authority", T, "发证机关", "发证机构", "发证单位", "颁发机构", "颁发单位", "Issued By", "Issuer"),
        _f("certificate_date", D, "发证日期", "取得日期", "获证日期", "获得日期", "取得时间", "取证日期", "取证时间", "发证时间", "颁发日期", "获得时间", "Issue Date", "Issued"),
        _f("certificate_expire_date", D, "有效期", "有效期至", "到期日期", "证书有效期", "有效期限", "到期时间", "失效日期", "复审日期", "有效期止", "Expiry Date", "Valid Until", "Expires"),
        _REMARK,
    ),
    ("certificate", "certificate_no"),
    ("证书", "资格证", "持证", "资质", "certificate", "license"),
    ("certificate", "certificate_no"),
)  # fmt: skip

ATTENDANCE = Shape(
    "attendance",
    mark("Attendance"),
    (
        *PERSON,
        _POSITION,
        _f("period", P, "月份", "考勤月份", "所属月份", "考勤周期", "考勤期间", "年月", "所属期间", "Month", "Period"),
        _f("date", D, "日期", "考勤日期", "打卡日期", "上班日期", "刷卡日期", "Date", "Attendance Date"),
        _f("days_due", N, "应出勤天数", "应出勤", "应勤天数", "应上班天数", "标准出勤天数", "应出勤日", "应到天数", "工作日天数", "计薪天数", "应出勤(天)", "Working Days", "Days Due"),
        _f("days_actual", N, "实际出勤天数", "实出勤天数", "实际出勤", "出勤天数", "实出勤", "实勤天数", "出勤", "出勤日", "实到天数", "正常出勤天数", "上班天数", "Days Present", "Days Worked", "Present Days"),
        _f("work_hours", N, "工作时长", "出勤工时", "总工时", "实际工时", "工时", "出勤小时", "出勤时数", "工作小时", "总工作时长", "Hours Worked", "Work Hours", "Hours"),
        _f("overtime_hours", N, "加班时长", "加班小时", "加班工时", "加班时数", "加班小时数", "加班总时长", "累计加班", "加班", "平时加班", "Overtime Hours", "OT Hours", "Overtime"),
        _f("overtime_workday", N, "工作日加班", "平日加班", "平时加班小时", "工作日加班时长", "平日加班时长"),
        _f("overtime_weekend", N, "周末加班", "休息日加班", "周末加班时长", "休息日加班时长", "双休日加班"),
        _f("overtime_holiday", N, "节假日加班", "法定节假日加班", "法定加班", "节日加班", "节假日加班时长"),
        _f("late_count", N, "迟到次数", "迟到", "迟到(次)", "Late", "Late Count", "Times Late"),
        _f("early_count", N, "早退次数", "早退", "Early Leave"),
        _f("late_minutes", N, "迟到分钟", "迟到时长", "迟到分钟数", "迟到时间"),
        _f("absent_days", N, "旷工天数", "旷工", "旷工(天)", "缺勤天数", "缺勤", "未出勤天数", "Absent Days", "Days Absent", "Absent"),
        _f("personal_leave", N, "事假", "事假天数", "事假(天)", "Personal Leave"),
        _f("sick_leave", N, "病假", "病假天数", "病假(天)", "Sick Leave"),
        _f("annual_leave", N, "年假", "年休假", "年假天数", "带薪年假", "年休", "Annual Leave"),
        _f("compensatory_leave", N, "调休", "调休天数", "补休", "调休假", "Compensatory Leave", "Time Off in Lieu"),
        _f("marriage_leave", N, "婚假", "婚假天数"),
        _f("maternity_leave", N, "产假", "产假天数", "陪产假", "产检假"),
        _f("bereavement_leave", N, "丧假", "丧假天数"),
        _f("injury_leave", N, "工伤假", "工伤"),
        _f("leave_days", N, "请假天数", "请假", "休假天数", "请假(天)", "请假合计", "假期合计", "Leave Days"),
        _f("business_trip_days", N, "出差天数", "出差", "外出", "公出", "Business Trip"),
        _f("missing_punch", N, "缺卡次数", "缺卡", "未打卡次数", "忘打卡", "漏打卡", "忘记打卡", "漏打卡次数"),
        _f("check_in", T, "上班打卡", "上班时间", "签到时间", "上班打卡时间", "最早打卡", "首次打卡", "签到", "Check In", "Clock In", "Time In"),
        _f("check_out", T, "下班打卡", "下班时间", "签退时间", "下班打卡时间", "最晚打卡", "末次打卡", "签退", "Check Out", "Clock Out", "Time Out"),
        _f("night_shifts", N, "夜班天数", "夜班", "夜班次数", "中班", "中夜班"),
        _f("meal_days", N, "餐补天数", "用餐次数"),
        _REMARK,
    ),
    ("period", "date"),
    ("考勤", "出勤", "打卡", "attendance", "timesheet"),
    ("days_due", "days_actual", "work_hours", "overtime_hours", "late_count", "absent_days", "check_in", "personal_leave"),
)  # fmt: skip

_SOCIAL = (("pension", "养老", "养老保险", "基本养老", "基本养老保险"), ("medical", "医疗", "医疗保险", "基本医疗", "基本医疗保险", "医保"), ("unemployment", "失业", "失业保险"), ("injury", "工伤", "工伤保险"), ("maternity", "生育", "生育保险"), ("fund", "公积金", "住房公积金", "住房公积", "公积"))  # fmt: skip


def _sides(key: str, side: str, *words: str) -> Field:
    """养老保险（个人）, 个人养老, 养老个人部分, 代扣养老保险, and what stands under 个人 in a header of two rows."""
    whose = ("个人", "个人部分", "个人缴纳", "个人承担", "代扣", "扣") if side == "个人" else ("单位", "公司", "企业", "单位部分", "公司部分", "企业部分", "单位缴纳", "公司缴纳", "公司承担")  # fmt: skip
    both = [f"{a}{b}" for word in words for who in whose for a, b in ((word, who), (who, word))]
    plain = words if side == "个人" else ()
    return Field(key, M, (*plain, *both))


PAYROLL = Shape(
    "payroll",
    mark("Pay runs"),
    (
        *PERSON,
        _POSITION,
        _f("period", P, "月份", "工资月份", "所属月份", "薪资月份", "发薪月份", "工资所属期", "所属期间", "计薪月份", "发放月份", "薪酬月份", "年月", "工资期间", "所属期", "税款所属期", "Pay Period", "Month", "Period"),
        _f("pay_date", D, "发放日期", "发薪日期", "发薪日", "支付日期", "发放时间", "Pay Date", "Payment Date"),
        _f("base_pay", M, "基本工资", "底薪", "基础工资", "基本薪资", "固定工资", "基本薪酬", "月基本工资", "标准工资", "本薪", "基薪", "Base Pay", "Basic Pay", "Base Salary", "Basic Salary", "Basic", "Salary"),
        _f("post_pay", M, "岗位工资", "职务工资", "岗位薪资", "岗位津贴", "职务津贴", "岗位补贴", "岗薪", "Position Pay"),
        _f("level_pay", M, "职级工资", "级别工资", "薪级工资", "技能工资", "等级工资"),
        _f("perf_pay", M, "绩效工资", "绩效奖金", "绩效", "考核工资", "绩效薪资", "月度绩效", "绩效考核工资", "浮动工资", "绩效金额", "Performance Pay"),
        _f("seniority_pay", M, "工龄工资", "司龄工资", "工龄补贴", "工龄津贴", "司龄补贴", "年功工资", "Seniority Pay"),
        _f("piece_pay", M, "计件工资", "计件", "计时工资", "Piecework Pay"),
        _f("overtime_pay", M, "加班费", "加班工资", "加班", "加班补贴", "加班薪资", "加班金额", "加班费合计", "Overtime Pay", "Overtime", "OT Pay"),
        _f("full_attendance", M, "全勤奖", "全勤", "满勤奖", "全勤奖金", "全勤工资"),
        _f("bonus", M, "奖金", "奖励", "月奖", "季度奖金", "奖金合计", "其他奖金", "年终奖", "年终奖金", "Bonus"),
        _f("commission", M, "提成", "业务提成", "销售提成", "佣金", "提成工资", "提成合计", "Commission"),
        _f("allowance", M, "补贴", "津贴", "补助", "福利补贴", "津补贴", "各项补贴", "补贴合计", "津贴补贴", "其他补贴", "津贴合计", "补助合计", "福利", "Allowance", "Allowances"),
        _f("meal_allowance", M, "餐补", "餐费补贴", "伙食补贴", "午餐补贴", "饭补", "误餐补贴", "餐饮补贴", "餐贴", "伙食补助", "餐费补助", "Meal Allowance"),
        _f("transport_allowance", M, "交通补贴", "交通补助", "车补", "交通费", "车贴", "交通津贴", "Transport Allowance"),
        _f("phone_allowance", M, "通讯补贴", "话补", "话费补贴", "电话补贴", "通讯费", "通讯补助", "话费补助"),
        _f("housing_allowance", M, "住房补贴", "房补", "租房补贴", "住宿补贴", "住房补助", "Housing Allowance"),
        _f("heat_allowance", M, "高温补贴", "高温津贴", "取暖补贴", "降温费", "取暖费"),
        _f("night_allowance", M, "夜班补贴", "夜班津贴", "夜班费", "中夜班津贴"),
        _f("other_addition", M, "其他应发", "其他加项", "其他收入", "补发", "补发工资", "补发合计", "其他补发"),
        _f("gross", M, "应发工资", "应发合计", "应发", "应发金额", "应发总额", "应付工资", "应发薪资", "应发数", "应发小计", "工资总额", "工资合计", "应发工资合计", "合计应发", "税前应发", "税前合计", "应得工资", "应发总计", "应付合计", "合计工资", "薪资合计", "Gross Pay", "Gross", "Gross Salary", "Total Gross", "Gross Wages"),
        _f("absence_deduction", M, "缺勤扣款", "请假扣款", "事假扣款", "病假扣款", "考勤扣款", "缺勤扣", "请假扣", "事假扣", "病假扣", "缺勤扣除", "旷工扣款", "缺勤", "病事假扣款", "请假扣除", "考勤扣除", "缺勤扣工资", "Absence Deduction"),
        _f("late_deduction", M, "迟到扣款", "迟到早退扣款", "迟到扣", "迟到扣除", "迟到罚款", "Late Deduction"),
        _f("utilities_deduction", M, "水电费", "水电", "房租水电", "住宿费", "宿舍水电", "房租", "伙食费", "扣房租", "扣水电费"),
        _f("union_fee", M, "工会费", "会费", "工会会费", "Union Fee"),
        _f("other_deduction", M, "其他扣款", "其他扣除", "其它扣款", "其他代扣", "其它扣除", "扣款", "罚款", "其他应扣", "扣款金额", "Other Deductions", "Deductions"),
        _f("deduction_total", M, "扣款合计", "应扣合计", "代扣合计", "扣除合计", "应扣款合计", "应扣小计", "扣款小计", "应扣", "应扣款", "代扣款合计", "扣除小计", "Total Deductions"),
        _f("si_personal", M, "社保", "个人社保", "社保个人", "代扣社保", "社会保险", "社保扣款", "社保(个人)", "个人社保合计", "社保个人部分", "代缴社保", "社保费", "扣社保", "社保代扣", "社会保险个人", "社保个人缴纳", "社保个人合计", "社保个人承担", "代扣社保个人", "代扣代缴社保", "个人缴纳社保", "个人保险", "Social Security", "Social Insurance"),
        _f("si_fund_personal", M, "五险一金", "社保公积金", "社保及公积金", "个人五险一金", "五险一金个人", "三险一金", "四险一金", "社保公积金个人", "五险一金合计", "社保公积金合计", "代扣五险一金", "五险一金扣款", "社保和公积金"),
        *(_sides(f"{key}_personal", "个人", *words) for key, *words in _SOCIAL if key not in ("injury", "maternity")),
        _f("si_company", M, "社保单位", "单位社保", "公司社保", "社保公司", "社保(公司)", "企业社保", "社保单位部分", "公司社保合计", "单位社保合计", "社保企业", "社保公司部分", "公司承担社保", "单位承担社保", "社保公司承担", "社保单位缴纳", "Employer Social Security"),
        *(_sides(f"{key}_company", "单位", *words) for key, *words in _SOCIAL),
        _f("special_deduction", M, "专项附加扣除", "专项扣除", "专项附加", "专项附加扣除合计", "专项附加扣除额"),
        _f("taxable", M, "应税所得额", "应纳税所得额", "计税工资", "应税工资", "应纳税额", "应税收入", "计税金额", "计税基数", "纳税工资", "应税金额", "计税收入", "应税所得", "Taxable Income", "Taxable"),
        _f("tax", M, "个税", "个人所得税", "代扣个税", "所得税", "扣税", "扣个税", "应扣个税", "个调税", "应扣个人所得税", "代扣个人所得税", "代缴个税", "应缴个税", "个税扣款", "本月个税", "个人缴税", "代扣代缴个税", "代扣税", "本月代扣个人所得税", "本期应预扣预缴税额", "应补退税额", "应补(退)税额", "所得税代扣", "税金", "Tax", "Income Tax", "Withholding Tax", "Tax Withheld"),
        _f("net", M, "实发工资", "实发", "实发金额", "实发合计", "实付工资", "实发薪资", "实发数", "实发总额", "员工实得", "实得工资", "实领工资", "到手工资", "实发小计", "实际发放", "实际工资", "实付金额", "实发工资合计", "合计实发", "实发总计", "工资实发合计", "工资实发", "实得金额", "实收工资", "实际发放金额", "本月实付工资", "本月实发", "本月实发工资", "税后实发", "税后工资", "Net Pay", "Net", "Net Salary", "Take Home Pay", "Take-home"),
        _f("days_due", N, "应出勤天数", "应出勤", "应勤天数", "计薪天数", "应上班天数", "标准天数", "Working Days"),
        _f("days_actual", N, "实际出勤天数", "出勤天数", "实出勤天数", "实际出勤", "实出勤", "出勤", "实勤天数", "计薪出勤天数", "Days Worked"),
        _f("overtime_hours", N, "加班时长", "加班小时", "加班工时", "加班时数", "加班小时数", "Overtime Hours"),
        _f("absent_days", N, "缺勤天数", "旷工天数", "事假天数", "请假天数", "Absent Days"),
        _REMARK,
    ),
    ("period", "pay_date"),
    ("工资", "薪资", "薪酬", "工资条", "工资表", "payroll", "payslip", "salary"),
    ("gross", "net", "tax", "si_personal", "taxable", "si_fund_personal", "overtime_pay"),
)  # fmt: skip

LEAVE = Shape(
    "leave",
    mark("Leave taken"),
    (
        *PERSON,
        _f("leave_type", T, "假期类型", "请假类型", "休假类型", "假别", "假种", "请假类别", "请假种类", "假期类别", "请假名称", "Leave Type"),
        _f("leave_start", D, "开始时间", "开始日期", "请假开始时间", "起始日期", "休假开始日期", "请假开始日期", "起始时间", "请假起始时间", "休假开始时间", "请假日期", "From", "Start Date", "Start"),
        _f("leave_end", D, "结束时间", "结束日期", "请假结束时间", "截止日期", "休假结束日期", "请假结束日期", "终止时间", "截止时间", "请假截止时间", "休假结束时间", "To", "End Date", "End"),
        _f("leave_days", N, "请假天数", "天数", "休假天数", "请假时长", "时长", "请假时长(天)", "共计天数", "Days", "Duration"),
        _f("reason", T, "请假事由", "事由", "请假原因", "原因", "请假理由", "休假事由", "Reason"),
        _f("state", T, "审批状态", "状态", "审批结果", "Status"),
        _REMARK,
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
        _f("contract_no", T, "合同编号", "合同号", "协议编号", "劳动合同编号", "Contract No", "Contract Number"),
        _f("contract_seq", T, "签订次数", "合同次数", "签署次数", "第几次签订", "续签次数", "Contract Sequence"),
        _f("contract_company", T, "合同主体", "签约主体", "签约公司", "合同签订公司", "甲方"),
        _f("contract_type", T, "合同类型", "合同类别", "合同性质", "合同期限类型", "劳动合同类型", "Contract Type"),
        _f("contract_sign_date", D, "签订日期", "签订时间", "签署日期", "合同签订日期", "合同签订时间", "Signed", "Sign Date"),
        _f("contract_start", D, "合同开始日期", "合同起始日期", "起始日期", "开始日期", "合同起始日", "合同开始时间", "合同起始时间", "开始时间", "合同生效日期", "合同起始", "Contract Start", "Start Date"),
        _f("contract_end", D, "合同结束日期", "合同到期日", "合同到期日期", "合同终止日期", "结束日期", "到期日期", "终止日期", "合同截止日期", "合同结束时间", "合同到期时间", "结束时间", "Contract End", "End Date", open_ended="contract_type"),
        _f("contract_term", T, "合同期限", "期限", "合同年限", "合同期限(年)", "合同期限(月)", "Contract Term"),
        _f("probation", T, "试用期", "试用期限", "试用期(月)", "Probation"),
        _f("contract_state", T, "合同状态", "状态", "续签情况", "签订状态", "Contract Status"),
        _REMARK,
    ),
    ("contract_no", "contract_start"),
    ("合同", "contract"),
    ("contract_no", "contract_seq", "contract_start", "contract_end"),
)  # fmt: skip

OTHER = Shape("other", mark("Other columns"), (*PERSON, Field("values", Type.TEXT, ())))

SHAPES = (DETAILS, ID_CARD, EDUCATION, EMERGENCY, BANK, WORK_HISTORY, FAMILY, CERTIFICATE, ATTENDANCE, PAYROLL, LEAVE, CONTRACT, OTHER)  # fmt: skip
ORDER = 200  # after everything they refer to
