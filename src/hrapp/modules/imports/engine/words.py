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
_NUMBER_SIGN = re.compile(r"(?<=[a-z])[ .]?#")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─ー"), "-")
#: What headers and words of a company are written with in Hong Kong and Taiwan. Only for comparing.
_TRADITIONAL = str.maketrans(
    "丟並佈佔來係倉個們備傭傳傷僅僱價億優儲兒內兩冊別刪則剛劃劉劑動務勞勵勸匯區協參叄叢吳呂員問啓啟喪喫喬單嗎嚴國圍園圓圖團執報場塊塗壓壞夥夾婁嬰孫學實寧審寫將專對導屆層屬崗嶽師帳帶幣幹幾庫廠廢張後徑從復徵"
    "愛態憑應懲戰戶掛採揚換損擇擔據擬擴敗敘數斷於時晉暫曠書會東條棄楊業榮構槍樓標樣橋機檔檢櫃欄權歐歲歷歸決沒沖況淨減測湯準溫滿漲為無熱燈營爲牀狀獎獨獲現環產畢異當療發監盤盧確碼礎礦禮稅種稱積竇節範築簡簽籤"
    "紀約紅紋納純級細紹終組結絕絡給統經綜維網緊線緣編緩練縣總績織繫繳繼續罰羅羣義習聯聶職腦臨臺與興舉舊莊華萬葉蓋蔣蕭薦藍藝藥蘇蘭處虛號術衛衝裏補裝裡製複褲襯覈見規視親覺覽觀訂計訊訓記訪設許註証評詞詢試話該"
    "詳認誕語誤說説誰課調請論諸謂講謝證識譚議護譽讀變負財貨貫責貳買貸費貼貿賀資賈質賬賴購趙蹤車軍軟較載輔輛輪輸轉辦辭農這連週進遊運過達違遞適遲遷選還邊郵鄉鄒鄧鄭醫銀銘銷鋪鋼錄錢錯鍵鍾鎊鎮鐵長門閆閉開間閻關"
    "陳陸陽隊階際隨險隱隸雙雜離難電韋韓響頁項順須預頒領頭題額顏願類顧顯飯飲養餘館馬馮駁駐駕駛駱驗驟體魯鮑麼黃點黨齊齡龍龔",
    "丢并布占来系仓个们备佣传伤仅雇价亿优储儿内两册别删则刚划刘剂动务劳励劝汇区协参叁丛吴吕员问启启丧吃乔单吗严国围园圆图团执报场块涂压坏伙夹娄婴孙学实宁审写将专对导届层属岗岳师账带币干几库厂废张后径从复征"
    "爱态凭应惩战户挂采扬换损择担据拟扩败叙数断于时晋暂旷书会东条弃杨业荣构枪楼标样桥机档检柜栏权欧岁历归决没冲况净减测汤准温满涨为无热灯营为床状奖独获现环产毕异当疗发监盘卢确码础矿礼税种称积窦节范筑简签签"
    "纪约红纹纳纯级细绍终组结绝络给统经综维网紧线缘编缓练县总绩织系缴继续罚罗群义习联聂职脑临台与兴举旧庄华万叶盖蒋萧荐蓝艺药苏兰处虚号术卫冲里补装里制复裤衬核见规视亲觉览观订计讯训记访设许注证评词询试话该"
    "详认诞语误说说谁课调请论诸谓讲谢证识谭议护誉读变负财货贯责贰买贷费贴贸贺资贾质账赖购赵踪车军软较载辅辆轮输转办辞农这连周进游运过达违递适迟迁选还边邮乡邹邓郑医银铭销铺钢录钱错键钟镑镇铁长门闫闭开间阎关"
    "陈陆阳队阶际随险隐隶双杂离难电韦韩响页项顺须预颁领头题额颜愿类顾显饭饮养余馆马冯驳驻驾驶骆验骤体鲁鲍么黄点党齐龄龙龚",
)

#: What stands in a cell to say that nothing does.
NOTHING = frozenset({
    "-", "--", "---", "/", "//", "\\", "无", "n/a", "na", "none", "null", "nil", "暂无", "没有", "空", "未填", "不详", "无。",
    "*", "**", "x", "xx", "xxx", "?", ".",
})  # fmt: skip
LONGEST_VALUE = 200  # characters; a longer cell tells a story, and is no number, day, name or code
_NOTHING_SAID = NOTHING | {""}
_LONGEST_NOTHING = 4  # letters of none and null
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """NFKC, one space for any run of white space, none around, one kind of dash."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).translate(_DASHES).strip()


@lru_cache(maxsize=65536)
def said(text: str) -> str:
    """Only what is said: lower case, no spaces, no marks. Employee # is Employee No."""
    return _NOT_SAID.sub("", _NUMBER_SIGN.sub("no", plain(text).lower())).replace("%", "%").translate(_TRADITIONAL)


def simplified(text: str) -> str:
    """As it would be written on the mainland: 合計 is 合计. Only for comparing."""
    return text.translate(_TRADITIONAL)


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
    if not isinstance(value, str):
        return value is None
    if value.isalnum() and (len(value) > _LONGEST_NOTHING or _HAN.fullmatch(value)):
        return value in NOTHING  # there is nothing about its spelling to put in order
    return plain(value).lower() in _NOTHING_SAID


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

    def begun_by(self, text: str) -> str | None:
        """The only one that begins so."""
        found = {canonical for word, canonical in self._exact.items() if word.startswith(said(text))}
        return next(iter(found)) if len(found) == 1 else None

    def named_in(self, text: str) -> str | None:
        """The longest of the words that the text contains."""
        found = self.split(text)
        return found[0] if found else None

    def all_in(self, text: str) -> set[str]:
        """Every one of the words that the text contains, none within a longer one."""
        found, rest = set[str](), text
        while part := self.split(rest):
            found.add(part[0])
            rest = part[1]
        return found

    def split(self, text: str) -> tuple[str, str] | None:
        """(canonical, what else the text says) of the longest word in the text. One letter is no evidence."""
        whole = said(text)
        for word in self._longest:
            if len(word) > 1 and word in whole:
                before, _, after = whole.partition(word)
                return self._exact[word], before + after
        return None
