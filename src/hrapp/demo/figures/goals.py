"""OKR of the last two closed quarters."""

from __future__ import annotations

from decimal import Decimal

from hrapp.demo.dates import Shape
from hrapp.demo.truth import KeyResult, Objective

# quarter | 工号 | objective | weight, then its key results: title | weight | start | current | target | unit | typed
_GOALS = """
-2 | HG003 | 一年内让签约业主数翻倍 | 100
  签约业主数 | 100 | 600 | 900 | 1200 | 户
-2 | HG015 | 打造样板工地 | 100
  样板工地数 | 60 | 0 | 5 | 5 | 个
  工地巡检评分 | 40 | 4.5 | 4.75 | 4.8
-2 | HG020 | 打造样板工地 | 100
  样板工地数 | 50 | 0 | 3 | 4 | 个
  工地巡检评分 | 50 | 4.5 | 4.74 | 4.8
-2 | HG027 | 优化预约流程，把退单率降下来 | 100
  退单率由30%降到20% | 100 | 0.3 | 0.27 | 0.2 | %
-2 | HG010 | 报价系统提速 | 100
  报价单生成耗时 | 50 | 900 | 360 | 300 | ms
  报价差错数 | 50 | 40 | 12 | 8
-2 | HG004 | 施工进度看板 | 100
  看板打开时间 | 100 | 4.2 | 3.35 | 2.5 | 秒
-1 | HG001 | 一年内让在保业主数翻倍 | 100
  在保业主数 | 100 | 20000 | 35000 | 40000 | 万
-1 | HG002 | 稳住团队 | 100
  年度离职率由20%降到10% | 60 | 0.2 | 0.1 | 0.1 | %
  写清晋升标准的岗位序列 | 40 | 0 | 7 | 7 | 个
-1 | HG003 | 一年内让签约业主数翻倍 | 100
  签约业主数 | 60 | 600 | 1050 | 1200 | 户
  签约物业小区 | 40 | 0 | 15 | 20 | 个
-1 | HG011 | 老业主带来新业主 | 100
  客户留存率提升15个百分点 | 100 | 0.7 | 0.85 | 0.85 | %
-1 | HG016 | 老业主带来新业主 | 100
  老业主回访数 | 100 | 0 | 45 | 60 | 户
-1 | HG024 | 让业主住得安心 | 100
  客户留存率提升15个百分点 | 70 | 0.7 | 0.82 | 0.85 | %
  建立业主维保档案 | 30 | 0 | 80 | 80 | 份
-1 | HG013 | 让业主住得安心 | 100
  客户留存率提升15个百分点 | 100 | 0.72 | 0.8475 | 0.87 | %
-1 | HG025 | 让业主住得安心 | 100
  客户留存率 | 100 | 0.7 | 0.76 | 0.8 | %
-1 | HG005 | 设计工程标准化 | 100
  完成三套标准施工图集 | 50 | yes
  一次验收通过率 | 50 | 0.55 | 0.64 | 0.7 | %
-1 | HG015 | 打造样板工地 | 100
  样板工地数 | 50 | 0 | 3 | 5 | 个
  工地巡检评分 | 50 | 4.6 | 4.76 | 4.8
-1 | HG019 | 新中式方案上线 | 100
  完成新中式样板间（里程碑） | 100 | rate | 0.6
-1 | HG020 | 打造样板工地 | 100
  样板工地数 | 50 | 0 | 4 | 5 | 个
  工地巡检评分 | 50 | 4.6 | 4.78 | 4.8
-1 | HG006 | 提高预约转化 | 100
  预约转化率提高15% | 100 | 0.04 | 0.0445 | 0.046 | %
-1 | HG029 | 提升预约转化 | 60
  预约转化率提高15% | 100 | 0.04 | 0.0472 | 0.046 | %
-1 | HG029 | 搭建业主社群 | 40
  社群数 | 50 | 10 | 22 | 20 | 个
  社群活跃度 | 50 | 0.35 | 0.44 | 0.5 | %
-1 | HG030 | 维保会员上线 | 100
  会员数 | 30 | 0 | 1200 | 1200
  会员续费率 | 30 | 0.2 | 0.25 | 0.3 | %
  权益合作商 | 30 | 0 | 6 | 8 | 家
-1 | HG026 | 把退单率降下来 | 100
  退单率 | 50 | 0.28 | 0.29 | 0.24 | %
  客服首次响应时间 | 50 | 10 | 6 | 5 | 分钟
-1 | HG027 | 优化预约流程，把退单率降下来 | 100
  退单率由30%降到20% | 60 | 0.3 | 0.23 | 0.2 | % | 0.65
  预约步骤由5步减到3步 | 40 | 5 | 4 | 3 | 步
-1 | HG010 | 重做报价系统 | 100
  完成报价系统重做 | 40 | yes
  自动测试覆盖率 | 60 | 0.3 | 0.62 | 0.7 | %
-1 | HG004 | 施工进度看板 | 100
  看板打开时间 | 50 | 4.2 | 2.84 | 2.5 | 秒
  系统可用率 | 50 | 0.99 | 0.9981 | 0.999 | %
-1 | HG007 | 扩大口碑 | 100
  短视频粉丝数 | 100 | 50000 | 58000 | 60000 | 万
-1 | HG028 | 活动获客 | 100
  活动线索数 | 100 | 0 | 255 | 300 | 条
"""


def objectives(shape: Shape) -> tuple[Objective, ...]:
    found: list[Objective] = []
    for line in _GOALS.strip().split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        if not line.startswith(" "):
            quarter, emp_no, title, weight = cells
            found.append(Objective(emp_no, shape.quarter(int(quarter)), title, int(weight), ()))
        else:
            last = found[-1]
            found[-1] = Objective(
                last.emp_no, last.quarter, last.title, last.weight, (*last.key_results, _key_result(cells))
            )
    return tuple(found)


def _key_result(cells: list[str]) -> KeyResult:
    title, weight, start, *rest = cells
    if start == "yes":
        return KeyResult(title, int(weight), "yes_no", None, Decimal(1), None)
    if start == "rate":
        return KeyResult(title, int(weight), "typed", None, None, None, typed=Decimal(rest[0]))
    current, target, unit, typed = [*rest, "", ""][:4]
    return KeyResult(
        title,
        int(weight),
        "number",
        Decimal(start),
        Decimal(current),
        Decimal(target),
        unit,
        Decimal(typed) if typed else None,
    )
