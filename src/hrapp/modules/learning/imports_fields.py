"""What learning takes from old spreadsheets: who attended which course, and how it ended.

Values of a record by key; absent: no such column, None: empty cell or mark.

training    emp_no, name, department str · course str (the company's course, else as written, with a warning) · date
            date | None (the day it ended, of a span "6.1-6.3") · status "completed"/"in_progress"/"absent"/
            "failed"/"planned" | None · attended "attended"/"absent" | None (签到, 是否到场: None is an empty cell or a
            sign that nobody knows) · rate Decimal ratio | None (完成率 as typed: 1, 100%, 0.6) · score Decimal
            | None (None where it says in words that nobody sat, or how it was) · retake_date date | None ·
            retake_score Decimal | None (补考: a second attempt of the same row, whose result is that of the row) · note str
"""

import re

from hrapp.kernel.imports import DEPARTMENT, EMP_NO, NAME, Field, Type

TRAINING = "training"

#: What is trained, before the word for a list of those who were: 消防安全培训签到表.
_TITLE = re.compile(
    r"^(?P<name>.{0,20}?(?P<of>(?:培训|训练|课程)(?:课程?|班|会|活动)?))(?:[ (（].*)?"
    r"(?:参训|参加|学员|人员|员工|签到|签字|签退|考勤|出勤|到课|记录|名单|名册|成绩|考核|结果|情况|登记|台账|统计|汇总|一览|明细|档案|[表册单簿])*$"
)

TRAINING_FIELDS = (
    EMP_NO,
    NAME,
    DEPARTMENT,
    Field(
        "course",
        Type.TERM,
        ("培训课程", "课程", "课程名称", "培训名称", "培训项目", "培训内容", "培训主题", "课程主题", "学习课程", "培训课题",
         "培训课程名称", "参训课程", "Course", "Course Name", "Training", "Training Name",
     "培训班", "培训班名称", "培训科目", "学习内容", "Course Title", "Training Course", "考试名称", "考试科目", "试卷名称", "考核科目", "培训课程主题", "课程标题", "培训计划名称"),
        term="courses",
        required=True,
        fills_down=True,
        named=_TITLE,
    ),
    Field(
        "date",
        Type.DATE,
        ("培训日期", "日期", "时间", "培训时间", "上课日期", "上课时间", "完成日期", "完成时间", "结业日期", "学习日期", "参训日期",
         "培训结束日期", "起止日期", "起止时间", "培训起止日期", "培训起止时间", "培训周期", "结束日期", "Date", "Training Date", "Completed On", "Completion Date", "Date Completed",
     "考核日期", "实施日期", "学习结束日期", "End Date", "开始日期", "培训开始日期", "培训开始时间", "开始时间", "考试日期", "考试时间"),
        span_end=True,
        fills_down=True,
    ),
    Field(
        "status",
        Type.CHOICE,
        ("状态", "完成状态", "培训状态", "学习状态", "培训结果", "结果", "完成情况", "是否完成", "考核结果", "是否通过",
         "是否合格", "参训情况", "培训情况", "Status", "Result",
     "完成与否", "结业情况", "考核情况", "参训状态", "Completion Status"),
        choices={
            "completed": ("已完成", "完成", "通过", "已通过", "合格", "结业", "已结业", "考核通过", "考核合格", "已考核", "是",
                          "√", "Completed", "Passed", "Pass", "Done", "参加", "已参加", "参训", "已参训", "出席", "到场", "已签到",
                          "Attended", "补考合格", "补考通过", "补考及格", "补考已通过", "重考合格", "重考通过"),
            "in_progress": ("进行中", "学习中", "在学", "在训", "培训中", "未完成", "部分完成", "未结业", "In Progress",
                            "Ongoing"),
            "absent": ("缺勤", "缺席", "未参加", "未参训", "请假", "旷课", "未到", "Absent", "No Show"),
            "failed": ("未通过", "不通过", "不合格", "未合格", "考核不合格", "考核未通过", "补考", "需补考", "待补考", "补考不合格", "补考未通过", "补考不及格", "不及格", "否",
                       "×", "Failed", "Fail"),
            "planned": ("计划", "计划中", "未开始", "待开始", "待培训", "已报名", "报名", "待参加", "Planned", "Enrolled", "Booked"),
        },
    ),
    Field(
        "attended",
        Type.CHOICE,
        ("签到", "是否签到", "签到情况", "签到状态", "出勤情况", "出勤", "是否出勤", "是否到场", "到场情况", "是否参加", "参加情况", "是否参训",
         "是否出席", "出席情况", "是否到课", "到课情况", "到课状态", "考勤状态", "Attendance", "Attended", "Attendance Status", "Signed In"),
        choices={
            "attended": ("已签到", "√", "✓", "✔", "签到", "已签", "到", "已到", "到场", "已到场", "到课", "出席", "参加", "已参加", "参训",
                         "已参训", "出勤", "正常", "迟到", "是", "Attended", "Present", "Signed", "Yes", "Y"),
            "absent": ("缺席", "×", "✗", "✘", "未签到", "未签", "未到", "未到场", "未到课", "未出席", "未参加", "未参训", "未出勤", "缺勤", "缺课", "缺",
                       "请假", "病假", "事假", "旷课", "否", "Absent", "No Show", "Leave", "No", "N"),
        },
        lenient=True,
    ),
    Field(
        "rate",
        Type.PERCENT,
        ("完成率", "完成进度", "进度", "学习进度", "完成比例", "完成度", "课程完成率", "培训完成率", "Completion", "Progress",
         "Completion Rate"),
    ),
    Field(
        "score",
        Type.NUMBER,
        ("考核成绩", "成绩", "得分", "分数", "考试成绩", "考试分数", "考核得分", "考核分数", "测试成绩", "评分", "培训成绩",
         "Score", "Mark",
     "测验成绩", "结业成绩", "测试分数", "Exam Score", "总分", "卷面成绩", "考试得分", "最终成绩", "总成绩"),
        lenient=True,
    ),
    Field("retake_date", Type.DATE, ("补考日期", "补考时间", "重考日期", "重考时间", "Retake Date", "Resit Date")),
    Field(
        "retake_score",
        Type.NUMBER,
        ("补考成绩", "补考分数", "补考得分", "重考成绩", "重考分数", "Retake Score", "Resit Score"),
        lenient=True,
    ),
    Field("note", Type.TEXT, ("备注", "说明", "备注说明", "附注", "Remark", "Remarks", "Note", "Notes", "Comment"), aside=True),
)  # fmt: skip
TRAINING_SHEET_NAMES = ("培训", "学习记录", "课程", "训练", "training", "courses", "learning")
TRAINING_ORDER = 80
