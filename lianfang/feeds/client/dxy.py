"""DXY (丁香园) as the public archive keeps it: one JSON of every province and country per hour.

What had to be survived (the archive 2020-02-05 … 03-28): ``country`` became ``countryName`` and was
null in between, so a row counts as Chinese by the name of its province; ``locationId`` and the
English names come and go; 中国 and 待明确地区 are rows but no provinces; the cities of a province
do not add up to it and are not read; ``currentConfirmedCount`` may be missing or negative;
suspected cases are published for the nation only, so a zero means that nobody said.
"""

import datetime as dt
from collections.abc import Iterable

import msgspec

from lianfang.feeds.client.reading import Figures, Reading
from lianfang.feeds.errors import Torn

PROVINCES = {
    "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21",
    "吉林": "22", "黑龙江": "23", "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34",
    "福建": "35", "江西": "36", "山东": "37", "河南": "41", "湖北": "42", "湖南": "43",
    "广东": "44", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52",
    "云南": "53", "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64",
    "新疆": "65", "台湾": "71", "香港": "81", "澳门": "82",
}  # fmt: skip
_WHOLE, _UNPLACED = "中国", "待明确地区"


class _Row(msgspec.Struct, rename="camel"):
    province_short_name: str
    confirmed_count: int
    cured_count: int
    dead_count: int
    update_time: int
    suspected_count: int | None = None
    current_confirmed_count: int | None = None


class _Page(msgspec.Struct):
    results: list[_Row]


_decoder = msgspec.json.Decoder(_Page)


def read(content: bytes) -> Reading:
    """The figures in one snapshot file; raises Torn when it is cut, corrupt or something else."""
    rows = _chinese_rows(content)
    if not rows:
        raise Torn("没有中国的数据")
    whole = rows.get(_WHOLE)
    parts = [row for name, row in rows.items() if name != _WHOLE]
    return Reading(
        as_of=dt.datetime.fromtimestamp(
            max(row.update_time for row in rows.values()) / 1000, tz=dt.UTC
        ),
        nation=_figures(whole) if whole else _sum(parts),
        provinces={
            PROVINCES[name]: _figures(row) for name, row in rows.items() if name in PROVINCES
        },
    )


def _chinese_rows(content: bytes) -> dict[str, _Row]:
    """By short name; of two rows for one province the one updated later."""
    try:
        page = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Torn(f"共 {len(content)} 字节：{error}") from error
    rows: dict[str, _Row] = {}
    for row in sorted(page.results, key=lambda row: row.update_time):
        if row.province_short_name in PROVINCES or row.province_short_name in {_WHOLE, _UNPLACED}:
            rows[row.province_short_name] = row
    return rows


def _figures(row: _Row) -> Figures:
    return Figures(
        confirmed=row.confirmed_count,
        cured=row.cured_count,
        dead=row.dead_count,
        suspected=row.suspected_count or None,
        current=_current(
            row.current_confirmed_count,
            row.confirmed_count - row.cured_count - row.dead_count,
        ),
    )


def _current(given: int | None, computed: int) -> int | None:
    """Fewer than nobody cannot be ill: the source contradicts itself, so nobody knows."""
    current = computed if given is None else given
    return current if current >= 0 else None


def _sum(rows: Iterable[_Row]) -> Figures:
    parts = list(rows)
    confirmed = sum(row.confirmed_count for row in parts)
    cured = sum(row.cured_count for row in parts)
    dead = sum(row.dead_count for row in parts)
    return Figures(
        confirmed=confirmed,
        cured=cured,
        dead=dead,
        suspected=sum(row.suspected_count or 0 for row in parts) or None,
        current=_current(None, confirmed - cured - dead),
    )
