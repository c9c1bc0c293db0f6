"""Comparing what people wrote: width, spaces, marks and brackets make no difference to what a word says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_SPACES = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_BRACKETED = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]")
_NOT_SAID = re.compile(r"[\s\-_/\\·.,，。、:：;；*＊()（）\[\]【】〔〕《》〈〉<>“”\"'‘’「」『』|~!！?？#]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─ー"), "-")
#: What headers and words of a company are written with in Hong Kong and Taiwan. Only for comparing.
_TRADITIONAL = str.maketrans(
    "員職號碼電話絡聯離績資險稅額實發應獎懲訓證書學歷業專畢齡別個單處組級崗轉關係緊僱備註類狀態簽訂約終間時遲數總計補貼罰戶銀帳賬編屬門務"
    "報導長課隊術產製營銷購貨庫倉機開閉現舊優達標準評審覈複檢項內圍據調薪動變遷進來從將對與為無滿過還這們國際會議財經辦執細節結構統負責領導層區縣鄉鎮"
    "婚姻親屬緣嬰飯費車補燈熱壓純淨扣繳納醫療養傷業餘臨兼雜傭佣餐獲榮譽頒給減漲幅線視覺監測試驗錄讀寫語聯繫質勞貿護廠樓團衛環藝圖館園農礦鋼鐵橋沖",
    "员职号码电话络联离绩资险税额实发应奖惩训证书学历业专毕龄别个单处组级岗转关系紧雇备注类状态签订约终间时迟数总计补贴罚户银帐账编属门务"
    "报导长课队术产制营销购货库仓机开闭现旧优达标准评审核复检项内围据调薪动变迁进来从将对与为无满过还这们国际会议财经办执细节结构统负责领导层区县乡镇"
    "婚姻亲属缘婴饭费车补灯热压纯净扣缴纳医疗养伤业余临兼杂佣佣餐获荣誉颁给减涨幅线视觉监测试验录读写语联系质劳贸护厂楼团卫环艺图馆园农矿钢铁桥冲",
)

#: What stands in a cell to say that nothing does.
NOTHING = frozenset({
    "-", "--", "---", "/", "//", "\\", "无", "n/a", "na", "none", "null", "nil", "暂无", "没有", "空", "未填", "不详", "无。",
    "*", "**", "x", "xx", "xxx", "?", ".",
})  # fmt: skip


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """NFKC, one space for any run of white space, none around, one kind of dash."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).translate(_DASHES).strip()


@lru_cache(maxsize=65536)
def said(text: str) -> str:
    """Only what is said: lower case, no spaces, no marks."""
    return _NOT_SAID.sub("", plain(text).lower()).replace("%", "%").translate(_TRADITIONAL)


@lru_cache(maxsize=65536)
def outside(text: str) -> str:
    """Without what stands in brackets."""
    return _BRACKETED.sub("", plain(text)).strip()


@lru_cache(maxsize=65536)
def inside(text: str) -> tuple[str, ...]:
    """What stands in brackets."""
    return tuple(part[1:-1].strip() for part in _BRACKETED.findall(plain(text)))


def squeezed(text: str) -> str:
    """Without spaces between Chinese characters: "产  假" is 产假, "Zhang San" stays."""
    return _BETWEEN.sub("", plain(text))


def as_written(text: str) -> str:
    """What people wrote, marks and widths kept: only white space is put in order."""
    return _BETWEEN.sub("", _SPACES.sub(" ", text).strip())


def as_text(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return plain(str(value))


def is_nothing(value: Any) -> bool:
    """Empty, or a mark that says so."""
    return value is None or (isinstance(value, str) and plain(value).lower() in NOTHING | {""})


class Terms:
    """The company's words of one list: which canonical value a text means, and which one a longer text names."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, str] = {}
        for canonical, written in spellings.items():
            for word in (canonical, *written):
                self._exact.setdefault(said(word), canonical)
        for canonical in spellings:  # a canonical name beats another one's nickname
            self._exact[said(canonical)] = canonical
        self._exact.pop("", None)
        self._longest = sorted(self._exact, key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact)

    def exact(self, text: str) -> str | None:
        return self._exact.get(said(text)) or self._exact.get(said(outside(text)))

    def named_in(self, text: str) -> str | None:
        """The longest of the words that the text contains."""
        found = self.split(text)
        return found[0] if found else None

    def split(self, text: str) -> tuple[str, str] | None:
        """(canonical, what else the text says) of the longest word in the text. One letter is no evidence."""
        whole = said(text)
        for word in self._longest:
            if len(word) > 1 and word in whole:
                before, _, after = whole.partition(word)
                return self._exact[word], before + after
        return None
