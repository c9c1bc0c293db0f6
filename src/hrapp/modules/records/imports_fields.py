"""What no other module keeps, as fields of kinds: education, work before, family, certificates, attendance, pay runs,
leave, contracts, accounts and papers. Values are kept under the header that the spreadsheet gave them.

A kind that may stand `beside` another takes columns which that one left over: 学历 and 毕业院校 in a roster.
"""

from __future__ import annotations

from dataclasses import replace

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type
from hrapp.kernel.text import mark
from hrapp.modules.records.imports_shapes import OF_PERSON, PERSON, POSITION, REMARK, D, N, Shape, T, named
from hrapp.modules.records.imports_work import (
    ASSESSMENT,
    ATTENDANCE,
    CONTRACT,
    DISCIPLINE,
    LEAVE,
    PAY_AGREED,
    PAY_PARTS,
    PAYROLL,
    PLAN,
    TASK,
)

DETAILS = Shape(
    "details",
    mark("Personal details"),
    (
        *PERSON,
        *OF_PERSON,
        named("ethnicity", T, "民族", "族别", "Ethnicity", "Ethnic Group", "Nation", "名族"),
        named("marital_status", T, "婚姻状况", "婚姻状态", "婚姻", "婚否", "婚育状况", "婚育情况", "是否已婚", "Marital Status", "Marital", "MaritalDesc", "是否结婚", "婚姻情况", "结婚与否"),
        named("political_status", T, "政治面貌", "政治面目", "党派", "Political Status", "Party", "政治身份", "党员", "是否党员"),
        named("native_place", T, "籍贯", "老家", "祖籍", "出生地", "Native Place", "Place of Birth", "Birthplace", "现籍贯", "籍贯地", "籍贯（省市）"),
        named("nationality", T, "国籍", "国家", "国籍地区", "Nationality", "Citizenship", "国家地区", "国家/地区", "国籍/地区", "国籍（地区）"),
        named("hukou_type", T, "户口性质", "户籍性质", "户口类型", "户籍类型", "户籍类别", "户口类别", "城镇/农村", "农业/非农业", "Hukou Type", "户别", "户口类别(农业/非农)"),
        named("hukou_address", T, "户口所在地", "户籍所在地", "户籍地址", "户口地址", "户籍地", "户籍", "户口", "身份证地址", "身份证住址", "身份证所在地", "Hukou", "户籍详址", "详细户籍", "户籍详细地址", "户口所在地详细地址", "Permanent Address", "户口地", "户籍地详细地址"),
        named("home_address", T, "家庭住址", "家庭地址", "住址", "现住址", "现居住地", "现居地", "居住地址", "居住地", "现住地址", "常住地址", "联系地址", "通讯地址", "通信地址", "地址", "详细地址", "居住详细地址", "Address", "Home Address", "Residence", "Street Address", "Mailing Address", "目前住址", "现在住址", "当前住址", "家庭详细地址", "现详细住址", "居家地址", "常住地", "实际居住地", "居住详址", "详细住址", "通讯住址", "实际居住地址", "现居住详细地址", "暂住地址", "现暂住地址", "Present Address", "Current Address", "Temporary Address", "联络地址", "住哪", "家住哪", "住哪里", "现居地址"),
        named("company", T, "公司", "所属公司", "公司名称", "所在公司", "用工公司", "用工单位", "任职公司", "合同公司", "合同主体", "签约公司", "签约主体", "合同主体公司", "用人单位", "Company", "Legal Entity", "Entity", "归属公司", "法人", "法人公司", "用工主体", "劳动关系所属公司", "Company Name", "Organization Name", "归属单位", "所属法人", "劳动合同主体", "签约单位"),
        named("labor_relation", T, "劳动关系", "劳动关系隶属", "劳动关系所属", "劳务关系", "劳动或劳务关系", "劳动或劳务关系隶属", "劳动关系归属", "劳动关系所在单位"),
        named("dept_l1", T, "一级部门", "一级组织", "一级单位", "部门1", "一级机构"),
        named("dept_l2", T, "二级部门", "二级组织", "二级单位", "部门2", "二级机构"),
        named("dept_l3", T, "三级部门", "三级组织", "三级单位", "部门3", "三级机构", "四级部门"),
        replace(named("team", T, "组别", "队别", "小组", "班组", "所属班组", "班组名称", "所在班组", "团队", "组", "Group", "Sub Team", "分组", "所属小组", "所在小组", "工作组", "项目组", "所属项目组", "劳务班组", "Section"), instead="department"),
        named("job_family", T, "职族", "岗位族", "岗位序列", "职位序列", "序列", "职务序列", "职系", "通道", "发展通道", "Job Family", "Job Function"),
        named("job_class", T, "职类", "岗位类别", "岗位类型", "职位类别", "职位类型", "Job Class", "Job Category", "岗位分类", "职位分类"),
        named("job_title", T, "职称", "技术职称", "专业技术职称", "职称名称", "专业技术职务", "专业职称", "职称信息", "现有职称", "专业技术资格", "专业技术资格名称", "专业技术职称名称", "技术职务", "聘任职称", "专技职务", "最高职称", "专业技术资格(评)", "专业技术职务(聘)", "职称/资格"),
        named("work_start_date", D, "参加工作时间", "参加工作日期", "首次参加工作时间", "首次工作时间", "参工时间", "开始工作时间", "首次参加工作日期", "工作开始日期", "参加工作年月", "参加工作", "工龄起算日期", "首次工作日期", "参加工作起始时间", "工龄起算日", "工龄起算时间", month_enough=True),
        named("tenure_start", D, "司龄起算日", "司龄起算日期", "司龄计算日期", "司龄开始日期", "司龄起算时间", "司龄段入职时间", "集团入职时间", "集团入职日期"),
        named("pre_work_years", N, "入职前工龄", "入司前工龄", "入职前工作年限", "入司前工作年限", "此前工龄", "入职前累计工龄", "入职前累计工作年限", unit="year"),
        named("name_en", T, "英文名", "英文姓名", "外文名", "English Name", "花名", "用户英文名"),
        named("first_name", T, "First Name", "Given Name", "Forename", "名"),
        named("last_name", T, "Last Name", "Surname", "Family Name", "姓", "姓氏"),
        named("former_name", T, "曾用名", "Former Name", "Maiden Name"),
        named("health", T, "健康状况", "身体状况", "健康情况", "Health", "健康状态", "身体健康状况", "身体状态"),
        named("blood_type", T, "血型", "Blood Type", "Blood Group"),
        named("height", T, "身高", "Height"),
        named("weight", T, "体重", "Weight"),
        named("military", T, "是否服兵役", "兵役状况", "是否退役军人", "退役军人", "是否退伍军人", "兵役情况", "兵役", "服役情况", "兵役状态", "是否退伍", "服役状况", "退伍军人"),
        named("children", T, "子女情况", "生育状况", "生育情况", "子女数", "子女数量", "子女状态", "子女个数", "子女人数", "有无子女", "子女状况", "育否", "生育否", "是否生育"),
        named("hobby", T, "爱好", "兴趣爱好", "特长", "爱好特长", "兴趣特长", "业余爱好", "个人爱好", "个人特长", "兴趣"),
        named("wechat", T, "微信", "微信号", "WeChat", "WeChat ID"),
        named("qq", T, "QQ", "QQ号", "QQ号码"),
        named("office_phone", T, "办公电话", "座机", "固定电话", "公司电话", "办公室电话", "工作电话", "Office Phone", "Work Phone", "Landline", "单位电话", "公司座机", "办公座机", "办公固话", "固话", "固定电话号码", "单位固定电话"),
        named("extension", T, "分机", "内线", "分机号", "短号", "Extension", "Ext", "公司分机号", "分机号码", "电话分机", "办公分机", "Work Ext", "Work Extension", "Office Ext", "Office Extension", "Phone Ext", "Ext No"),
        named("personal_email", Type.EMAIL, "个人邮箱", "私人邮箱", "个人电子邮箱", "Personal Email", "Private Email", "Forwarding Email"),
        named("work_location", T, "工作地点", "工作地", "办公地点", "工作城市", "办公城市", "所在城市", "任职地点", "常驻地", "办公地", "城市", "合同工作地点", "Work Location", "Location", "Office", "City", "Work City", "Site", "实际工作地", "工作地区", "工作所在地", "派驻地", "驻地", "工作驻地", "厂区", "所在厂区", "所属厂区", "实际工作地点", "Office Location"),
        named("recruit_source", T, "招聘渠道", "招聘来源", "入职渠道", "应聘渠道", "来源渠道", "简历来源", "Recruitment Source", "Source of Hire", "Hire Source", "用工来源"),
        named("referrer", T, "内推人", "推荐人", "介绍人", "Referrer", "Referred By", "内部推荐人", "内部介绍人", "内荐人", "入职介绍人", "入职推荐人", "谁介绍的", "谁介绍来的", "谁带来的", "谁推荐的", "入职介绍"),
        named("cost_center", T, "成本中心", "费用归属", "成本归属", "费用归属部门", "Cost Center", "Cost Centre", "薪资成本中心", "成本中心名称"),
        named("social_no", T, "社保号", "社保账号", "社会保险号", "社保编号", "社会保障号", "社会保障号码", "个人社保号", "社保电脑号", "养老保险编号", "养老保险号", "Social Security No", "劳动保障号", "社会保障卡号", "社保卡号", "社保个人编号", "个人社保编号", "社保卡", "SSS Number", "SSS No", "UAN", "UAN No", "PF No", "EPF No", "SOCSO No", "ESI No", "社保个人账号", "社保账户", "劳动保险号", "社保证号", "社保基金编号", "社会保障基金编号", "NI Number", "National Insurance Number", "NI No"),
        named("unemployment_no", T, "失业保险编号", "失业保险号", "失业保险证号"),
        named("fund_no", T, "公积金账号", "公积金号", "住房公积金账号", "公积金个人账号", "Housing Fund No", "Pag-IBIG Number", "PagIBIG Number", "HDMF No", "公积金账户", "公积金个人编号", "公积金编号", "住房公积金号"),
        named("social_place", T, "社保缴纳地", "参保地", "社保缴纳城市", "参保城市", "缴纳地", "社保所在地", "社保公积金缴纳地", "投保地区", "投保地", "社保地", "社保购买地", "参保地区", "缴纳城市", "社保城市"),
        named("work_years", N, "工作年限", "总工龄", "累计工龄", "Years of Experience", unit="year"),
        named("contract_no", T, "合同编号", "劳动合同编号", "合同号", "Contract No", "Contract Number"),
        named("contract_seq", T, "合同签订次数", "签订次数", "签订合同次数", "续签次数", "合同次数", "合同续签次数", "第几次签订", "合同顺序"),
        named("contract_term", T, "合同期限", "合同年限", "签订年限", "签约年限", "合同期限(年)", "合同期限(月)", "续签年限", "Contract Term", "签几年"),
        named("contract_sign_date", D, "合同签订日期", "合同签订时间", "签订日期", "合同签署日期", "劳动合同签订日期"),
        named("probation", T, "试用期", "试用期限", "试用期时长", "试用期时长(月)", "试用期(月)", "试用期限(月)", "试用期月数", "试用月数", "Probation Period", "Probation", "试用(月)", "试用"),
        named("shift", T, "班次", "班别", "排班", "工时制", "工时制度", "Shift", "Work Shift"),
    ),
    beside=True,
)  # fmt: skip

ID_CARD = Shape(
    "id_card",
    mark("ID card"),
    (
        *PERSON,
        named("id_type", T, "证件类型", "证件种类", "证件类别", "ID Type", "Document Type", "身份证件种类", "身份证件类型"),
        named("id_authority", T, "发证机关", "签发机关", "签证机关", "身份证签发机关", "发证机构", "发证单位", "Issuing Authority"),
        named("id_issue_date", D, "发证日期", "签发日期", "证件签发日期", "身份证签发日期", "身份证有效期起", "身份证起始日期", "证件起始日期", "证件生效日期", "Issue Date", "身份证发证日期", "身份证有效起始日期", "证件发证日期"),
        named("id_expire_date", D, "证件到期日", "证件到期日期", "到期日", "Expiry Date", "身份证到期日", "身份证到期日期", "身份证有效期", "身份证有效期至", "身份证有效期止", "证件有效期", "证件有效期至", "证件有效期止", "身份证失效日期", "有效期限", "身份证有效期限", "身份证截止日期", "ID Expiry", "ID Expiry Date", "证件失效日期", "证件截止日期", "身份证到期时间", "证件到期时间", "身份证截止有效期", "身份证有效截止日期", "身份证终止日期", open_ended="id_expire_date", span_end=True),
    ),
    beside=True,
)  # fmt: skip

EDUCATION = Shape(
    "education",
    mark("Education"),
    (
        *PERSON,
        named("education", T, "学历", "文凭", "最高学历", "文化程度", "文化", "学历层次", "第一学历", "最终学历", "最终学歴", "教育程度", "最终学历", "全日制学历", "文化水平", "学历学位", "学历/学位", "Education", "Education Level", "Highest Education", "Qualification", "学历情况", "学位学历", "文化层次", "学历名称", "在职学历", "现学历", "当前学历", "学历程度", "教育水平", "毕业学历", "学历证"),
        named("degree", T, "学位", "最高学位", "学位类型", "Degree", "第一学位", "全日制学位", "学位名称", "受教学位", "学位证"),
        named("school", T, "毕业院校", "毕业学校", "学校", "院校", "学校名称", "院校名称", "毕业院校名称", "就读学校", "就读院校", "毕业学院", "毕业大学", "最高学历毕业院校", "教育机构", "School", "University", "College", "Institution", "Alma Mater", "受教院校"),
        named("major", T, "专业", "所学专业", "院系专业", "院系及专业", "专业名称", "主修专业", "就读专业", "毕业专业", "Major", "Field of Study", "Specialty", "受教专业", "科系", "系所"),
        named("study_start", D, "入学时间", "起始", "起", "自", "从", "入学日期", "入学年月", "就读开始时间", "教育开始时间", "开始时间", "开始日期", "起始时间", "起始日期", "Enrollment Date", "From", "受教开始时间", "上学时间", "上学日期", "入学", month_enough=True),
        named("graduation_date", D, "毕业时间", "截止", "止", "至", "到", "毕业日期", "毕业年月", "毕业年份", "毕业年度", "就读结束时间", "教育结束时间", "结束时间", "结束日期", "截止时间", "终止时间", "Graduation Date", "Graduated", "Graduation Year", "To", "毕(肄)业时间", "毕业(肄业)时间", "毕业证取得时间", "Year of Passing", "Passing Year", "Year Graduated", "Year of Graduation", "毕业", "取得最高学历时间", "取得学历时间", month_enough=True),
        named("study_form", T, "学习形式", "教育类型", "教育方式", "办学形式", "培养方式", "学习方式", "学历类型", "学历性质", "是否全日制", "全日制/非全日制", "Study Mode", "就读形式", "全日制/函授"),
        REMARK,
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
        named("employer", T, "工作单位", "在何单位", "所在单位", "曾在单位", "工作过的单位", "原工作单位", "前工作单位", "单位名称", "公司名称", "任职单位", "曾任职单位", "原单位", "前公司", "就职公司", "服务单位", "单位", "Employer", "Previous Employer", "Company", "公司", "企业名称", "工作单位名称", "任职公司", "原公司", "曾任职公司", "服务机构", "单位及部门", "何单位", "以前单位", "以前公司", "原来单位", "曾工作单位"),
        replace(POSITION, names=(*POSITION.names, "原担任职务", "曾担任职务", "曾任职务")),
        named("start_date", D, "开始时间", "起始", "起", "自", "从", "开始日期", "起始时间", "起始日期", "入职时间", "入职日期", "起始年月", "任职开始日期", "From", "Start Date", "Start", month_enough=True),
        named("end_date", D, "结束时间", "截止", "止", "至", "到", "结束日期", "截止时间", "截止日期", "终止时间", "离职时间", "离职日期", "终止年月", "任职结束日期", "To", "End Date", "End", month_enough=True),
        named("duties", T, "工作内容", "主要职责", "工作职责", "工作描述", "职责", "Duties", "Responsibilities", "职责描述", "描述", "工作说明", "工作业绩", "主要业绩", "工作职责描述", "主要工作内容", "主要工作", "工作内容描述"),
        named("leave_reason", T, "离职原因", "离开原因", "Reason for Leaving"),
        named("reference", T, "证明人", "证明人及电话", "证明人姓名", "Reference"),
        named("reference_phone", T, "证明人电话", "证明人联系方式", "证明人联系电话"),
        REMARK,
    ),
    ("employer", "start_date"),
    ("工作经历", "工作履历", "任职经历", "工作经验", "work history", "employment history"),
    ("employer",),
    elsewhere=True,
)  # fmt: skip

#: 姓名 beside 员工姓名 is that of the relative.
_NAMES = tuple(dict.fromkeys(("员工姓名", "职工姓名", *(name for name in NAME.names if name != "负责人"))))

FAMILY = Shape(
    "family",
    mark("Family"),
    (
        EMP_NO,
        Field("name", Type.NAME, _NAMES, fills_down=True),
        DEPARTMENT,
        named("member_name", T, "家庭成员姓名", "成员", "成员姓名", "家属姓名", "亲属姓名", "家庭成员", "家属", "亲属", "子女姓名", "孩子姓名", "小孩姓名", "Child Name", "Family Member", "Relative Name", "Dependent Name", "姓名"),
        named("relation", T, "关系", "与本人关系", "与员工关系", "称谓", "亲属关系", "家庭关系", "成员关系", "Relation", "Relationship", "称呼", "家属关系", "与员工的关系", "与职工关系", "关系称谓", "家庭成员关系", "成员与本人关系"),
        named("member_birth_date", D, "家属出生日期", "成员出生日期", "出生日期", "出生年月", "子女出生日期", "子女出生年月", "子女生日", "孩子出生日期", "孩子生日", month_enough=True),
        named("member_employer", T, "工作单位", "家属工作单位", "单位", "工作单位及职务", "家庭成员工作单位", "成员工作单位"),
        named("member_phone", T, "家属电话", "家属联系方式", "家属联系电话", "成员电话", "联系电话", "电话", "联系方式", "家庭成员联系电话", "成员联系电话", "家庭成员电话"),
        REMARK,
    ),
    ("member_name", "relation"),
    ("家庭成员", "家属信息", "家庭信息", "家庭关系", "亲属", "family"),
    ("relation", "member_name"),
    elsewhere=True,
)  # fmt: skip

EMERGENCY = Shape(
    "emergency_contact",
    mark("Emergency contact"),
    (
        *PERSON,
        named("emergency_contact", T, "紧急联系人", "紧急联系人姓名", "应急联系人", "紧急联络人", "紧急联系人名字", "Emergency Contact", "Emergency Contact Name", "联系人姓名", "紧急情况联系人", "Next of Kin", "Name of Next of Kin", "NOK Name", "紧急连络人", "紧急人", "紧急连络人姓名"),
        named("emergency_phone", T, "紧急联系电话", "紧急联系人电话", "紧急联系方式", "紧急联系人联系方式", "紧急联系人手机", "紧急联系人手机号", "紧急联系人联系电话", "应急联系电话", "紧急电话", "紧急联络电话", "Emergency Phone", "Emergency Contact Phone", "Emergency Number", "联系人电话", "联系人联系方式", "联系人手机", "联系人手机号", "紧急联系人号码", "应急电话", "应急联系人电话", "紧急人电话", "紧急连络电话", "紧急连络人电话", "紧急联络人手机", "Emergency Contact Mobile", "Emergency Contact No", "Emergency Mobile"),
        named("emergency_relation", T, "紧急联系人关系", "与本人关系", "与紧急联系人关系", "紧急联系人与本人关系", "与联系人关系", "Emergency Relation", "Emergency Relationship", "联系人关系", "Emergency Contact Relationship", "Relation with NOK", "紧急联络人关系", "联系人与本人关系"),
    ),
    ("emergency_contact",),
    ("紧急联系人", "应急联系人", "紧急联络人", "emergency contact"),
    ("emergency_contact",),
    beside=True,
)  # fmt: skip

BANK = Shape(
    "bank_account",
    mark("Bank account"),
    (
        *PERSON,
        named("bank_account", T, "银行卡号", "银行账号", "打卡账号", "打卡卡号", "Bank A/C", "银行卡", "工资卡号", "工资卡", "工资卡账号", "卡号", "账号", "银行帐号", "帐号", "账户", "开户账号", "收款账号", "收款卡号", "工资账号", "工资帐号", "银行卡账号", "个人账号", "储蓄卡号", "Bank Account", "Account Number", "Bank Account No", "Account No", "IBAN", "汇款账号", "IBAN No", "付款账号", "支付账号", "账户号码", "银行账户", "银行账户号", "Bank A/C No", "Bank Account Number", "Bank Acct No", "出粮户口", "工资代发账号", "代发账号"),
        named("bank_name", T, "开户行", "入帳銀行", "入账银行", "开户银行", "银行名称", "银行", "开户行名称", "所属银行", "工资卡开户行", "发卡行", "Bank", "Bank Name", "开卡银行", "工资卡开户银行", "工资发放银行", "银行卡开户行", "发放银行", "工资卡银行", "开户银行名称", "代发银行", "工资卡所属银行", "Name of Bank", "付款银行", "汇款银行", "支付银行", "银行信息", "工资卡银行名称"),
        named("bank_branch", T, "支行", "开户支行", "支行名称", "开户网点", "开户行地址", "Bank Branch", "Branch", "开户行支行", "支行信息", "开户行所在支行", "分行", "开户行全称"),
        named("account_holder", T, "户名", "开户名", "账户名", "账户名称", "开户人", "收款人", "Account Holder", "Account Name", "银行卡开户姓名", "开户姓名", "银行账户名", "银行户名", "账号名称", "Name as per Bank", "Name as per Bank A/c", "开户人姓名", "卡主姓名", "持卡人", "持卡人姓名"),
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
        named("certificate", T, "证书名称", "证书", "资格证书", "职业资格", "职业资格证书", "执业资格", "资质证书", "资格证书名称", "证件名称", "证书类别", "证书种类", "Certificate", "Certificate Name", "License", "Certification", "证照名称", "证照", "教师资格证种类", "执业资格证书", "Certification Name"),
        named("certificate_no", T, "证书编号", "教师资格证号", "教师资格证编号", "执业证号", "执业证编号", "证号", "证书号", "证书号码", "资格证书编号", "证件编号", "Certificate No", "License No", "证照字号", "证照编号", "证照号码", "教师资格证号码", "教师资格证号", "执业证书编号", "执业证书编码", "执业证号", "资格证号", "保安证号", "上岗证号", "驾驶证号", "职称证书编号", "职业资格证书编号", "资格证书号", "证字号", "健康证号", "健康证编号", "特种作业证号"),
        named("certificate_level", T, "证书等级", "资格等级", "技能等级", "等级", "级别", "职称等级", "Level"),
        named("certificate_authority", T, "发证机关", "发证机构", "发证单位", "颁发机构", "颁发单位", "Issued By", "Issuer", "派发机构", "核发机关", "核发单位", "颁证机构", "发证部门", "评审机构", "评审单位", "签发单位", "签发机关", "签发机构"),
        named("certificate_date", D, "发证日期", "取得日期", "获证日期", "获得日期", "取得时间", "取证日期", "取证时间", "发证时间", "颁发日期", "获得时间", "Issue Date", "Issued", "证书颁发日期", "证书发证日期", "教师资格证日期", "发放日期", "核发日期", "领证日期", "证书取得时间", "证书取得日期", "执业证书注册日期", "初次领证日期", "拿证日期", "拿证时间", "初领日期", "办证日期", "签发日期", "签发时间", month_enough=True),
        named("certificate_expire_date", D, "有效期", "有效期至", "到期日期", "证书有效期", "有效期限", "到期时间", "失效日期", "复审日期", "有效期止", "Expiry Date", "Valid Until", "Expires", "有效到期日", "证书到期日", "证书到期日期", "证书有效期至", "证照有效期", "证照到期日", "有效截止日期", "有效期截止", "健康证到期日", "健康证有效期", "有效期到期日", "Certificate Expiry", "Certificate Expires", "Cert Expiry", "注册有效期", "注册有效期至", "注册有效期止", "证书有效期止", "执业证有效期", open_ended="certificate_expire_date", span_end=True),
        REMARK,
    ),
    ("certificate", "certificate_no"),
    ("证书", "资格证", "持证", "资质", "certificate", "license"),
    ("certificate", "certificate_no"),
)  # fmt: skip

OTHER = Shape("other", mark("Other columns"), (*PERSON, Field("values", Type.TEXT, ())))

SHAPES = (DETAILS, ID_CARD, EDUCATION, EMERGENCY, BANK, WORK_HISTORY, FAMILY, CERTIFICATE, ATTENDANCE, PAYROLL, LEAVE, CONTRACT, PAY_PARTS, TASK, PLAN, DISCIPLINE, PAY_AGREED, ASSESSMENT, OTHER)  # fmt: skip
ORDER = 200  # after everything they refer to
