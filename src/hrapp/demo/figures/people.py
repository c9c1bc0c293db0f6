"""Who works here, who left, who moved up."""

from __future__ import annotations

from datetime import date, timedelta

from hrapp.demo.dates import Shape, add_months
from hrapp.demo.truth import Leave, Leaver, Move, Person

MATERNITY = "产假"

# 工号, name, gender, birth, department, position, level, manager, hired (shape month, day), mail
_PEOPLE = """
HG001 沈维岳 男 1981-04-17 总经理室 总经理 M2 - -36 9 shenweiyue
HG002 顾蔓 女 1988-09-02 人力行政部 人力行政经理 M1 HG001 -36 9 guman
HG003 罗成钢 男 1985-12-11 客户部 客户部经理 M1 HG001 -36 16 luochenggang
HG004 秦朗 男 1987-06-23 数字化部 数字化经理 M1 HG001 -36 18 qinlang
HG005 章以宁 女 1986-02-08 设计工程部 设计工程经理 M1 HG001 -35 1 zhangyining
HG006 邹凯 男 1989-10-30 线上运营部 线上运营经理 M1 HG001 -35 6 zoukai
HG007 白露 女 1990-09-08 品牌部 品牌经理 M1 HG001 -34 4 bailu
HG008 钟䶮 女 1994-03-19 总经理室 总经理助理 A2 HG001 -34 11 zhongyan
HG009 简宁 女 1995-07-05 人力行政部 行政专员 A1 HG002 -30 15 jianning
HG010 江屿 男 1993-01-28 数字化部 开发工程师 X1 HG004 -33 8 jiangyu
HG011 方思远 男 1995-05-16 客户部 家装顾问 G1 HG003 -31 1 fangsiyuan
HG012 何晓雨 女 1996-11-03 客户部 家装顾问 G1 HG003 -31 11 hexiaoyu
HG013 许诺 女 1994-08-21 客户部 资深客户管家 B2 HG003 -30 8 xunuo
HG014 程立 男 1992-04-09 客户部 家装顾问 G1 HG003 -28 17 chengli
HG015 丁然 男 1991-12-25 设计工程部 项目经理 E2 HG005 -29 20 dingran
HG016 苏晴 女 1997-03-30 客户部 家装顾问 G1 HG003 -26 19 suqing
HG017 林知夏 女 1995-06-12 客户部 客户管家 B1 HG003 -25 2 linzhixia
HG018 邵雅 女 1998-10-17 客户部 家装顾问 G1 HG003 -23 4 shaoya
HG019 卢嘉 女 1998-02-14 设计工程部 助理设计师 D1 HG005 -27 1 lujia
HG020 陶冶 男 1996-07-27 设计工程部 项目专员 E1 HG005 -22 2 taoye
HG021 郑一凡 男 1997-09-19 客户部 家装顾问 G1 HG003 -15 7 zhengyifan
HG022 莫凡 男 2000-01-06 设计工程部 助理设计师 D1 HG005 -13 31 mofan
HG024 夏川 男 1996-04-25 客户部 资深客户管家 B2 HG003 -9 11 xiachuan
HG025 冯可 男 1999-08-08 客户部 客户管家 B1 HG003 -8 24 fengke
HG026 刘洋 女 1997-12-01 线上运营部 运营专员 Y1 HG006 -25 23 liuyang
HG027 孟溪 女 1998-05-20 线上运营部 运营专员 Y1 HG006 -20 17 mengxi
HG028 刘洋 男 1996-10-10 品牌部 品牌专员 K1 HG007 -17 12 liuyang2
HG029 姜来 男 1995-11-11 线上运营部 高级运营专员 Y2 HG006 -29 6 jianglai
HG030 纪文博 男 1996-02-29 线上运营部 高级运营专员 Y2 HG006 -27 15 jiwenbo
HG031 叶小舟 女 2001-03-09 数字化部 开发工程师 X1 HG004 -2 10 yexiaozhou
"""

_LEAVERS = """
HG032 段宏 男 设计工程部 项目专员 -33 15 -17 28 主动 家里有事，回老家发展
HG033 古月 女 客户部 家装顾问 -31 18 -16 15 主动 加薪多少说不清依据，另谋发展
HG034 贺敏 男 客户部 家装顾问 -17 8 -13 26 被动 试用期不符合录用条件
HG035 孔令仪 女 线上运营部 运营专员 -24 14 -13 31 主动 个人发展
HG036 向阳 男 数字化部 开发工程师 -34 18 -10 18 主动 项目做得好也没有认可
HG037 温迪 女 品牌部 品牌专员 -28 3 -7 31 主动 看不到晋升通道
HG038 史进 男 客户部 家装顾问 -26 5 -4 15 被动 业绩长期不达标，协商解除
"""

_MOVES = """
HG006 promotion 运营主管 Y3 线上运营经理 M1 -27 1 1
HG003 promotion 顾问主管 G2 客户部经理 M1 -25 1 1
HG007 promotion 品牌主管 K3 品牌经理 M1 -7 30 1
HG009 transfer 前台 A1 行政专员 A1 -6 13 1 平级调动
HG013 promotion 客户管家 B1 资深客户管家 B2 -5 1 1
HG029 promotion 运营专员 Y1 高级运营专员 Y2 -4 1 1
HG024 promotion 客户管家 B1 资深客户管家 B2 -3 1 1
HG015 promotion 项目专员 E1 项目经理 E2 -2 1 1
HG030 promotion 运营专员 Y1 高级运营专员 Y2 -2 1 1
"""


def people(shape: Shape) -> tuple[Person, ...]:
    return tuple(_person(shape, number, line.split()) for number, line in enumerate(_PEOPLE.split("\n")[1:-1], 1))


def _person(shape: Shape, number: int, row: list[str]) -> Person:
    emp_no, name, gender, born, department, position, level, manager, month, day, mail = row
    hired = shape.on(int(month), int(day))
    probation = add_months(hired, 6) - timedelta(days=1) if emp_no == "HG031" else None
    leaves = _leaves(shape, emp_no)
    return Person(
        emp_no=emp_no,
        name=name,
        gender=gender,
        birth=date.fromisoformat(born),
        department=department,
        position=position,
        level=level,
        manager=None if manager == "-" else manager,
        hired=hired,
        id_no=_id_no(number, born, gender),
        phone=f"{(139, 138, 186, 159, 177)[number % 5]}0000{2000 + number}",
        email=f"{mail}@heguang.example",
        contract_end=_contract_end(shape, emp_no, hired),
        probation_end=probation,
        leaves=leaves,
        remark=_remark(emp_no, probation, leaves),
    )


def _leaves(shape: Shape, emp_no: str) -> tuple[Leave, ...]:
    if emp_no == "HG017":
        return (Leave(MATERNITY, shape.on(-7, 27), shape.on(-2, 31)),)
    if emp_no == "HG009":
        return (Leave(MATERNITY, shape.day - timedelta(days=40), shape.day + timedelta(days=117)),)
    return ()


def _remark(emp_no: str, probation: date | None, leaves: tuple[Leave, ...]) -> str:
    if probation:
        return f"试用期，{probation.year}.{probation.month}.{probation.day}到期"
    if leaves:
        return leaves[0].kind + "-".join(f"{d.year}.{d.month}.{d.day}" for d in (leaves[0].start, leaves[0].end))
    return {"HG026": "与品牌部刘洋同名", "HG028": "与线上运营部刘洋同名"}.get(emp_no, "")


def _id_no(number: int, born: str, gender: str) -> str:
    """Valid check digits under a county code that no county has."""
    region = ("510099", "500099", "530099", "420099")[number % 4]
    serial = 200 + number * 2 + (gender == "男")
    first = f"{region}{born.replace('-', '')}{serial}"
    return first + "10X98765432"[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first)) % 11]


def _contract_end(shape: Shape, emp_no: str, hired: date) -> date | None:
    if emp_no == "HG001":
        return None
    if soon := {"HG002": 9, "HG004": 21, "HG005": 30}.get(emp_no):
        return shape.day + timedelta(days=soon)
    end = add_months(hired, 36) - timedelta(days=1)
    return end if end > shape.day + timedelta(days=60) else add_months(hired, 72) - timedelta(days=1)


def leavers(shape: Shape) -> tuple[Leaver, ...]:
    found = []
    for line in _LEAVERS.split("\n")[1:-1]:
        emp_no, name, gender, department, position, m1, d1, m2, d2, kind, reason = line.split()
        hired, left = shape.on(int(m1), int(d1)), shape.on(int(m2), int(d2))
        found.append(Leaver(emp_no, name, gender, department, position, hired, left, kind == "主动", reason))
    return tuple(found)


def moves(shape: Shape) -> tuple[Move, ...]:
    found = []
    for line in _MOVES.split("\n")[1:-1]:
        emp_no, kind, position, level, to_position, to_level, month, day, _, *remark = line.split()
        effective = shape.on(int(month), int(day))
        found.append(Move(emp_no, kind, (position, level), (to_position, to_level), effective, True, " ".join(remark)))
    ahead = add_months(shape.day.replace(day=1), 1)
    old, new = ("开发工程师", "X1"), ("高级开发工程师", "X2")
    found.append(Move("HG010", "promotion", old, new, ahead, False, "拟晋升，验收材料已退回"))
    return tuple(found)
