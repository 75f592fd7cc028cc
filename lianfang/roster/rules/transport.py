"""How people write means of transport and train or flight numbers, and code list CL3."""

import re
import unicodedata
from dataclasses import dataclass

from lianfang.people.enums import Transport

_SPELLINGS = {
    Transport.PLANE: "飞机 航班 航空 客机 包机 乘机 坐机 机票",
    Transport.TRAIN: "高铁 动车 火车 城轨 城际 列车 普快 特快 直达 铁路 和谐号 复兴号 绿皮车 卧铺",
    Transport.COACH: "大巴 长途 长途汽车 长途大巴 长途客车 客车 班车 中巴 客运 客运班车 旅游大巴"
    " 旅游车 巴士 汽车站",
    Transport.TAXI: "网约车 出租 的士 打车 滴滴 滴滴快车 专车 包车 快车 租车",
    Transport.METRO_BUS: "地铁 公交 轻轨 有轨电车",
    Transport.SHIP: "轮船 乘船 坐船 轮渡 渡轮 邮轮 游轮 客轮 船",
    Transport.CAR: "自驾 自驾车 私家车 驾车 开车 拼车 顺风车 小车 轿车 自家车 小汽车 自备车 货车"
    " 面包车 商务车 汽车 摩托 搭车 车辆 私车",
    Transport.WALK: "步行 走路 骑行 自行车 单车 骑车 电动车 电瓶车 徒步",
}
_NONE = {"常驻", "留驻", "居住", "本地", "未外出", "无外出", "未出行"}
_TRAIN = re.compile(r"(?<![A-Z0-9])[GDCZTKYSL]\d{1,4}(?!\d)|^\d{1,4}$")
_FLIGHT = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{2,4}[A-Z]?(?![A-Z0-9])")
_SEAT_LENGTH = 10
_FILLING = re.compile(r"次|列车|航班|动车|高铁|[()/\s]")


@dataclass(frozen=True, slots=True)
class Means:
    """``transport`` empty: none was named; ``is_none``: the cell says that nobody travelled."""

    transport: str = ""
    is_none: bool = False
    is_several: bool = False


def means_of(text: str) -> Means:
    """The CL3 code of a spelling; of several the one named first, of overlapping words the longest.

    >>> means_of("先乘高铁再打车").transport
    '2'
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if written in _NONE:
        return Means(is_none=True)
    found = _words_in(written)
    if not found:
        return Means()
    return Means(found[0], is_several=len(set(found)) > 1)


def _words_in(written: str) -> list[str]:
    """Codes in order of appearance; a word inside a longer one does not count."""
    spans: list[tuple[int, int, str]] = []
    words = [(word, code.value) for code, all_ in _SPELLINGS.items() for word in all_.split()]
    for word, code in sorted(words, key=lambda pair: -len(pair[0])):
        for match in re.finditer(re.escape(word), written):
            start, end = match.span()
            if all(end <= taken or start >= until for taken, until, _ in spans):
                spans.append((start, end, code))
    return [code for _, _, code in sorted(spans)]


def service_number_of(text: str) -> str:
    """The train or flight number in a cell, or ""; a date or a plate is none."""
    written = re.sub(
        r"\d{4}[/-]\d{1,2}[/-]\d{1,2}", " ", unicodedata.normalize("NFKC", text).upper()
    )
    if "*" in written:  # a masked plate
        return ""
    match = _TRAIN.search(written) or _FLIGHT.search(written)
    return match.group() if match else ""


def seat_of(text: str, number: str) -> str:
    """What the cell says about carriage and seat beside the number, shortened to fit."""
    rest = unicodedata.normalize("NFKC", text).upper().partition(number)[2]
    match = re.search(r"\d{1,2}(?:号)?车厢?(?:[/ ]?\d{1,3}[A-F]?号?(?:[上中下]铺)?)?", rest)
    return match.group()[:_SEAT_LENGTH] if match else ""


def is_all_read(text: str, number: str, seat: str) -> bool:
    """Whether the cell said nothing beside the number and the seat."""
    rest = unicodedata.normalize("NFKC", text).upper().replace(number, "", 1).replace(seat, "", 1)
    return not _FILLING.sub("", rest)
