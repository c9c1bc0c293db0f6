"""One way to write what headers say in many: 入司时间 and 入职日期, 帐号 and 账号, DateofHire and Joining Date.

Two headers that come out the same mean the same; what tells 入 from 离, 应 from 实 and 个人 from 单位 is never dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hrapp.modules.imports.engine.hints import without_hint
from hrapp.modules.imports.engine.words import inside, outside, plain, said

CHANGE = "任职|轮换|轮岗|调整|异动|变动|晋升|调动|变更|调岗|调薪|加薪|任免|转正|普调|变化|定级|调店|调级|套改|套算|套级|套档|调档|调"
#: In this order. What stands alone is never reduced to nothing.
_CHINESE = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"帐", "账"),
        (r"签定", "签订"),
        (r"其它", "其他"),
        (r"月分", "月份"),
        (r"(?:[(（]?必填[)）]?|请填写|填写)", ""),
        (r"(?<=.)[的之]|^(?:本人|员工|职工|雇员|职员|人员|教职员工|教职工|教工)(?!号$|类|性|状|自|编制|人数|名|组$|子组|$)", ""),
        (r"^(?:职工|雇员|职员|教职员工|教职工|教工)(?=类|性质|状|身份)", "员工"),
        (r"薪资|薪酬|薪水|薪金|工薪", "工资"),
        (r"电子邮箱|电子邮件|邮箱地址|邮件地址|电邮|邮件|e-?mail", "邮箱"),
        (r"手机号码|手机号|移动电话|联系电话|手机电话|电话号码|联系手机|联系方式|联系号码|联络电话|联络方式|手机|移动号码", "电话"),
        (r"住址", "地址"),
        (r"号码", "号"),
        (r"代号", "编号"),
        (r"种类|类别", "类型"),
        (r"貎", "貌"),
        (r"理由|缘由|事由(?=说明$)", "原因"),
        (r"占比|比重", "权重"),
        (r"等次|档次", "等级"),
        (r"(?<=目标|成果|结果|kr)(?:内容|描述|名称)$", ""),
        (rf"^(?:{CHANGE})之?前(?=..)", "原"),
        (rf"^(?:(?:{CHANGE})之?后(?:的)?|拟(?:{CHANGE}|任|聘|升|调)?(?:至|为)?)(?=..)", "新"),
        (r"^(?:调出|转出)(?=部门|岗位|职务|职位|单位|职级|门店)", "原"),
        (r"^(?:调入|转入)(?=部门|岗位|职务|职位|单位|职级|门店)", "新"),
        (r"(?<=扣款|应发|应扣|收入|支出|扣除|发放|代扣|发款|扣减)(?:部分|项目|项|明细|类)(?=.)", ""),
        (r"^(?:公历|阳历|身份证)(?=出生|生日)", ""),
        (r"^(?:现在|目前|现)(?=的?(?:家庭)?(?:住|居|地址)|学历)", ""),
        (r"(?:隶属|归属|所属|所在|任职|工作|所任|现任|聘任|聘用|担任|用人)(?=部门|岗位|职务|职位|科室)", ""),
        (r"劳动合同(?=.)", "合同"),
        (r"合同期限?(?=起|止|自|至|开始|终止|结束|截止|届满|期满)", "合同"),
        (r"^(?:现|本次|当前)(?=合同|签)", ""),
        (r"(?<=社保|积金|养老|医保|医疗|失业)(?:扣款|扣除|扣额|代扣|扣费)$", ""),
        (r"(?<=水电费|物业费|工会费|伙食费|住宿费|生活费)(?:扣款|扣除|代扣|扣)$", ""),
        (r"^(?:最高|最终|第一|全日制|初始)(?:学历|学位)(?=毕业|所?学?专业|学校|院校|入学|开始|结束|学习)", ""),
        (r"(?<=[事病年产婚丧伤休理乳亲]假)(?:天数|日数|时长|时数)$", ""),
        (r"(?:解除|终止)合同(?=日期|时间|日$)|解除劳动关系|(?:辞职|退工|离开|办理离职)(?=日期|时间|日$)", "离职"),
        (r"(?:建设?|工商?|招商?|中国?|农业?|交通?|浦发|兴业|民生|平安|光大|中信)(?:银)?行(?=卡|账)", "银行"),
        (r"^第一(?=紧急|应急)", ""),
        (r"^个人(?=银行|账号|卡号|电话|手机|联系)", ""),
        (r"在离职", "在职"),
        (r"(?:居民|公民)?身份(?:证件|证)?号", "身份证号"),
        (r"(?:本公司|本单位|本企业)入职|(?:来|进|入|到|加入|进入)(?:本)?(?:公司|单位|企业)", "入职"),
        (r"入司|到岗|入厂|进厂|进司|入公司|进公司|到司|到职|报到|进单位|入单位|加入公司|入职本公司|来司", "入职"),
        (r"离司|离岗|离厂|离开公司|离[园院校店所站行馆社](?=日|时|年|原因|类型|方式|性质|说明|去向)", "离职"),
        (r"(?:公司|企业)(?=缴|承担|部分|应缴|负担|交)|(?<=保险|社保|积金|养老|医疗|失业|工伤|生育)(?:公司|企业)", "单位"),
        (r"(?<=个人|单位)(?:应?缴费金?额|缴纳金?额|应缴金?额|缴存金?额|缴纳|承担|缴存|应缴纳|应缴|缴费|缴交|部分|负担|应交|交纳|扣款|代扣|扣缴|缴)(?:部分)?", ""),
        (r"(?:应缴|缴纳|承担|缴存)(?=个人|单位)", ""),
        (r"职务(?!工资|津贴|补贴)|职位(?!工资|津贴|补贴)", "岗位"),
        (r"毕业(?:学校|大学|学院|高校)|(?:最高学历)?毕业院校(?:名称)?", "毕业院校"),
        (r"养老保险|基本养老(?:保险)?", "养老"),
        (r"医疗保险|基本医疗(?:保险)?|医保", "医疗"),
        (r"失业保险(?!号|证|编)", "失业"),
        (r"(?<=养老|医疗|失业)(?:保险)?费$", ""),
        (r"工伤保险", "工伤"),
        (r"生育保险", "生育"),
        (r"住房公积金?|公积金", "公积金"),
        (r"社会保险(?!号|编)|社保费|社保金", "社保"),
        (r"个人所得税|个税税额|个税款|所得税", "个税"),
        (r"(?:本月|当月|本期|本次|月度)(?=.{2,})", ""),
        (r"(?<=学历|学位|民族|职称|类型|关系|专业|职务)(?:名称|编号)$", ""),
        (r"津贴|补助(?!贴)", "补贴"),
        (r"(?<=..)(?<![应代待增退预另需加找差])补$", "补贴"),
        (r"^(?:代扣代缴|应代扣|代扣|代缴|应扣|应交|应缴|扣缴|扣|缴)(?=个税|社保|公积金|养老|医疗|失业|五险|三险|四险)", ""),
        (r"(?<=缺勤|请假|旷工|迟到|早退|事假|病假|考勤|出勤|其他)(?:扣减|扣除|扣工资|罚款|扣额|扣费|扣)$", "扣款"),
        (r"^试用期(?=.+(?:工资|津贴|补贴))", ""),
        (r"(?<=.)(?:总额|总计|总数|小计|合计金额|合计数|总和|共计)$", "合计"),
        (r"(?:(?<=工资|实发|应发|实付|应付|费用|补贴|津贴|扣款)|(?<=税|金))(?:金额|数额|额|款)$", ""),
        (r"(?<=[^工休假])(?:年月日|年月|时间|日期|日子)$|(?<=[入离到转聘生签起终止效满职期])日$", "日期"),
        (r"(?<=.)(?:编码|代码)$", "编号"),
        (r"(?<=单位|岗位|部门|职务)文本$", ""),
        (r"(?<=...)(?:名称|信息|情况|一栏|栏)$", ""),
        (r"(?:个)?小时数|小时|时数|时长|工时", "小时"),
    )
)  # fmt: skip
_TELLING = re.compile(r"个人|单位|公司|企业|前|后|起|止|\b(?:er|employer|company)\b", re.IGNORECASE)  # in brackets
#: In brackets it says which of several: 加班(末) is no 加班.
WHICH = re.compile(r"[平末节周假双法延夜早晚]日?|平时|平日|周末|节假?日?|休息日|工作日|法定")
#: 医疗2%, 养老保险8%, 医疗2%+7, 医疗(含生育)8.7%: what is paid, and how much of the base.
RATE = re.compile(r"(?<=[^\x00-\x7f])\d{1,2}(?:\.\d+)?%(?:\+\d+元?)?$")
_LATIN_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|#|%")
_JOINED = re.compile(r"(date|name|type|number|phone|code|status|level|title)(of|s)?(?=[a-z]{3})", re.IGNORECASE)
_IDENTITY = re.compile(
    r"(?<![A-Za-z])(?:national|resident)? ?(?:id|identity)[ _-]?(?:no|number|card|card no|card number)\.?(?![A-Za-z])",
    re.I,
)
_DROPPED = frozenset(
    [
        "the",
        "of",
        "a",
        "an",
        "s",
        "s'",
        "employee",
        "employees",
        "emp",
        "staff",
        "worker",
        "person's",
        "for",
        "in",
        "to's",
        "desc",
        "description",
        "info",
    ]
)
_ENGLISH = {
    "hired": "hire", "join": "hire", "joined": "hire", "joining": "hire", "onboard": "hire", "onboarding": "hire",
    "doj": "hire date", "dob": "birth date", "birthday": "birth date", "birthdate": "birth date", "born": "birth date",
    "termination": "leave", "terminated": "leave", "term": "leave", "exit": "leave", "separation": "leave",
    "leaving": "leave", "resignation": "leave", "quit": "leave", "dept": "department", "departments": "department",
    "mobile": "phone", "cell": "phone", "cellphone": "phone", "tel": "phone", "telephone": "phone", "mail": "email",
    "designation": "position", "role": "position", "job": "position", "sex": "gender", "wage": "salary",
    "wages": "salary", "remuneration": "salary", "id": "no", "num": "no", "number": "no", "#": "no", "nr": "no",
    "supervisor": "manager", "boss": "manager", "addr": "address", "residence": "address", "marriage": "marital",
    "bonuses": "bonus", "allowances": "allowance", "deductions": "deduction", "taxes": "tax", "firstname": "first name",
    "lastname": "last name", "surname": "last name", "forename": "first name", "given": "first", "family": "last",
    "fullname": "name", "hrs": "hours", "ot": "overtime", "rating": "grade", "comments": "note", "comment": "note",
    "remarks": "note", "remark": "note", "notes": "note", "performance": "perf", "identity": "identity",
    "organisation": "department", "organization": "department", "div": "division", "yr": "year", "qty": "quantity",
    "prior": "old", "previous": "old", "former": "old",
    "dt": "date", "mgr": "manager", "sup": "manager", "line": "", "reporting": "", "ee": "", "er": "company", "employer": "company", "ins": "insurance",
    "acct": "account", "allow": "allowance", "allw": "allowance", "alw": "allowance", "ctr": "center", "centre": "center", "pers": "personnel", "amt": "amount", "pos": "position", "loc": "location", "hse": "housing", "uni": "university", "college": "school", "university": "school", "edu": "education", "qualification": "education",
}  # fmt: skip
_PERSONAL = frozenset(("employee", "employees", "emp", "staff", "worker"))
_POSITION_TITLE = frozenset(("position", "title"))


@lru_cache(maxsize=16384)
def reduced(text: str) -> str:
    """What the header says, in the one way to write it; empty for what says nothing."""
    text = without_hint(text)
    aside = "".join(
        part for part in inside(text) if (_TELLING.search(part) and len(part) <= 10) or WHICH.fullmatch(part)
    )
    bare = RATE.sub("", outside(text) or plain(text)) + (f" {aside}" if aside.isascii() else aside)
    if re.fullmatch(r"[\x00-\x7f]*", bare):
        return _latin(bare)
    word = said(bare)
    for pattern, instead in _CHINESE:
        word = pattern.sub(instead, word) or word
    return word


def _latin(text: str) -> str:
    """The words in any order: DateofHire, Hire Date and Joining Date are one."""
    text = _IDENTITY.sub("identity", _JOINED.sub(r"\1 \2 ", text))
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    kept = {part for word in words if word not in _DROPPED for part in _ENGLISH.get(word, word).split()}
    if kept >= _POSITION_TITLE:
        kept -= {"title"}
    if kept == {"no"} and words != ["id"] and not _PERSONAL & {*words}:
        return "serial"
    return " ".join(sorted(kept)) or said(text)
