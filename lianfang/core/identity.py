"""Identity documents: what a number says about its holder (GB 11643; handbook §3.3)."""

import datetime as dt
import re
from dataclasses import dataclass, field

from lianfang.core.problems import Invalid

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_RESIDENT = re.compile(r"\d{17}[\dX]")
_OLD_RESIDENT = re.compile(r"\d{15}")
_OLDEST_YEARS = 120
_PATTERNS = {  # CV02.01.101 document types other than the resident identity card
    "02": re.compile(r".{1,32}"),
    "03": re.compile(r"[A-Z0-9]{5,17}"),
    "04": re.compile(r".{1,32}"),
    "05": re.compile(r".{1,32}"),
    "06": re.compile(r"[HM]\d{8}(\d{2})?|[89]\d{17}"),
    "07": re.compile(r"\d{8}(\d{2})?|[89]\d{17}"),
    "99": re.compile(r".{1,32}"),
}
RESIDENT_ID = "01"
DOCUMENT_TYPES = {
    "01": "居民身份证",
    "02": "居民户口簿",
    "03": "护照",
    "04": "军官证",
    "05": "驾驶证",
    "06": "港澳居民来往内地通行证",
    "07": "台湾居民来往内地通行证",
    "99": "其他法定有效证件",
}


class BadIdentity(Invalid):
    code, title = "identity.bad_number", "证件号码有误，请核对证件后重填"


@dataclass(frozen=True)
class Identity:
    """A checked number in its stored form; birth date and sex (GB/T 2261.1) where it tells them."""

    type: str
    number: str
    birth_date: dt.date | None = None
    sex: str = "0"
    county_code: str = ""
    doubts: list[str] = field(default_factory=list)


def check_digit(first17: str) -> str:
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def read(document: str, number: str, *, today: dt.date) -> Identity:
    """Check and take apart; raises BadIdentity with a sentence that says what is wrong.

    The county code is never refused: it may have been abolished since (GB/T 2260 history).
    """
    text = re.sub(r"\s", "", number).upper()
    if document == RESIDENT_ID:
        return _resident(text, today)
    pattern = _PATTERNS.get(document)
    if pattern is None:
        raise BadIdentity("不认识的证件类型", fields={"id_type": "请选择证件类型"})
    if not pattern.fullmatch(text):
        raise _bad(f"{DOCUMENT_TYPES[document]}号码格式不对")
    return Identity(document, text)


def _resident(text: str, today: dt.date) -> Identity:
    doubts = []
    if _OLD_RESIDENT.fullmatch(text):
        first17 = f"{text[:6]}19{text[6:]}"
        text = first17 + check_digit(first17)
        doubts.append("15 位旧号码已换算为 18 位")
    if not _RESIDENT.fullmatch(text):
        raise _bad("身份证号码应为 18 位，末位可以是 X")
    if text[17] != check_digit(text[:17]):
        raise _bad("身份证号码校验位不对，可能有一位输错")
    birth = _birth(text[6:14], today)
    return Identity("01", text, birth, "1" if int(text[16]) % 2 else "2", text[:6], doubts)


def _birth(digits: str, today: dt.date) -> dt.date:
    try:
        birth = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _bad("身份证号码中的出生日期不存在") from None
    if birth > today or birth.year < today.year - _OLDEST_YEARS:
        raise _bad("身份证号码中的出生日期不合理")
    return birth


def _bad(detail: str) -> BadIdentity:
    return BadIdentity(detail, fields={"id_number": detail})
