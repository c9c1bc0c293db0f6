"""What people takes from old spreadsheets: the roster, the leavers, the job changes.

Values of a record by key. A key is absent when the table has no such column; None is an empty cell or a
mark such as "—". Text is trimmed.

person       emp_no str · name str · gender "男"/"女" · birth_date date · department str (the company's term, else
             as written) · position str · level str (term, else as written) · manager str (a name or a 工号, as
             written) · hire_date date · regular_date date (转正日期) · id_no str (18, upper case) · phone str
             (digits) · email str (lower case) · contract_start date · contract_end date · contract_kind
             "fixed"/"open_ended"/"project" ("open_ended" also when contract_end says 无固定期限; contract_end is
             then None) · employment str as written (全职, 兼职, 实习 …) · status "active"/"probation"/
             "unpaid_leave"/"left" · probation_end date (own column, or from the note) · leave_date date ·
             probation_months int (from a note 试用期三个月) · voluntary and reason as of a leaver · note str · leaves list of
             {"kind": str, "from": date, "to": date | None} (from the note; present
             and possibly empty whenever there is a note column). birth_date and gender are not derived from
             id_no here; a contradiction between them is a warning.
leaver       emp_no, name, gender, department, position, level, hire_date, phone, id_no as above · leave_date date
             (the last working day) · voluntary "yes"/"no"/"other" (离职类型) · reason str · note str
job_change   emp_no, name, department · effective date · kind "promotion"/"transfer"/"demotion"/"confirmation"/
             "hire"/"leave"/"rehire"/"other" · from_position, to_position str · from_level, to_level str (term,
             else as written) · from_department, to_department str · state "effective"/"pending"/"rejected"
             (absent: the table does not say) · change str ("W1→W2") · reason str · note str
"""

from dataclasses import replace

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type

PERSON, LEAVER, JOB_CHANGE = "person", "leaver", "job_change"

_GENDER = Field("gender", Type.GENDER, ("性别", "Gender", "Sex"))
_POSITION = Field(
    "position",
    Type.TEXT,
    ("岗位", "职位", "职务", "岗位名称", "职位名称", "职务名称", "现岗位", "现任岗位", "现任职务", "担任职务", "工作岗位",
     "Position", "Job Title", "Title",
     "当前岗位", "现职务", "工种", "职位/岗位", "岗位/职务", "Role", "Designation", "Job Position", "岗位名", "入职岗位", "入职职位", "任职岗位", "行政职务", "现任岗位名称", "岗位工种", "职务/岗位", "岗位(工种)", "所任职务", "从事岗位", "Post", "Position Title", "Business Title", "Job Role", "Job", "職銜", "职衔", "干啥的", "干什么", "做什么的", "应聘岗位"),
)  # fmt: skip
_LEVEL = Field(
    "level",
    Type.TERM,
    ("职级", "级别", "职等", "职级代码", "岗位级别", "岗位职级", "岗级", "岗位等级", "职位等级", "职位级别", "职位层级",
     "职位层次", "员工级别", "现职级", "Level", "Job Level", "Job Grade",
     "当前职级", "薪级", "等级", "岗位层级", "职务级别", "Band", "Rank", "Grade", "工资级别", "工资等级", "职级名称", "现任职级", "职级职等", "岗位职等", "岗等", "薪等", "Employee Grade", "Job Band", "干部级别", "层级", "行政级别", "行政职级", "职位职级"),
    term="levels",
)  # fmt: skip
_HIRE_DATE = Field(
    "hire_date",
    Type.DATE,
    ("入职日期", "入职", "入社日", "入社日期", "首次入职", "上岗日期", "上岗时间", "进场日期", "进场时间", "到场日期", "到场时间", "Hire Dt", "入职时间", "入职日", "到岗日期", "到岗时间", "报到日期", "入司日期", "入司时间", "入公司时间", "入公司日期",
     "进公司日期", "员工入职时间", "员工入职日期", "当前公司入职日", "参加本单位工作时间", "Hire Date", "Date of Hire",
     "DateofHire", "Join Date", "Date Joined", "Start Date", "Entry Date", "Onboard Date",
     "入厂日期", "进厂日期", "进司日期", "入职年月", "任职受雇从业日期", "任职受雇日期", "首次入职日期", "加入公司日期", "加入日期", "Date of Joining", "Joining Date", "Employment Date", "DOJ", "Hired On", "Hired",
     *(f"{way}{place}日期" for way in "入到进来" for place in "园院校店厂所站"), "雇佣日期", "雇用日期", "聘用日期", "聘用时间", "雇佣时间", "录用日期", "录用时间", "入校时间", "入行日期", "入行时间", "入馆日期", "入职本单位时间", "进本单位时间", "来本单位时间", "到本单位时间", "调入时间", "调入日期", "Date Hired", "Date of Appointment", "Appointment Date", "Commencement Date", "Entry On Duty", "到职日", "到职日期", "受雇日期", "来院工作时间", "进厂", "来厂", "来公司", "最近入职时间", "最近入职日期", "来的时间", "啥时候来的", "哪天来的", "什么时候来的", "几号来的"),
)  # fmt: skip
_LEAVE_DATE = Field(
    "leave_date",
    Type.DATE,
    ("离职日期", "离职", "退场日期", "退场时间", "离职时间", "离职日", "离岗日期", "最后工作日", "离司日期", "离司时间", "解除合同日期", "终止日期",
     "Leave Date", "Termination Date", "Date of Termination", "DateofTermination", "Last Working Day",
     "离厂日期", "离职生效日期", "实际离职日期", "Exit Date", "Separation Date", "Leaving Date", "Resignation Date", "LWD", "End Date", "Last Working Date", "Last Day", "Last Day of Work", "Relieving Date", "Date of Leaving", "Date Left", "DOL", "离职生效日", "哪天走的", "啥时候走的", "什么时候走的"),
)  # fmt: skip
VOLUNTARY = Field(
    "voluntary",
    Type.CHOICE,
    ("离职类型", "离职性质", "离职方式", "离职类别", "是否主动", "主动/被动", "Leave Type", "Termination Type",
     "是否主动离职", "主动离职", "是否被动离职", "是否被动", "被动离职", "离职形式", "Voluntary", "Exit Type", "自离还是辞退", "辞职还是辞退", "Voluntary or Involuntary", "Voluntary/Involuntary", "Termination Category", "Termination Type Category"),
    choices={
        "yes": ("主动离职", "主动", "辞职", "自愿离职", "主动辞职", "个人辞职", "个人原因", "员工辞职", "是",
                "Voluntary", "V", "Resigned", "Resignation"),
        "no": ("被动离职", "被动", "辞退", "公司辞退", "解雇", "开除", "劝退", "裁员", "协商解除", "公司解除",
               "合同到期不续签", "合同到期不续", "试用期不合格", "试用期辞退", "否", "Involuntary", "I", "Terminated",
               "Dismissed"),
        "walked_off": ("自离", "自动离职", "自动离岗", "旷工自离", "旷工离职", "Job Abandonment", "Abandonment", "Absconded"),
        "other": ("退休", "合同到期", "调离", "其他", "身故", "自然减员", "Retired", "Other"),
    },
    lenient=True,
)  # fmt: skip
_REASON_NAMES = ("离职原因", "离职说明", "离职事由", "离职原因说明", "离职理由", "Leave Reason", "Reason for Leaving",
                 "Term Reason", "Termination Reason", "Leaving Reason", "Primary Termination Reason", "Primary Reason",
     "离职具体原因", "离职缘由", "Exit Reason")  # fmt: skip
_ID_NO = Field(
    "id_no",
    Type.ID_NO,
    ("身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "居民身份证号", "身份证件号码", "ID Number",
     "ID Card", "ID No", "National ID", "Identity No",
     "公民身份证号码", "身份证件号", "Identity Card", "Identity Card No", "ID Card No", "身分证字号", "身分证号", "身分证", "身分证号码", "Aadhaar", "Aadhar No", "Aadhaar Number", "NRIC", "NRIC/FIN", "HKID", "HKID No", "IC No", "CNIC", "KTP", "NIK", "身份证字号", "香港身份证号码", "香港身份证号", "香港身份证"),
)  # fmt: skip
_PHONE = Field(
    "phone",
    Type.PHONE,
    ("手机号", "手机号码", "手机", "联系电话", "电话", "移动电话", "联系方式", "电话号码", "本人电话", "本人联系电话",
     "联系手机", "Phone", "Mobile", "Cell", "Phone Number", "Mobile Number", "Tel", "Telephone",
     "手机电话", "手机/电话", "Contact No", "Contact Number", "Contact", "Cell Phone", "Phone No", "Mobile No", "行动电话", "个人电话", "手机（本人）", "Personal Mobile", "Personal Mobile No", "Mobile Phone", "Handphone", "HP No", "Contact Mobile", "联系方式（手机）", "手提电话"),
)  # fmt: skip
REMARK_NAMES = (
    "备注",
    "备注说明",
    "人事备注",
    "员工备注",
    "说明",
    "附注",
    "备考",
    "Remark",
    "Remarks",
    "Note",
    "Notes",
    "Comment",
    "备注信息",
    "备注栏",
    "其他说明",
    "Comments",
)
_NOTE = Field("note", Type.TEXT, REMARK_NAMES)

PERSON_FIELDS = (
    Field("emp_no", Type.EMP_NO, EMP_NO.names, required=True),
    Field("name", Type.NAME, NAME.names, required=True),
    _GENDER,
    Field(
        "birth_date",
        Type.DATE,
        ("出生日期", "出生年月日", "出生年月", "生日", "出生日", "出生时间", "Birth Date", "Date of Birth", "DOB",
         "Birthday", "出生", "诞生日期", "Birthdate"),
    ),
    DEPARTMENT,
    _POSITION,
    _LEVEL,
    Field(
        "manager",
        Type.MANAGER,
        ("直接上级", "上级", "直属上级", "直接主管", "直属主管", "主管", "汇报对象", "汇报给", "直线经理", "部门负责人",
         "直接领导", "上级领导", "直属领导", "上级姓名", "汇报上级", "Manager", "Manager Name", "Reports To", "Supervisor",
         "Line Manager",
     "上级主管", "直接汇报人", "汇报人", "部门领导", "主管领导", "部门主管", "直接上司", "上司", "上级工号", "直接上级工号", "直属上级工号", "上级编号", "Direct Manager", "Reporting To", "Reporting Manager", "Superior", "上级员工", "上级经理", "所属领导", "所属上级", "分管领导", "Manager Employee No", "Supervisor Name", "Supervisor Employee Number", "Reporting Officer", "隶属上级", "直属主管姓名", "汇报经理", "直属领导工号", "主管工号", "Reporting Manager Employee Code", "Reporting Manager Name", "Reporting Manager Code", "直属上司"),
    ),
    _HIRE_DATE,
    Field(
        "regular_date",
        Type.DATE,
        ("转正日期", "转正", "转正时间", "转正日", "实际转正日期", "Regularization Date", "Confirmation Date"),
    ),
    _ID_NO,
    _PHONE,
    Field(
        "email",
        Type.EMAIL,
        ("邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "工作邮箱", "公司邮箱", "企业邮箱", "E-mail", "Email",
         "Mail", "Email Address",
     "电邮", "邮件地址", "公司邮件", "Work Email", "Email Account", "Official Email", "Office Email", "E-Mail ID", "Email ID", "Company Email", "Official Mail ID", "企业邮箱账号"),
    ),
    Field(
        "contract_start",
        Type.DATE,
        ("合同开始日期", "合同起", "合同起始日期", "合同起始日", "合同起始", "合同开始", "合同签订日期", "劳动合同起始日期",
         "现合同起始日", "合同生效日期", "Contract Start", "Contract Start Date", "劳动合同开始", "合同开始时间", "劳动合同签订日期", "合同有效期起", "合同日期", "新合同从", "新合同起"),
    ),
    Field(
        "contract_end",
        Type.DATE,
        ("合同到期日", "合同签至", "合同止", "合同签到", "Contract Expires", "合同到期日期", "合同到期", "合同到期时间", "合同终止日期", "合同终止日", "合同期限终止日", "合同期满日", "合同截止日期", "合同结束日期",
         "合同结束", "合同期限", "合同期限至", "劳动合同到期日", "劳动合同到期日期", "劳动合同期限", "劳动合同截止日期",
         "现合同到期日", "合同止", "合同有效期", "合同有效期至", "Contract End", "Contract End Date",
         "Contract Expiry",
     "合同起止日期", "合同起止", "合同起止期限", "合同有效期止", "合同止期", "合同期满日", "合同期满日期", "合同终止", "合同截止", "劳动合同起止日期", "Contract Until", "Contract Term", "Contract Period", "劳动合同结束", "劳动合同终止日期", "合同止日", "合同到日期", "新合同到", "新合同至"),
        span_end=True,
        open_ended="contract_kind",
    ),
    Field(
        "contract_kind",
        Type.CHOICE,
        ("合同类型", "合同类别", "劳动合同类型", "合同性质", "合同期限类型", "Contract Type", "Contract Kind"),
        choices={
            "fixed": ("固定期限", "固定期", "有固定期限", "固定期限合同", "固定期限劳动合同", "固定",
                      "Fixed Term", "Fixed"),
            "open_ended": ("无固定期限", "无固定期", "无固定期限合同", "无固定期限劳动合同", "长期", "长期合同", "无固定",
                           "Open-ended", "Permanent", "Indefinite"),
            "project": ("以完成一定工作任务为期限", "项目制", "任务期限"),
        },
        lenient=True,
    ),
    Field(
        "employment",
        Type.TEXT,
        ("用工形式", "用工性质", "用工类型", "员工类型", "员工类别", "员工性质", "人员类别", "人员性质", "雇佣类型",
         "聘用形式", "任职类型", "Employment Type", "Employee Type", "编制情况", "编制类型", "编制性质", "编制", "用工方式", "用工类别", "雇用类型", "雇佣性质", "雇佣方式", "用工种类", "人员身份", "身份类别", "聘用方式", "聘用类型", "聘用性质", "Type of Employment", "Worker Type", "Job Type", "Employment Category", "Contractual Status", "用工关系类型", "用工关系", "员工组", "员工子组", "Employee Group", "Employee Subgroup", "任职受雇从业类型", "Employment Status"),
    ),
    Field(
        "status",
        Type.CHOICE,
        ("状态", "在职状态", "员工状态", "人员状态", "任职状态", "是否在职", "Status", "Employment Status",
     "在职情况", "人员状况", "在岗状态", "现状", "人员现状", "Employee Status", "雇用状态", "Work Status", "雇佣状态", "在职类型", "当前状态", "在职/离职状态", "在职离职状态", "员工在职状态", "用工状态", "人事状态", "工作状态", "就职状态", "在岗情况", "Working Status", "用工关系状态"),
        choices={
            "active": ("在职", "在岗", "正式", "正式员工", "已转正", "转正", "在册", "是", "Active", "Regular", "产假", "产假中", "休产假", "哺乳期", "病假", "长病假", "休假", "休假中", "On Leave"),
            "probation": ("试用", "试用期", "试用期员工", "未转正", "Probation"),
            "unpaid_leave": ("停薪留职", "无薪假", "Unpaid Leave"),
            "left": ("离职", "已离职", "离岗", "否", "Left", "Terminated", "Inactive", "Resigned"),
        },
        lenient=True,
    ),
    Field(
        "probation_end",
        Type.DATE,
        ("试用期到期日", "试用期到期", "试用期到期日期", "试用到期日", "试用到期日期", "试用期结束日期", "试用期截止日期",
         "试用期截止日", "试用期至", "试用期", "试用期限", "预计转正日期", "应转正日期", "Probation End",
         "Probation End Date",
     "试用期截止", "试用期结束", "试用期终止日期", "试用期满日", "试用期满", "试用截止日期", "试用结束日期", "试用期止", "Probation Until", "Probation Ends"),
        span_end=True,
    ),
    _LEAVE_DATE,
    VOLUNTARY,
    Field("reason", Type.TEXT, _REASON_NAMES),
    Field("note", Type.REMARK, REMARK_NAMES),
)  # fmt: skip
PERSON_SHEET_NAMES = ("花名册", "员工信息", "人员信息", "在职员工", "在职人员", "通讯录", "员工名册", "员工档案", "人事档案",
                      "员工名单", "人员名单", "roster", "employees", "staff")  # fmt: skip
PERSON_ORDER = 10

LEAVER_FIELDS = (
    EMP_NO,
    NAME,
    _GENDER,
    replace(DEPARTMENT, names=(*DEPARTMENT.names, "原部门", "原所在部门", "离职前部门", "离职时部门", "离职部门")),
    replace(_POSITION, names=(*_POSITION.names, "原岗位", "离职前岗位", "离职时岗位", "离职岗位")),
    _LEVEL,
    _HIRE_DATE,
    Field(_LEAVE_DATE.key, Type.DATE, (*_LEAVE_DATE.names, "日期", "时间"), required=True, if_told=("日期", "时间")),
    VOLUNTARY,
    Field("reason", Type.TEXT, ("原因", *_REASON_NAMES, "Reason")),
    _ID_NO,
    _PHONE,
    _NOTE,
)  # fmt: skip
LEAVER_SHEET_NAMES = ("离职", "离职人员", "离职员工", "离职登记", "离职台账", "离厂", "离司", "离场", "退场", "辞职", "辞退",
                      "leaver", "resigned", "resignation", "terminated", "termination")  # fmt: skip
LEAVER_ORDER = 20

_CHANGES = ("调岗", "调整", "异动", "变动", "调动", "晋升", "变更", "转正")
#: Changes that leave the standing post as it is: they are kept in the words of the sheet.
ASIDE: dict[str, tuple[str, ...]] = {
    "seconded": ("借调", "临时借调", "借用", "抽调", "Secondment"),
    "seconded_back": ("借调结束", "借调返回", "借调期满", "结束借调", "借调归还", "End of Secondment"),
    "acting": ("代理", "代理职务", "暂代", "代职", "Acting"),
    "acting_ended": ("代理结束", "结束代理", "End of Acting"),
    "concurrent": ("兼任", "兼职", "兼岗", "兼管", "Concurrent"),
    "concurrent_ended": ("免兼", "不再兼任", "兼任结束", "结束兼任"),
    "posted": ("外派", "派驻", "驻外", "挂职", "支援", "临时支援", "Assignment Abroad"),
    "posted_back": ("外派结束", "外派返回", "结束外派", "挂职结束", "支援结束"),
}
JOB_CHANGE_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field(
        "effective",
        Type.DATE,
        ("生效日期", "生效时间", "生效日", "异动日期", "异动时间", "变动日期", "变动时间", "调动日期", "调岗日期", "晋升日期",
         "晋升时间", "任命日期", "任职日期", "任免日期", "任命时间", "执行月份", "调令日期", "任职起始日", "任职起始日期", "起任日期", "调整日期", "日期", "时间", "Effective Date", "Effective", "Date",
     "批准日期", "执行日期", "变更日期", "Effective From", "变动生效日期", "异动生效日期", "调动生效日期", "调岗生效日期", "变更生效日期", "调整生效日期", "晋升生效日期", "任免时间", "任职时间", "调出日期", "轮换日期", "轮岗日期", "岗位轮换日期", "交流日期"),
        required=True,
        every="table",
    ),
    Field(
        "kind",
        Type.CHOICE,
        ("类型", "异动类型", "变动类型", "异动类别", "变动类别", "调整类型", "调动类型", "晋升类型", "类别", "异动性质", "变动性质", "调整性质", "任免类型",
         "Type", "Change Type",
     "异动形式", "异动种类", "变更类型", *(f"{change}{word}" for change in ("轮换", "轮岗", "交流", "异动", "调动", "变动") for word in ("方式", "类型")), "Action", "Movement Type", "Business Process Reason", "Business Process Type"),
        choices={
            "promotion": ("晋升", "升职", "晋级", "升级", "提拔", "晋升调岗", "职级晋升", "岗位晋升", "Promotion"),
            "transfer": ("调岗", "调动", "转岗", "轮岗", "轮换", "岗位轮换", "交流", "平调", "平级调动", "调部门", "部门调动", "岗位调动", "内部调动", "调店", "调动记录",
                         "平级调岗", "Transfer", "Lateral Move"),
            "demotion": ("降级", "降职", "降薪降级", "免职", "Demotion"),
            "confirmation": ("转正", "试用转正", "试用期转正", "Confirmation"),
            "hire": ("入职", "新入职", "录用", "Hire"),
            "leave": ("离职", "退休", "离职手续", "Leave"),
            "resigned": ("辞职", "主动离职", "个人离职", "Resignation"),
            "dismissed": ("辞退", "被动离职", "解聘", "Dismissal"),
            "rehire": ("返聘", "复职", "再入职", "返岗", "重新入职", "再次入职", "二次入职", "离职再入职", "重新录用", "Rehire"),
            "other": ("其他", "其它", "Other"),
            **ASIDE,
        },
        required=True,
    ),
    Field(
        "from_position",
        Type.TEXT,
        ("原岗位", "原职位", "原职务", "原任职务", "调整前岗位", "异动前岗位", "变动前岗位", "晋升前岗位", "调动前岗位",
         "前岗位", "From Position", "Old Position",
     "原岗位名称", "变更前岗位", "晋升前职务", "晋升前职位", "异动前职务", "异动前职位", "变动前职务", "变动前职位", "调整前职务", "调整前职位", "From Title", "Old Title", "Previous Position"),
    ),
    Field(
        "from_level",
        Type.TERM,
        ("原职级", "原级别", "原职等", "原岗级", "调整前职级", "异动前职级", "变动前职级", "晋升前职级", "晋升前级别",
         "From Level", "Old Level",
     "原等级", "原岗位等级", "原岗位级别", "调整前等级", "异动前等级", "变动前等级", "变更前职级", "变更前等级", "晋升前等级", "From Grade", "Old Grade", "Previous Level", "Previous Grade"),
        term="levels",
    ),
    Field(
        "to_position",
        Type.TEXT,
        ("新岗位", "现岗位", "新职位", "现职位", "新职务", "现任职务", "拟任岗位", "拟任职务", "拟任职位", "晋升岗位",
         "晋升职位", "调整后岗位", "异动后岗位", "变动后岗位", "晋升后岗位", "调动后岗位", "To Position", "New Position",
     "现职务", "新岗位名称", "变更后岗位", "晋升后职务", "晋升后职位", "异动后职务", "异动后职位", "变动后职务", "变动后职位", "调整后职务", "调整后职位", "晋升职务", "To Title", "New Title", "目标岗位", "目标职位"),
    ),
    Field(
        "to_level",
        Type.TERM,
        ("新职级", "现职级", "新级别", "现级别", "新职等", "现职等", "新岗级", "拟晋职级", "拟任职级", "晋升职级", "晋升至", "拟晋升为",
         "调整后职级", "异动后职级", "变动后职级", "晋升后职级", "晋升后级别", "To Level", "New Level",
     "新等级", "现等级", "新岗位等级", "调整后等级", "异动后等级", "变动后等级", "变更后职级", "变更后等级", "晋升后等级", "拟晋升职级", "拟晋升等级", "To Grade", "New Grade", "目标职级"),
        term="levels",
    ),
    Field(
        "from_department",
        Type.TERM,
        ("原部门", *(f"{change}前部门" for change in _CHANGES), "原所属部门", "调出部门", "调出门店", "调出店", "调出科室", "调出单位", "From Department",
         "Old Department", "来源部门", "异动前组织", "调动前单位", "原单位", "原科室", "原组织", "原来的店", "原来在哪个店", "从哪个店"),
        term="departments",
    ),
    Field(
        "to_department",
        Type.TERM,
        ("新部门", *(f"{change}后部门" for change in _CHANGES), "新单位", "调入单位", "现所属部门", "调入部门", "拟调入部门",
         "To Department", "New Department", "目标部门", "调入门店", "调入店", "调入科室", "调往部门", "异动后组织", "调动后单位", "新科室", "新组织", "拟调部门", "目标组织", "调到哪个店", "调去哪个店", "现在的店"),
        term="departments",
    ),
    Field(
        "state",
        Type.CHOICE,
        ("状态", "审批状态", "审核状态", "生效状态", "进度", "办理状态", "Status", "State",
     "审批结果", "是否生效", "审批进度", "流程状态", "办理进度", "当前状态", "确认状态", "单据状态", "审批流程状态"),
        choices={
            "effective": ("已生效", "生效", "已通过", "通过", "审批通过", "审核通过", "已审批", "已批准", "批准", "同意", "已同意", "Approved", "已完成", "已办结", "已执行", "Effective", "Done", "Completed", "Successfully Completed"),
            "pending": ("审批中", "待审批", "待审", "审核中", "待审核", "待生效", "未生效", "公示中", "拟晋升", "待批",
                        "流程中", "进行中", "已批准待生效", "Pending", "In Progress"),
            "rejected": ("已驳回", "驳回", "未通过", "不通过", "已拒绝", "拒绝", "已取消", "取消", "已撤回", "作废",
                         "Rejected"),
        },
    ),
    Field(
        "change",
        Type.TEXT,
        ("晋升情况", "晋升内容", "变动情况", "变动内容", "异动情况", "异动内容", "职级变动", "岗位变动", "晋升路径", "调整情况",
         "变更内容", "调动说明", "异动说明", "变动说明", "调岗说明", "调动内容", "调岗内容", "Change", "From → To"),
    ),
    Field("before", Type.TEXT, ("变动前", "异动前", "调动前", "调岗前")),
    Field("after", Type.TEXT, ("变动后", "异动后", "调动后", "调岗后")),
    Field(
        "reason",
        Type.TEXT,
        ("原因", "异动原因", "变动原因", "晋升原因", "调整原因", "调动原因", "晋升理由", "推荐理由", "推荐原因", "事由", "依据", "Reason", "转正原因", "调动事由", "调岗原因", "调店原因", "变更原因"),
    ),
    replace(_NOTE, aside=True),
)  # fmt: skip
JOB_CHANGE_SHEET_NAMES = (
    "晋升",
    "调岗",
    "异动",
    "人事异动",
    "岗位变动",
    "任免",
    "职务变动",
    "转正",
    "轮岗",
    "岗位轮换",
    "promotion",
    "transfer",
)
JOB_CHANGE_ORDER = 30
