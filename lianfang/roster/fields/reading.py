"""What was typed or stands in a cell, as the value it means; never a guess without a word."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lianfang.core import identity
from lianfang.core.clock import LOCAL, at_local
from lianfang.core.phones import read_phone
from lianfang.core.problems import Problem
from lianfang.roster.fields.kinds import Field, FieldKind

_LOST_DIGITS = re.compile(r"\d+(\.\d+)?[Ee]\+?\d+|\d{15,}\.0")
_FORMULA = re.compile(r"^[=@]|^[+-](?![\d ().-]*$)")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*[:：时]\s*(\d{1,2})?\s*分?(?:[:：]\d{1,2})?")
_SPLIT = re.compile(r"[、,，;；/|\s]+")
_YES, _NO = (
    {"是", "有", "已", "y", "yes", "true", "1", "√"},
    {"否", "无", "未", "n", "no", "false", "0", "×"},
)
_COLDEST, _HOTTEST = Decimal(34), Decimal("42.5")
_MOST_AT_HOME = 50
_EXACT = 1e15  # beyond this a number cell no longer holds every digit
_NUMBER = re.compile(r"\d{1,4}")
_PLACES, _WHOLE = Decimal("0.0001"), Decimal(10) ** 12


class Unreadable(Exception):
    """Why a cell cannot be taken, as a sentence to whoever filled it in."""


def read_cell(
    field: Field, raw: object, *, today: dt.date, codes: Mapping[str, str] | None = None
) -> object:
    """The value of a cell; None when it is empty. ``codes`` are learned words for code values.

    A date without a time of day is the beginning of that local day. Raises Unreadable.
    """
    text = cell_text(raw)
    if not text:
        return None
    if text[0] == "'" and text[1:].startswith(tuple("=@+-")):  # our own exports keep it so
        text = text[1:]
    if text[0] in "=@+-" and _FORMULA.match(text):
        raise Unreadable("不能是公式，请只填文字")
    if len(text) > max(field.most, 64) * 4:
        raise Unreadable(f"太长，最多 {field.most} 个字")
    return _READERS[field.kind](field, text, raw, _Given(today, codes or {}))


class _Given:
    """What reading depends on besides the cell."""

    def __init__(self, today: dt.date, codes: Mapping[str, str]) -> None:
        self.today, self.codes = today, codes


def cell_text(raw: object) -> str:
    """A cell as it is kept: full-width forms folded, a whole number without its ``.0``."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _EXACT:
        return str(int(raw))
    return _folded(str(raw))


@lru_cache(maxsize=8_192)
def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\u3000", " ").strip()
    return "" if folded in {"-", "—", "/", "无数据", "null", "None"} else folded


def _plain(field: Field, text: str, _raw: object, _given: _Given) -> object:
    if len(text) > field.most:
        raise Unreadable(f"太长，最多 {field.most} 个字")
    return text


def _document(_field: Field, text: str, raw: object, _given: _Given) -> object:
    """Checked with its type by the whole row; here only that no digits were lost."""
    if isinstance(raw, float) or _LOST_DIGITS.fullmatch(text):
        raise Unreadable("号码在表格中已丢失末几位，请把该列设为文本后重填")
    return text.upper().replace(" ", "")


def _phone(_field: Field, text: str, _raw: object, _given: _Given) -> object:
    if _LOST_DIGITS.fullmatch(text):
        raise Unreadable("号码在表格中已丢失末几位，请把该列设为文本后重填")
    try:
        return read_phone(text)
    except Problem as problem:
        raise Unreadable(_said(problem)) from None


def _code(field: Field, text: str, _raw: object, given: _Given) -> object:
    found = _code_of(field, text, given.codes)
    if found is None:
        options = "、".join(list(field.codes.values())[:8])
        raise Unreadable(f"不认识“{text[:20]}”，请从以下选项中选择：{options}")
    return found


def _code_of(field: Field, text: str, learned: Mapping[str, str]) -> str | None:
    """By word, by code, by a learned word, else by the one option that begins with it."""
    if text in learned:
        return learned[text]
    if text in field.codes:
        return text
    padded = text.zfill(2)
    if text.isdigit() and padded in field.codes:
        return padded
    exact = [code for code, word in field.codes.items() if word == text]
    near = exact or [
        code
        for code, word in field.codes.items()
        if word.startswith(text) or text in re.split(r"[/()（）]", word)
    ]
    return near[0] if len(near) == 1 else None


def _codes(field: Field, text: str, _raw: object, given: _Given) -> object:
    found = []
    for word in filter(None, _SPLIT.split(text)):
        code = _code_of(field, word, given.codes)
        if code is None:
            some = field.example or "、".join(list(field.codes.values())[:3])
            raise Unreadable(f"不认识“{word[:20]}”，请填写如：{some}")
        found.append(code)
    return tuple(dict.fromkeys(found))


def _integer(_field: Field, text: str, _raw: object, _given: _Given) -> object:
    number = _NUMBER.search(text)
    if number is None or int(number[0]) > _MOST_AT_HOME:
        raise Unreadable(f"请填 0 到 {_MOST_AT_HOME} 之间的数")
    return int(number[0])


def _number(_field: Field, text: str, _raw: object, _given: _Given) -> object:
    try:
        value = Decimal(text.replace(",", ""))
        value = value.quantize(_PLACES)
    except InvalidOperation:
        raise Unreadable("请填数字，如 12 或 36.5") from None
    if not value.is_finite() or abs(value) >= _WHOLE:
        raise Unreadable("数字太大，请核对")
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _temperature(_field: Field, text: str, _raw: object, _given: _Given) -> object:
    try:
        value = Decimal(re.sub(r"\s*(℃|度|°C|C)$", "", text)).quantize(Decimal("0.1"))
    except InvalidOperation:
        raise Unreadable("体温请填数字，如 36.5") from None
    if not _COLDEST <= value <= _HOTTEST:
        raise Unreadable(f"体温应在 {_COLDEST} 到 {_HOTTEST} 之间")
    return value


def _date(field: Field, text: str, raw: object, given: _Given) -> object:
    day = _day(text, raw)
    if day > given.today and not field.may_lie_ahead:
        raise Unreadable("日期不能晚于今天")
    return day


def _moment(field: Field, text: str, raw: object, given: _Given) -> object:
    if isinstance(raw, dt.datetime):
        value = raw if raw.tzinfo else raw.replace(tzinfo=LOCAL)
    else:
        day = _day(text, raw)
        rest = _TIME.search(_DATE.sub("", text, count=1))
        clock = dt.time(int(rest[1]), int(rest[2] or 0)) if rest else dt.time()
        value = at_local(day, clock)
    if value.astimezone(LOCAL).date() > given.today and not field.may_lie_ahead:
        raise Unreadable("时间不能晚于今天")
    return value


def _day(text: str, raw: object) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    found = _DATE.search(text)
    try:
        if found:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        return dt.datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise Unreadable("日期请填如 2020-02-01") from None


def _flag(_field: Field, text: str, _raw: object, _given: _Given) -> object:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise Unreadable("请填 是 或 否")


def _log(field: Field, text: str, _raw: object, _given: _Given) -> object:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if any(len(line) > field.most for line in lines):
        raise Unreadable(f"每行最多 {field.most} 个字")
    return lines


_READERS: Mapping[FieldKind, Callable[[Field, str, object, _Given], object]] = {
    FieldKind.TEXT: _plain,
    FieldKind.LONG_TEXT: _plain,
    FieldKind.DOCUMENT: _document,
    FieldKind.PHONE: _phone,
    FieldKind.INTEGER: _integer,
    FieldKind.NUMBER: _number,
    FieldKind.TEMPERATURE: _temperature,
    FieldKind.DATE: _date,
    FieldKind.MOMENT: _moment,
    FieldKind.CODE: _code,
    FieldKind.CODES: _codes,
    FieldKind.FLAG: _flag,
    FieldKind.AREA: _plain,
    FieldKind.PREFECTURE: _plain,
    FieldKind.LOG: _log,
}


def document_of(id_type: str, number: str, *, today: dt.date) -> identity.Identity:
    """The document a row names. Raises Unreadable."""
    try:
        return identity.read(id_type, number, today=today)
    except Problem as problem:
        raise Unreadable(_said(problem)) from None


def _said(problem: Problem) -> str:
    return next(iter(problem.fields.values()), problem.detail or problem.title)
