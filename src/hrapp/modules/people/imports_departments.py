"""What a list of departments may say, one row each.

department str (its name) · former str (what it was called before) · above list of names (where 中心, 部门 and 班组 stand side by side: all above it) · code str ·
parent str (a name or a code, as written) · head str (a name or a 工号, as written) · head_no str (the 工号, where it has
a column of its own) · note str. A key is absent when the table has no such column.
"""

from hrapp.kernel.imports import Field, Type
from hrapp.modules.people.imports_fields import REMARK_NAMES

NAME = "department"

_UNITS = (
    "部门",
    "科室",
    "机构",
    "组织",
    "组织机构",
    "组织单元",
    "行政组织",
    "中心",
    "车间",
    "门店",
    "店铺",
    "班组",
    "小组",
    "团队",
    "分公司",
    "分店",
    "事业部",
)
_SHORT_UNITS = ("部门", "科室", "中心", "车间", "机构")
FIELDS = (
    Field(
        "department",
        Type.TERM,
        ("部门名称", "部门", "部门名", "部门全称", *(f"{unit}名称" for unit in _UNITS if unit != "部门"), "科室名", "门店名",
         "Department", "Department Name", "Dept", "Dept Name", "Org Unit", "Org Unit Name", "Unit Name", "Team Name",
         "Division Name"),
        required=True,
        weak=(*_UNITS, "组别", "大区", "区域", "门市", "工段", "一级部门", "二级部门", "三级部门", "Division", "Team", "Unit", "Store", "Branch"),
    ),
    Field(
        "code",
        Type.TEXT,
        (*(f"{unit}{no}" for unit in (*_SHORT_UNITS, "组织", "门店") for no in ("编号", "代码", "编码")), "部门号", "部门ID",
         "Department Code", "Dept Code", "Department No", "Department ID", "Dept ID", "Dept No", "Unit Code", "Org Code"),
        weak=("编号", "代码", "编码", "代号", "门店号", "店号", "Code", "ID", "No"),
    ),
    Field(
        "parent",
        Type.TEXT,
        (*(f"上级{unit}" for unit in _UNITS if unit != "部门"), "上级单位", "上级科室名称", "上级机构名称",
         *(f"{way}{unit}" for way in ("隶属", "归属", "从属") for unit in ("部门", "科室", "中心", "机构", "单位")), "隶属于",
         "父部门", "父级部门", "父级", "直属上级部门", "直接上级部门", "上一级部门", "主管部门", "上级部门代码",
         "上级部门编码", "上级编号", "上级编码",
         "Parent Department", "Parent", "Parent Dept", "Parent Unit", "Parent Org Unit", "Parent Department Name",
         "Reports To Department", "Superior Department", "Part Of", "Belongs To", "上级部门名称", "上级部门编号", "上级部门", "上级部门ID", "父部门ID", "上级ID"),
        weak=("上级", "隶属", "所属", *(f"所属{unit}" for unit in _UNITS), "所在部门", "所在中心", "所属大区", "所属区域"),
    ),
    Field(
        "head",
        Type.MANAGER,
        ("负责人", *(f"{unit}负责人" for unit in _UNITS), "负责人姓名", "部门负责人姓名", "部门主管", "部门领导", "部门主管姓名",
         "部门经理姓名", "现任负责人", "第一负责人", "主要负责人", "Department Head", "Head of Department", "Head",
         "Head Name", "Manager", "Manager Name", "Dept Head", "HOD", "Led By", "Supervisor", "负责人名称", "部门负责人名称"),
        weak=("主管", "主管姓名", "领导", "经理", "部门经理", "主任", "主任姓名", "科主任", "科室主任", "科长", "部长", "店长", "店长姓名", "车间主任", "班长",
              "班组长", "组长", "园长", "院长", "校长", "站长", "队长", "厂长", "区域经理", "门店经理", "项目经理", "Department Manager", "Dept Manager", "Director", "Team Lead", "Leader", "Lead", "Store Manager", "Responsible", "Person in Charge"),
    ),
    Field(
        "head_no",
        Type.EMP_NO,
        ("负责人工号", "部门负责人工号", "主管工号", "部门主管工号", "负责人编号", "经理工号", "店长工号", "主任工号",
         "Head Employee No", "Head No", "Head ID", "Manager ID", "Manager No", "Manager Employee No", "Manager Employee ID", "Head Employee ID", "部门负责人ID", "负责人ID"),
    ),
    Field("note", Type.TEXT, REMARK_NAMES),
    Field(
        "former",
        Type.TEXT,
        ("原部门名称", "部门原名", "部门原名称", "部门曾用名", "更名前名称", "更名前部门", "Former Department Name", "Former Name"),
        weak=("曾用名", "曾用名称", "原名称", "原名", "旧名称", "更名前", "Previous Name"),
    ),
)  # fmt: skip
SHEET_NAMES = (
    "组织架构", "组织机构", "组织结构", "行政组织", "部门设置", "部门一览", "部门清单", "部门列表", "部门信息", "部门编制", "部门档案",
    "部门资料", "部门目录", "科室设置", "科室一览", "科室清单", "科室列表", "科室信息", "机构设置", "门店一览", "门店清单", "门店列表",
    "门店信息", "departments", "department list", "organisation chart", "organization chart", "org chart", "org structure",
)  # fmt: skip
#: Headers of what only people have. 岗位 too: a list of posts names a department on every row.
UNLIKE = (
    "姓名", "员工姓名", "工号", "员工编号", "性别", "出生日期", "年龄", "身份证号", "身份证号码", "身份证", "学历", "入职日期", "入职时间", "离职日期",
    "岗位", "岗位名称", "职位", "职位名称", "职务", "现任职务", "职级", "薪资", "工资", "基本工资", "应发工资", "实发工资", "考勤", "出勤天数",
    "Employee", "Employee Name", "Employee No", "Employee ID", "Gender", "Birth Date", "Hire Date", "Position", "Job Title", "Salary",
)  # fmt: skip
ORDER = 15  # after the roster, which makes the people who lead them
