"""去标识病例清单: what of a person leaves without telling who it is, column by column.

GB/T 37964 and handbook §6: no names, numbers, addresses finer than the street or free words; age
in bands; dates by the day, on request moved a little; an id that holds within one list only.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.core.clock import local_date
from lianfang.core.crypto import blind
from lianfang.roster.fields import BY_ID

Values = Mapping[str, Any]
_BAND, _OLDEST = 10, 80
_DIGITS = 12  # of an id: two among a million meet once in hundreds of lists
_FARTHEST = 3  # days a date may be moved, either way


@dataclass(frozen=True)
class Veil:
    """What one list is disguised with; ``secret`` is its own, and dies with it."""

    secret: str
    is_shifted: bool

    def id_of(self, key: object) -> str:
        return "P" + blind(f"{key}", f"line_list.{self.secret}")[:_DIGITS].upper()

    def shift_of(self, key: object) -> dt.timedelta:
        """The same for all dates of a person, so that spans between them hold."""
        if not self.is_shifted:
            return dt.timedelta(0)
        drawn = int(blind(f"{key}", f"line_list.shift.{self.secret}")[:8], 16)
        return dt.timedelta(days=drawn % (2 * _FARTHEST + 1) - _FARTHEST)


@dataclass(frozen=True)
class Column:
    """A column of the list and its line of the data dictionary."""

    id: str
    label: str
    type: str
    read: Callable[[Values, Veil], str]
    treatment: str
    codes: Mapping[str, str] | None = None

    @property
    def options(self) -> str:
        return "；".join(f"{code}={word}" for code, word in (self.codes or {}).items())


def band_of(age: int | None) -> str:
    """``30-39``, ``80+``; empty where it is not known."""
    if age is None:
        return ""
    low = age // _BAND * _BAND
    return f"{_OLDEST}+" if age >= _OLDEST else f"{low}-{low + _BAND - 1}"


def _code(name: str, treatment: str = "按原代码") -> Column:
    def read(values: Values, _veil: Veil) -> str:
        return str(values.get(name) or "")

    return Column(name, BY_ID[name].label, "代码", read, treatment, BY_ID[name].codes)


def _day(name: str, label: str = "") -> Column:
    def read(values: Values, veil: Veil) -> str:
        moment = values.get(name)
        if moment is None:
            return ""
        day = local_date(moment) if isinstance(moment, dt.datetime) else moment
        return (day + veil.shift_of(values["person_key"])).isoformat()

    return Column(name, label or BY_ID[name].label, "日期", read, DATES)


def _number(name: str) -> Column:
    def read(values: Values, _veil: Veil) -> str:
        return "" if values.get(name) is None else str(values[name])

    return Column(name, BY_ID[name].label, "数值", read, "按原值")


def _symptoms(values: Values, _veil: Veil) -> str:
    return ";".join(values.get("symptoms") or ())


DATES = "只保留日期，去掉时刻"
SHIFTED = f"同一人的全部日期一起随机移动，前后不超过 {_FARTHEST} 天，彼此间隔不变"
# One line a column, as a table.
# fmt: off
COLUMNS = (
    Column("case_id", "编号", "文本", lambda v, veil: veil.id_of(v["person_key"]), "随机编号，仅在本清单内有效，不能与其他清单对照"),
    Column("age_group", "年龄组", "文本", lambda v, _veil: band_of(v.get("age")), f"按 {_BAND} 岁分组，{_OLDEST} 岁及以上合并"),
    _code("sex"),
    _code("category"),
    Column("street", "所在街道", "文本", lambda v, _veil: str(v["street"]), "只到街道，不含社区、网格和住址"),
    Column("native_province", "籍贯", "文本", lambda v, _veil: str(v["native_province"]), "只到省级"),
    _code("source"),
    Column("control_status", "管控状态", "代码", lambda v, _veil: str(v.get("control_status") or ""), "按原代码"),
    Column("case_class", "病例分类", "代码", lambda v, _veil: str(v.get("case_class") or ""), "按原代码"),
    Column("severity", "临床严重程度", "代码", lambda v, _veil: str(v.get("severity") or ""), "按原代码"),
    Column("symptoms", "身体状况", "代码，多个以分号分开", _symptoms, "按原代码", BY_ID["symptoms"].codes),
    _number("self_temp"),
    _number("temp"),
    _day("arrived_at"),
    _code("transport", "只保留方式，不含班次"),
    _code("key_area"),
    _code("contact"),
    _code("wild_animal"),
    _code("wet_market"),
    _code("subject_class"),
    _code("mode", "只保留方式，不含地点和房间"),
    _day("starts_at"),
    _day("ends_at"),
    _number("days"),
    _code("post_release"),
    _code("house_type"),
    _number("cohabitant_count"),
    _day("registered_at", "登记日期"),
)
# fmt: on
_LEFT_OUT = "姓名、证件、电话、住址、工作单位、经办人员和所有文字记录均不在清单内"


def line_of(values: Values, veil: Veil) -> list[str]:
    return [column.read(values, veil) for column in COLUMNS]


def dictionary(words: Mapping[str, Mapping[str, str]], *, is_shifted: bool) -> list[list[str]]:
    """The data dictionary, a line a column; ``words`` are code lists declared elsewhere."""
    lines = [["字段", "含义", "类型", "取值", "处理"]]
    for one in COLUMNS:
        options = one.options or "；".join(f"{c}={w}" for c, w in words.get(one.id, {}).items())
        how = f"{DATES}；{SHIFTED}" if is_shifted and one.type == "日期" else one.treatment
        lines.append([one.id, one.label, one.type, options, how])
    return [*lines, ["", _LEFT_OUT, "", "", ""]]
