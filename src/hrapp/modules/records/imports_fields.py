"""What no other module keeps, as fields of kinds: education, work before, family, certificates, attendance, pay runs,
leave, contracts, accounts and papers. Values are kept under the header that the spreadsheet gave them.

A kind that may stand `beside` another takes columns which that one left over: 学历 and 毕业院校 in a roster.
"""

from __future__ import annotations

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type
from hrapp.kernel.text import mark
from hrapp.modules.records.imports_shapes import OF_PERSON, PERSON, POSITION, REMARK, D, N, Shape, T, named
from hrapp.modules.records.imports_work import ATTENDANCE, CONTRACT, DISCIPLINE, LEAVE, PAY_PARTS, PAYROLL, PLAN, TASK

DETAILS = Shape(
    "details",
    mark("Personal details"),
    (
        *PERSON,
        *OF_PERSON,
        named("ethnicity", T, "民族", "族别", "Ethnicity", "Ethnic Group", "Nation"),
        named("marital_status", T, "婚姻状况", "婚姻状态", "婚姻", "婚否", "婚育状况", "婚育情况", "是否已婚", "Marital Status", "Marital", "MaritalDesc"),
        named("political_status", T, "政治面貌", "政治面目", "党派", "Political Status", "Party", "政治身份", "党员", "是否党员"),
        named("native_place", T, "籍贯", "老家", "祖籍", "出生地", "Native Place", "Place of Birth", "Birthplace"),
        named("nationality", T, "国籍", "国家", "国籍地区", "Nationality", "Citizenship"),
        named("hukou_type", T, "户口性质", "户籍性质", "户口类型", "户籍类型", "户籍类别", "户口类别", "城镇/农村", "农业/非农业", "Hukou Type"),
        named("hukou_address", T, "户口所在地", "户籍所在地", "户籍地址", "户口地址", "户籍地", "户籍", "户口", "身份证地址", "身份证住址", "身份证所在地", "Hukou"),
        named("home_address", T, "家庭住址", "家庭地址", "住址", "现住址", "现居住地", "现居地", "居住地址", "居住地", "现住地址", "常住地址", "联系地址", "通讯地址", "通信地址", "地址", "详细地址", "居住详细地址", "Address", "Home Address", "Residence", "Street Address", "Mailing Address", "目前住址", "现在住址", "当前住址", "家庭详细地址", "现详细住址", "居家地址"),
        named("company", T, "公司", "所属公司", "公司名称", "所在公司", "用工公司", "用工单位", "任职公司", "合同公司", "合同主体", "签约公司", "签约主体", "合同主体公司", "用人单位", "Company", "Legal Entity", "Entity"),
        named("labor_relation", T, "劳动关系", "劳动关系隶属", "劳动关系所属", "劳务关系", "劳动或劳务关系", "劳动或劳务关系隶属", "劳动关系归属", "劳动关系所在单位"),
        named("dept_l1", T, "一级部门", "一级组织", "一级单位", "部门1", "一级机构"),
        named("dept_l2", T, "二级部门", "二级组织", "二级单位", "部门2", "二级机构"),
        named("dept_l3", T, "三级部门", "三级组织", "三级单位", "部门3", "三级机构", "四级部门"),
        named("team", T, "组别", "小组", "班组", "所属班组", "班组名称", "所在班组", "团队", "组", "Group", "Sub Team"),
        named("job_family", T, "职族", "岗位族", "岗位序列", "职位序列", "序列", "职务序列", "职系", "通道", "发展通道", "Job Family", "Job Function"),
        named("job_class", T, "职类", "岗位类别", "岗位类型", "职位类别", "职位类型", "岗位性质", "Job Class", "Job Category"),
        named("job_title", T, "职称", "技术职称", "专业技术职称", "职称名称", "专业技术职务", "专业职称"),
        named("work_start_date", D, "参加工作时间", "参加工作日期", "首次参加工作时间", "首次工作时间", "参工时间", "开始工作时间", "首次参加工作日期", "工作开始日期", "参加工作年月"),
        named("tenure_start", D, "司龄起算日", "司龄起算日期", "司龄计算日期", "司龄开始日期", "工龄起算日期", "司龄起算时间", "工龄起算日", "司龄段入职时间", "集团入职时间", "集团入职日期"),
        named("pre_work_years", N, "入职前工龄", "入司前工龄", "入职前工作年限", "入司前工作年限", "此前工龄"),
        named("name_en", T, "英文名", "英文姓名", "外文名", "English Name", "Preferred Name", "Nickname", "昵称", "花名"),
        named("first_name", T, "First Name", "Given Name", "Forename", "名"),
        named("last_name", T, "Last Name", "Surname", "Family Name", "姓", "姓氏"),
        named("former_name", T, "曾用名", "Former Name", "Maiden Name"),
        named("health", T, "健康状况", "身体状况", "健康情况", "Health"),
        named("blood_type", T, "血型", "Blood Type"),
        named("height", T, "身高", "Height"),
        named("weight", T, "体重", "Weight"),
        named("military", T, "是否服兵役", "兵役状况", "是否退役军人", "退役军人", "是否退伍军人"),
        named("children", T, "子女情况", "生育状况", "生育情况", "子女数", "子女数量"),
        named("hobby", T, "爱好", "兴趣爱好", "特长", "爱好特长", "兴趣特长"),
        named("wechat", T, "微信", "微信号", "WeChat", "WeChat ID"),
        named("qq", T, "QQ", "QQ号", "QQ号码"),
        named("office_phone", T, "办公电话", "座机", "固定电话", "公司电话", "办公室电话", "工作电话", "Office Phone", "Work Phone", "Landline"),
        named("extension", T, "分机", "内线", "分机号", "短号", "Extension", "Ext"),
        named("personal_email", Type.EMAIL, "个人邮箱", "私人邮箱", "个人电子邮箱", "Personal Email", "Private Email"),
        named("work_location", T, "工作地点", "工作地", "办公地点", "工作城市", "办公城市", "所在城市", "任职地点", "常驻地", "办公地", "城市", "合同工作地点", "Work Location", "Location", "Office", "City", "Work City", "Site"),
        named("recruit_source", T, "招聘渠道", "招聘来源", "入职渠道", "应聘渠道", "来源渠道", "简历来源", "Recruitment Source", "Source of Hire", "Hire Source"),
        named("referrer", T, "内推人", "推荐人", "介绍人", "Referrer", "Referred By"),
        named("cost_center", T, "成本中心", "费用归属", "成本归属", "费用归属部门", "Cost Center", "Cost Centre"),
        named("social_no", T, "社保号", "社保账号", "社会保险号", "社保编号", "社会保障号", "社会保障号码", "个人社保号", "社保电脑号", "养老保险编号", "养老保险号", "Social Security No"),
        named("unemployment_no", T, "失业保险编号", "失业保险号", "失业保险证号"),
        named("fund_no", T, "公积金账号", "公积金号", "住房公积金账号", "公积金个人账号", "Housing Fund No"),
        named("social_place", T, "社保缴纳地", "参保地", "社保缴纳城市", "参保城市", "缴纳地", "社保所在地", "社保公积金缴纳地"),
        named("work_years", N, "工作年限", "总工龄", "累计工龄", "Years of Experience"),
        named("shift", T, "班次", "班别", "排班", "工时制", "工时制度", "Shift"),
    ),
    beside=True,
)  # fmt: skip

ID_CARD = Shape(
    "id_card",
    mark("ID card"),
    (
        *PERSON,
        named("id_type", T, "证件类型", "证件种类", "证件类别", "ID Type", "Document Type"),
        named("id_authority", T, "发证机关", "签发机关", "签证机关", "身份证签发机关", "发证机构", "发证单位", "Issuing Authority"),
        named("id_issue_date", D, "发证日期", "签发日期", "证件签发日期", "身份证签发日期", "身份证有效期起", "身份证起始日期", "证件起始日期", "证件生效日期", "Issue Date"),
        named("id_expire_date", D, "证件到期日", "证件到期日期", "身份证到期日", "身份证到期日期", "身份证有效期", "身份证有效期至", "身份证有效期止", "证件有效期", "证件有效期至", "证件有效期止", "身份证失效日期", "有效期限", "身份证有效期限", "身份证截止日期", "ID Expiry", "ID Expiry Date"),
    ),
    beside=True,
)  # fmt: skip

EDUCATION = Shape(
    "education",
    mark("Education"),
    (
        *PERSON,
        named("education", T, "学历", "文凭", "最高学历", "文化程度", "文化", "学历层次", "第一学历", "教育程度", "最终学历", "全日制学历", "文化水平", "学历学位", "学历/学位", "Education", "Education Level", "Highest Education", "Qualification", "学历情况", "学位学历", "文化层次"),
        named("degree", T, "学位", "最高学位", "学位类型", "Degree"),
        named("school", T, "毕业院校", "毕业学校", "学校", "院校", "学校名称", "院校名称", "毕业院校名称", "就读学校", "就读院校", "毕业学院", "毕业大学", "最高学历毕业院校", "教育机构", "School", "University", "College", "Institution", "Alma Mater"),
        named("major", T, "专业", "所学专业", "院系专业", "院系及专业", "专业名称", "主修专业", "就读专业", "毕业专业", "Major", "Field of Study", "Specialty"),
        named("study_start", D, "入学时间", "起始", "起", "自", "从", "入学日期", "入学年月", "就读开始时间", "教育开始时间", "开始时间", "开始日期", "起始时间", "起始日期", "Enrollment Date", "From"),
        named("graduation_date", D, "毕业时间", "截止", "止", "至", "到", "毕业日期", "毕业年月", "毕业年份", "毕业年度", "就读结束时间", "教育结束时间", "结束时间", "结束日期", "截止时间", "终止时间", "Graduation Date", "Graduated", "Graduation Year", "To"),
        named("study_form", T, "学习形式", "教育类型", "教育方式", "办学形式", "培养方式", "学习方式", "学历类型", "学历性质", "是否全日制", "全日制/非全日制", "Study Mode"),
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
        named("employer", T, "工作单位", "在何单位", "所在单位", "曾在单位", "工作过的单位", "原工作单位", "前工作单位", "单位名称", "公司名称", "任职单位", "曾任职单位", "原单位", "前公司", "就职公司", "服务单位", "单位", "Employer", "Previous Employer", "Company"),
        POSITION,
        named("start_date", D, "开始时间", "起始", "起", "自", "从", "开始日期", "起始时间", "起始日期", "入职时间", "入职日期", "起始年月", "任职开始日期", "From", "Start Date", "Start"),
        named("end_date", D, "结束时间", "截止", "止", "至", "到", "结束日期", "截止时间", "截止日期", "终止时间", "离职时间", "离职日期", "终止年月", "任职结束日期", "To", "End Date", "End"),
        named("duties", T, "工作内容", "主要职责", "工作职责", "工作描述", "职责", "Duties", "Responsibilities"),
        named("leave_reason", T, "离职原因", "离开原因", "Reason for Leaving"),
        named("reference", T, "证明人", "证明人及电话", "证明人姓名", "Reference"),
        named("reference_phone", T, "证明人电话", "证明人联系方式", "证明人联系电话"),
        REMARK,
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
        named("member_name", T, "家庭成员姓名", "姓名", "成员", "成员姓名", "家属姓名", "亲属姓名", "家庭成员", "家属", "亲属", "Family Member", "Relative Name", "Dependent Name"),
        named("relation", T, "关系", "与本人关系", "与员工关系", "称谓", "亲属关系", "家庭关系", "成员关系", "Relation", "Relationship"),
        named("member_birth_date", D, "家属出生日期", "成员出生日期", "出生日期", "出生年月"),
        named("member_employer", T, "工作单位", "家属工作单位", "单位", "工作单位及职务"),
        named("member_phone", T, "家属电话", "家属联系方式", "家属联系电话", "成员电话", "联系电话", "电话", "联系方式"),
        REMARK,
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
        named("emergency_contact", T, "紧急联系人", "紧急联系人姓名", "应急联系人", "紧急联络人", "紧急联系人名字", "Emergency Contact", "Emergency Contact Name"),
        named("emergency_phone", T, "紧急联系电话", "紧急联系人电话", "紧急联系方式", "紧急联系人联系方式", "紧急联系人手机", "紧急联系人手机号", "紧急联系人联系电话", "应急联系电话", "紧急电话", "紧急联络电话", "Emergency Phone", "Emergency Contact Phone", "Emergency Number"),
        named("emergency_relation", T, "紧急联系人关系", "与本人关系", "与紧急联系人关系", "紧急联系人与本人关系", "与联系人关系", "Emergency Relation", "Emergency Relationship"),
    ),
    ("emergency_contact",),
    beside=True,
)  # fmt: skip

BANK = Shape(
    "bank_account",
    mark("Bank account"),
    (
        *PERSON,
        named("bank_account", T, "银行卡号", "银行账号", "打卡账号", "打卡卡号", "Bank A/C", "银行卡", "工资卡号", "工资卡", "工资卡账号", "卡号", "账号", "银行帐号", "帐号", "账户", "开户账号", "收款账号", "收款卡号", "工资账号", "工资帐号", "银行卡账号", "个人账号", "储蓄卡号", "Bank Account", "Account Number", "Bank Account No", "Account No", "IBAN"),
        named("bank_name", T, "开户行", "开户银行", "银行名称", "银行", "开户行名称", "所属银行", "工资卡开户行", "开户支行", "发卡行", "Bank", "Bank Name"),
        named("bank_branch", T, "支行", "支行名称", "开户网点", "开户行地址", "Bank Branch", "Branch"),
        named("account_holder", T, "户名", "开户名", "账户名", "账户名称", "开户人", "收款人", "Account Holder", "Account Name"),
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
        named("certificate", T, "证书名称", "证书", "资格证书", "职业资格", "职业资格证书", "执业资格", "资质证书", "资格证书名称", "证件名称", "职称名称", "Certificate", "Certificate Name", "License", "Certification"),
        named("certificate_no", T, "证书编号", "证号", "证书号", "证书号码", "资格证书编号", "证件编号", "Certificate No", "License No"),
        named("certificate_level", T, "证书等级", "资格等级", "技能等级", "等级", "级别", "职称等级", "Level"),
        named("certificate_authority", T, "发证机关", "发证机构", "发证单位", "颁发机构", "颁发单位", "Issued By", "Issuer"),
        named("certificate_date", D, "发证日期", "取得日期", "获证日期", "获得日期", "取得时间", "取证日期", "取证时间", "发证时间", "颁发日期", "获得时间", "Issue Date", "Issued"),
        named("certificate_expire_date", D, "有效期", "有效期至", "到期日期", "证书有效期", "有效期限", "到期时间", "失效日期", "复审日期", "有效期止", "Expiry Date", "Valid Until", "Expires"),
        REMARK,
    ),
    ("certificate", "certificate_no"),
    ("证书", "资格证", "持证", "资质", "certificate", "license"),
    ("certificate", "certificate_no"),
)  # fmt: skip

OTHER = Shape("other", mark("Other columns"), (*PERSON, Field("values", Type.TEXT, ())))

SHAPES = (DETAILS, ID_CARD, EDUCATION, EMERGENCY, BANK, WORK_HISTORY, FAMILY, CERTIFICATE, ATTENDANCE, PAYROLL, LEAVE, CONTRACT, PAY_PARTS, TASK, PLAN, DISCIPLINE, OTHER)  # fmt: skip
ORDER = 200  # after everything they refer to
