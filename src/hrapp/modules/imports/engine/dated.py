"""Months in titles and names of files that are none: 八月瓜 makes melons, 五月花 and 四季 are hotels. Written in words and
without 份, a month counts where it ends what is said, or where it goes on with what lists are about: 八月工资, 八月冲压车间.
"""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.words import plain

_N = "一二三四五六七八九十"
_BARE = re.compile(
    rf"(?<![{_N}\d第])(?:十[一二]|[{_N}])月(?!份)(?=[^\W\d_a-zA-Z])|(?<![{_N}\d第])[{_N[:4]}]季(?=[^\W\d_a-zA-Z度])"
)
#: What a list is about, of whom, or which part of the month.
_ABOUT = re.compile(
    r"工[资时作薪人]|薪|奖|绩|考[勤核评试]|提成|社保|公积金|[五三]险|保险|个?税|补[贴助发差休]|津贴|加班|出[勤差]|[请休年病事产]假|排班|值班|班[次组]|培训|学习"
    r"|[入离辞在兼]职|[新退在到]岗?[进人休岗]|转[正岗]|调[薪岗整动级]|晋[升级]|异动|变[动更]|招聘|面试|花?名[单册]|[人员职]员?[员工事力数]|编制|行政|财务|财会|销售|生产|业务"
    r"|市场|营[销业运]|客服|研发|技术|工程|采购|仓[库储管]|物流|质[检量保]|品[质管]|外[贸包派]|门店|车[间队]|部门|办公|后勤|食堂|保[安洁]|运[营输]|设[计备]|制造|安[全装]"
    r"|分?公司|总[公部计厂]|管理|[各全本分月]|表|明细|统计|汇总|报[表告销]|数据|情况|记录|计划|目标|指标|完成|任务|评[分级定价比优选]|得分|成绩|分数|产[量值]|计件|餐|伙食|费用"
    r"|[应实]发|发|扣|[支收]入?出?|[底末终结]|初(?![一二三四五六七八九十])|[中上下]旬|[起至到止]|生日|福利|慰问|合同|到期|退|临时|试用|实习|正式|劳务|派遣|项目|服务|优秀|先进|表彰|流[动失]|在[册编]"
    r"|更新|修订|最新|定稿|副本|备份|[和及与]|[甲乙丙丁]班|[早中晚夜]班"
    rf"|[{_N}]{{1,3}}(?:[日号店部班组队线厂楼课科期]|车间|分[厂店])"
)
_FIRM = re.compile(
    r"[^\d]{0,12}(?:公司|集团|[^\W\d_]厂|[酒饭书茶药花面饼]店|餐饮|饭庄|宾馆|酒[楼家业]|会所|茶|食品|商[贸行]|贸易|科技|文化|传媒|服饰|美容|医院|学校|幼儿园|事务所|工作室|超市|农[庄场]"
    r"|实业|物业|合作社|母婴|有限)"
)
_YEAR = re.compile(r"(?:20\d\d|[〇零○一二三四五六七八九]{4})(?:年|[-./ ])?\s*$|(?<!\d)[12]\d年\s*$")


def dated(text: str, lexicon: Lexicon) -> str:
    """The text without months that are part of a name."""
    return _BARE.sub(lambda match: match[0] if _is_one(match, lexicon) else "·", plain(text)) if _may(text) else text


def is_doubtful(text: str, lexicon: Lexicon) -> bool:
    """Whether a month was passed over that may be one all the same: 2024年八月 before the name of a firm, 八月 before a
    word that nobody knows."""
    passed = [match for match in _BARE.finditer(plain(text)) if not _is_one(match, lexicon)] if _may(text) else ()
    return any(_after_a_year(match) or not _FIRM.match(_rest(match)) for match in passed)


def _may(text: str) -> bool:
    return "月" in text or "季" in text


def _is_one(match: re.Match[str], lexicon: Lexicon) -> bool:
    rest = _rest(match)
    if _ABOUT.match(rest) or any(
        terms.exact(rest[:n]) for terms in lexicon.terms.values() for n in range(2, min(len(rest), 8) + 1)
    ):
        return True
    return _after_a_year(match) and not _FIRM.match(rest)


def _rest(match: re.Match[str]) -> str:
    return match.string[match.end() :]


def _after_a_year(match: re.Match[str]) -> bool:
    return _YEAR.search(match.string[: match.start()]) is not None
