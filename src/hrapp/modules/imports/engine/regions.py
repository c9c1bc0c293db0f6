"""Names of places that lists are grouped by: 江苏 over the people there, 华东 over several of them."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.words import said

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    "|内蒙古?|广西|西藏|宁夏|新疆|香港|澳门|港澳台?|海外|境外|国外"
)
_CITIES = (
    "石家庄|唐山|太原|大同|沈阳|大连|长春|哈尔滨|大庆|南京|苏州|无锡|常州|南通|徐州|扬州|镇江|昆山|张家港|江阴|杭州|宁波|温州|嘉兴|绍兴|金华|义乌|台州|合肥|芜湖"
    "|福州|厦门|泉州|南昌|赣州|济南|青岛|烟台|潍坊|临沂|郑州|洛阳|武汉|襄阳|宜昌|长沙|株洲|广州|深圳|东莞|佛山|珠海|中山|惠州|汕头|海口|三亚|成都|绵阳|贵阳|昆明"
    "|西安|咸阳|兰州|西宁|呼和浩特|包头|南宁|柳州|桂林|拉萨|银川|乌鲁木齐"
)
_PLACE = re.compile(
    rf"(?:{_PROVINCES}|{_CITIES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?(?:地区|片区|区域|大区|区)?"
    r"|[华东西南北]{1,2}[中部]?(?:地区|片区|区域|大区|[一二三四]?区)|(?:华[东南西北中]|[东西][南北]|苏[南北]|浙[南北]|粤[东西北]|长三角|珠三角|京津冀)(?:地区|片区|区域|大区|区)?"
    r"|[\u4e00-\u9fff]{2,6}(?:自治[区州县]|地区|片区|大区)"
)


def is_region(text: str) -> bool:
    """Whether the text is the name of a province, of a well-known town or of a part of the country, and says nothing else."""
    return _PLACE.fullmatch(re.sub(r"合?共?\d+人$", "", said(text))) is not None
