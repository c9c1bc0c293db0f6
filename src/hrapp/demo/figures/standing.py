"""Grades, awards, courses and plans."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hrapp.demo.dates import Shape
from hrapp.demo.truth import Attempt, Award, Grade, Paper

AWARD = "季度之星"

# Grades of the last four closed quarters: 优 良 合 待, or a mark for those who were not rated.
_GRADES = """
HG001 不参评 不参评 不参评 不参评
HG002 良 优 良 良
HG003 良 良 优 良
HG004 良 良 良 优
HG005 良 良 良 优
HG006 良 合 良 良
HG007 良 良 合 良
HG008 良 良 合 良
HG009 合 合 良 合
HG010 合 良 优 良
HG011 优 良 优 优
HG012 优 优 良 优
HG013 优 良 良 优
HG014 优 良 优 良
HG015 良 优 良 合
HG016 合 良 优 良
HG017 良 良 产假 产假（不参评）
HG018 合 合 良 合
HG019 良 良 优 良
HG020 合 良 良 良
HG021 良 优 优 良
HG022 不参评 合 合 待
HG024 . 优 优 优
HG025 . 不参评 合 良
HG026 合 合 待 合
HG027 良 合 良 良
HG028 合 良 良 优
HG029 良 优 优 良
HG030 合 良 优 优
HG031 . . . 试用期不参评
HG037 良 良 离职 离职
HG038 合 待 离职 离职
"""
_WORDS = {"优": "优秀", "良": "良好", "合": "合格", "待": "待改进"}


def grades(shape: Shape) -> tuple[Grade, ...]:
    found = []
    for line in _GRADES.strip().split("\n"):
        emp_no, *given = line.split()
        for quarter, short in zip((-4, -3, -2, -1), given, strict=True):
            grade = _WORDS.get(short)
            found.append(Grade(emp_no, shape.quarter(quarter), grade, grade or short.replace(".", "")))
    return tuple(found)


# quarter, who received the award, and what else was given
_AWARDS = {
    -4: ("HG011", "HG014", "HG012", "HG013"),
    -3: ("HG012", "HG021", "HG024", "HG015", "HG029"),
    -2: ("HG011", "HG014", "HG021", "HG016", "HG030"),
}
_PROPOSED = ("HG011", "HG012", "HG024", "HG013", "HG030")


def awards(shape: Shape) -> tuple[Award, ...]:
    """Given on the 10th of the month after the quarter. Those of the last quarter are only proposed."""
    found = [
        Award(emp_no, shape.quarter(quarter), shape.on(quarter * 3 + 3, 10), AWARD, True)
        for quarter, named in _AWARDS.items()
        for emp_no in named
    ]
    found.append(Award(None, shape.quarter(-4), shape.on(-9, 10), "优秀班组", True))
    found.append(Award("HG025", shape.quarter(-2), shape.on(-3, 10), "最佳新人", True))
    soon = shape.day + timedelta(days=9)
    found += [Award(emp_no, shape.quarter(-1), soon, AWARD, False) for emp_no in _PROPOSED]
    return tuple(sorted(found, key=lambda award: award.day))


# 工号, course, shape month, day, status, rate, score, the course as written, remark
_ATTEMPTS = """
HG011|新员工入职培训|-31|8|completed|1|88|新员工入职培训|
HG003|带队管理|-24|19|completed|1|90|带队管理|
HG024|新员工入职培训|-9|25|completed|1|90|新员工入职培训|
HG014|谈单技巧|-11|15|completed|1|89|谈单技巧|
HG013|量房与沟通|-9|24|completed|1|93|量房与沟通|
HG025|新员工入职培训|-7|6|completed|1|79|新员工入职培训|
HG008|公文写作|-7|14|completed|1|96|公文写作|
HG017|量房与沟通|-7|21|in_progress|0.6||量房与沟通|
HG019|方案设计入门|-6|11|completed|1|80|方案设计入门|
HG022|方案设计入门|-6|11|in_progress|0.75||方案设计入门|
HG024|量房与沟通|-6|18|completed|1|95|量房与沟通|
HG038|谈单技巧|-6|25|failed|0|52|谈单技巧|需补考
HG011|带队管理|-5|16|completed|1|92|《带队管理》|
HG012|带队管理|-5|16|completed|1|85|《带队管理》|
HG014|带队管理|-5|16|completed|1|81|《带队管理》|
HG016|带队管理|-5|16|absent|0||《带队管理》|请假，补第二期
HG009|劳动法实务|-5|23|completed|1|82|劳动法实务|
HG025|量房与沟通|-5|30|completed|1|84|“量房与沟通”培训|
HG029|数据分析基础|-4|13|completed|1|90|数据分析基础|
HG026|数据分析基础|-4|13|completed|1|74|数据分析基础|
HG027|数据分析基础|-4|13|completed|1|86|数据分析基础|
HG016|带队管理|-4|20|completed|1|90|带队管理（第二期）|
HG015|工地管理进阶|-4|27|completed|1|83|工地管理进阶|
HG020|工地管理进阶|-4|27|completed|1|88|工地管理进阶|
HG018|带队管理读书会|-3|4|completed|1||带队管理读书会|
HG026|短视频写作|-3|18|in_progress|0.3||短视频写作|
HG028|短视频写作|-3|18|completed|1|91|短视频写作|
HG031|新员工入职培训|-2|21|completed|1|91|新员工入职培训|
HG018|带队管理|-2|22|in_progress|0.5||带队管理|
HG021|带队管理|-2|22|completed|1|87| 带队管理 |
HG010|系统架构|-2|29|completed|1|87|系统架构|
"""


def attempts(shape: Shape) -> tuple[Attempt, ...]:
    found = []
    for line in _ATTEMPTS.strip().split("\n"):
        emp_no, course, month, day, status, rate, score, written, remark = line.split("|")
        found.append(
            Attempt(
                emp_no,
                course,
                shape.on(int(month), int(day)),
                status,
                Decimal(rate),
                int(score) if score else None,
                written,
                remark,
            )
        )
    return tuple(found)


_RETURNED = "缺少量化指标，请修改后重交"


def papers(shape: Shape) -> tuple[Paper, ...]:
    team, proof = "带队方案", "验收成果证明"
    on = shape.on

    def approved(emp_no: str, kind: str, title: str, m1: int, d1: int, m2: int, d2: int, boss: str) -> Paper:
        return Paper(emp_no, kind, title, on(m1, d1), "approved", on(m2, d2), boss, "", kind)

    return (
        approved("HG014", team, "别墅组带队方案", -7, 2, -7, 10, "HG003"),
        approved("HG015", proof, "云栖苑样板工地验收成果", -4, 18, -4, 25, "HG005"),
        Paper("HG011", team, "家装一组带队方案", on(-4, 3), "returned", on(-4, 10), "HG003", _RETURNED, f"《{team}》"),
        approved("HG011", team, "家装一组带队方案（修订）", -4, 28, -3, 5, "HG003"),
        approved("HG016", "老业主回访方案", "老业主回访方案", -3, 15, -3, 20, "HG003"),
        approved("HG020", proof, "旧房翻新工地验收成果", -2, 6, -2, 14, "HG005"),
        approved("HG021", team, "新人带教与带队方案", -2, 20, -2, 28, "HG003"),
        Paper("HG010", proof, "报价系统重做总结", on(-1, 8), "returned", on(-1, 15), "HG004", _RETURNED, proof),
        Paper("HG012", team, "家装二组带队方案", shape.day - timedelta(days=6), "pending", None, "HG003", "", team),
    )
