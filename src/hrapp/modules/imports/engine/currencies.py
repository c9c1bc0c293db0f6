"""In which currency figures are, where it is another than yuan: by the header, the titles, a column beside them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hrapp.modules.imports.engine.words import as_text, inside, is_nothing, plain, said, simplified

_CODES = (
    r"USD|HKD|EUR|GBP|JPY|TWD|NTD|SGD|MOP|INR|AUD|CAD|CHF|KRW|THB|VND|MYR|IDR|PHP|RUB|BRL|MXN|AED|SAR|ZAR|NZD|SEK|NOK|DKK"
    r"|PLN|EGP|PKR|BDT|LKR|NGN|KES|ILS|QAR|KWD"
)
FOREIGN = re.compile(
    rf"[$€£₩₹]|\b(?:{_CODES})\b|美[元金]|港[元币幣]|欧元|英镑|日[元圆]|[台臺][币幣]|新币|[澳加韩]元|瑞郎|泰铢|越南盾|印尼盾|林吉特|卢[比布]",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:单位|币种|币别|货币|currency)?\s*[:：]?\s*[百千万亿]?((?:US|HK|NT|新)?(?:{FOREIGN.pattern}))元?",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:单位|币[种别]|货币|\bcurrency)\s*[:：]\s*([^\s)）,，;；。]{1,8})", re.IGNORECASE)
_IN = re.compile(
    rf"\b(?:all|figures?|amounts?|values?|salar(?:y|ies)|pay|expressed|stated|shown)\b[^():]*\bin (?:thousands? of )?({_CODES})\b",
    re.IGNORECASE,
)


def foreign(texts: Iterable[str]) -> str:
    """The currency of 薪资(USD), 币种：美元 and (All figures in INR); empty where it is none or yuan."""
    for text in texts:
        bare = simplified(plain(text))
        stated = _STATED.search(bare)
        for part in (*inside(bare), *([stated[1]] if stated else [])):
            if match := _NAMED.fullmatch(part):
                return match[1]
        if found := _IN.search(bare):
            return found[1]
    return ""


_HEADER = re.compile(
    r".{0,4}(?:币[种别制]|货币)(?:代码|类型|名称|单位)?|[a-z]{0,14}(?:currency|ccy)(?:code|type|name)?"
)
_YUAN = re.compile(r"人民币|本位?币|RMB|CNY|CNH|yuan|renminbi|[¥￥元圆块万千]|[\W_]|/月", re.IGNORECASE)


def names_currencies(header: str) -> bool:
    """币种, 薪资币种, Currency Code: a column that says it of each row."""
    return _HEADER.fullmatch(said(header)) is not None


def of_cell(value: object) -> str:
    """What a column of currencies says of its row, where it is not yuan."""
    text = "" if is_nothing(value) else simplified(as_text(value))
    return as_text(value) if _YUAN.sub("", text) else ""
