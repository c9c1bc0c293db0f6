"""The ways to take one header: without its brackets, either side of a slash, without the words that say whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from hrapp.modules.imports.engine.coded import label_of
from hrapp.modules.imports.engine.hints import without_hint
from hrapp.modules.imports.engine.spelling import RATE, WHICH
from hrapp.modules.imports.engine.words import LONGEST_VALUE, inside, outside, plain, said

#: Whoever does or gets what a table lists is the person of its rows; who reviews or signs it is not.
_SOMEBODY = re.compile(
    r"(?:提案|提交|发起|申请|申报|报送|编制|参训|参加|参与|受训|培训|学习|获奖|受奖|表彰|受表彰|被表彰|被考核|被考评|被评|考核|考评|调薪|异动|晋升|调动|离职|入职|请假|休假|持证|收款|领款|领取|参评|测评|被测评|任职|任免|变动|加班|出差|值班|在岗|在职|上岗|参会|报名|表扬|处罚|受罚|违纪|奖惩|签约|签订|续签)"
    r"(?:人员|人|者|员工|职工|对象)(?P<of>姓名|名字|工号|编号|员工编号|人员编号|部门|所属部门)?"
)
_OF_EMPLOYEE = re.compile(r"(?:员工|职工|雇员|本人)(?P<of>.{2,})")
#: 教职工姓名, 被保险人姓名: whoever they are called, they are the people of the table; unless they are somebody beside them.
_NAMED = re.compile(r"(?P<who>[^\x00-\x7f]{1,5})(?P<of>姓名|工号)")
_SOMEBODY_ELSE = re.compile(
    r"家|亲|成员|配偶|子女|孩|父|母|夫|妻|联系|联络|介绍|推荐|主管|经理|领导|上级|负责|讲师|培训师|师傅|导师|老师|审|批|经办|制表|填表|面试|评"
    r"|担保|户|候选|应聘|求职|客|供应|学生|患者|病人|会员|业主|证明|见证|代理|接替|交接"
)
#: 运营人员, 教师编号, 司机姓名: whoever does the work of the company.
_STAFF = re.compile(
    r"(?P<who>[^\x00-\x7f]{2,4})人员(?P<of>姓名|编号|工号)?|(?P<who2>教师|老师|司机|驾驶员|护士|医生|医师|教练|保安|业务员|技师|师傅|(?:医药|销售|业务|区域)?代表|导购员?|置业顾问|经纪人|客户经理|理财经理|柜员|店员|营业员|收银员|服务员|工人)(?P<of2>姓名|名称|编号|工号)"
)
#: 柜员号, as banks say; 师傅号 or 代表号 would be anything.
_NUMBERED = re.compile(r"(?:柜员|行员|店员|营业员|收银员|导购员?|服务员|业务员)(?:号|代码|编码|代号)")
_KINDS_OF_EMPLOYEE = ("类型", "类别", "性质", "状态", "名单")


def _about_somebody(word: str) -> Iterator[str]:
    """参训人员编号 is a 编号, 提案人 is a name, 员工岗位 is a 岗位; but 员工类型 is no 类型."""
    if word in ("户名", "收款户名", "收款人户名"):
        yield "姓名"
    elif _NUMBERED.fullmatch(word):
        yield "工号"
    elif match := _SOMEBODY.fullmatch(word):
        if word not in ("考核人", "考评人", "培训人", "学习对象"):
            yield match["of"] or "姓名"
    elif (staff := _STAFF.fullmatch(word)) and (staff["of2"] or not _SOMEBODY_ELSE.search(staff["who"])):
        yield staff["of2"] or staff["of"] or "姓名"
    else:
        named = _NAMED.fullmatch(word)
        of = _OF_EMPLOYEE.fullmatch(word)
        if of and of["of"] not in _KINDS_OF_EMPLOYEE:
            yield of["of"]
        elif named and not _SOMEBODY_ELSE.search(named["who"]):
            yield named["of"]


_OF_A_HUNDRED = re.compile(r"(?P<what>.*[^\W\d].*?) ?%")  # 权重% and Score % say it like 权重（%）


_DAY_ENDINGS = ("日期", "时间", "日")


def _other_endings(word: str) -> Iterator[str]:
    """批复时间, 批复日期 and 批复日 are one."""
    ending = next((ending for ending in _DAY_ENDINGS if word.endswith(ending) and len(word) > len(ending) + 1), None)
    if ending:
        yield from (word.removesuffix(ending) + other for other in _DAY_ENDINGS if other != ending)


_OF_ONES_OWN = re.compile(r"(?:所在|所属|任职|目前|当前)(?P<what>.{2,})")


def _without_words(word: str) -> Iterator[str]:
    """岗位名 is a 岗位, 所在组别 is a 组别; 姓名 and 曾用名 are words of their own."""
    if (
        len(word) >= 3
        and word.endswith("名")
        and not word.endswith(("姓名", "用名", "文名", "户名", "签名", "排名", "语名"))
    ):
        yield word.removesuffix("名")
    if match := _OF_ONES_OWN.fullmatch(word):
        yield match["what"]


_LATIN = r"(?:\d{1,2}(?:st|nd|rd|th) ?)?[A-Za-z][A-Za-z0-9.&'#/ -]*"
_BILINGUAL = re.compile(rf"(?P<zh>[^\x00-\x7f]+) ?(?P<en>{_LATIN})|(?P<en2>{_LATIN}?) ?(?P<zh2>[^\x00-\x7f]+)")


def _two_languages(text: str) -> Iterator[str]:
    """工号 Employee ID says the same twice; KPI 名称 and KR权重 do not: an abbreviation is no translation."""
    chinese, latin = both_languages(text)
    if len(latin) >= 2 and not re.fullmatch(r"[A-Z]{1,4}\d*", latin):
        yield chinese
        yield latin


#: Scripts that no Chinese header is in, and words that only Japanese (or somebody in Taiwan) writes so.
_SCRIPTS = r"[\u3040-\u30ff\uac00-\ud7af\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff\u0e00-\u0e7f]"
_FOREIGN = re.compile(
    _SCRIPTS
    + r"|社員|氏名|役職|入社|退社|番号|備考|所属|生年月日|形態|満了|勤務|手当|性別|等級|電話|種類|機関|発行|期限|年齢|住所|部署|契約"
)


def _translated(text: str) -> Iterator[str]:
    """姓名 over 氏名 or Họ tên in one cell; 绩效 over 工资 is a word that did not fit its column."""
    first, _, rest = plain(text).partition(" ")
    before, _, last = plain(text).rpartition(" ")
    for own, other in ((first, rest), (last, before)):
        another = re.search(_SCRIPTS, other) and not re.search(_SCRIPTS, own)  # 入社日 over 입사일
        if not own.isascii() and (another or (_FOREIGN.search(other) and not _FOREIGN.search(own))):
            yield own


def both_languages(text: str) -> tuple[str, str]:
    """What a header says in Chinese and what in Latin letters; two empty words where it says nothing in either."""
    match = _BILINGUAL.fullmatch(text)
    return (match["zh"] or match["zh2"], (match["en"] or match["en2"]).strip()) if match else ("", "")


@lru_cache(maxsize=8192)
def variants(text: str) -> tuple[tuple[str, float], ...]:
    """Ways to take a header, surest first: as it is, without brackets, what is in them, either side of a slash."""
    text = text[:LONGEST_VALUE]
    which = any(WHICH.fullmatch(part) for part in inside(text))
    found = [(said(text), 1.0), (said(outside(text)), 0.8 if which else 0.98)]
    if (bare := without_hint(text)) != text:
        found.append((said(bare), 0.97))
    found += [(said(part), 0.9) for part in inside(text)]
    found += [(f"{said(outside(text))}{part}数", 0.97) for part in inside(text) if part in ("天", "次", "小时")]
    parts = re.split(r"[/\n|]" if text.isascii() else r"[_/\n|]", outside(text))  # Emergency_Contact is one word
    found += [(said(part), 0.9) for part in parts if part != text]
    found += [(said(part), 0.9) for part in _two_languages(outside(text))]
    found += [(said(own), 0.97) for own in _translated(text)]
    if (share := _OF_A_HUNDRED.fullmatch(plain(text))) and said(share["what"]):
        found.append((said(share["what"]), 0.97))
    if RATE.search(outside(text)):
        found.append((said(RATE.sub("", outside(text))), 0.93))
    found += [(word, 0.93) for word in _other_endings(said(outside(text)))]
    found += [(word, 0.93) for word in _without_words(said(outside(text)))]
    if label := label_of(plain(text)):
        found.append((label, 0.97))
    found += [(word, 0.85) for word in _about_somebody(said(outside(text)))]
    surest = [(word, sure) for word, sure in dict(found[::-1]).items() if word][::-1]
    return tuple(surest) or ((plain(text), 1.0),)
