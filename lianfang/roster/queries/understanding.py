"""What somebody filled in, as values: every cell read, every fault in a sentence of its own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lianfang.core.clock import local_date
from lianfang.core.identity import RESIDENT_ID
from lianfang.geo.queries import gazetteer, own_places
from lianfang.geo.rules import grid_code_of
from lianfang.roster.fields import (
    DECLARED,
    Field,
    FieldKind,
    Unreadable,
    document_of,
    read_cell,
)

_PREFECTURE, _COMMUNITY, _CODES = 4, 12, {6, 9, 12, 14, 15}
_REQUIRED = ("name", "phone", "area", "category", "source")
_SELDOM_TWICE = {
    *(FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NUMBER, FieldKind.DOCUMENT),
    *(FieldKind.PHONE, FieldKind.LOG),
}
_HASHABLE = (str, float, int, dt.date)
_KEPT = 5_000  # read cells of a field remembered


@dataclass
class Understood:
    """Values by field, faults by field, and doubts that refuse nothing."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


class Fields(Protocol):
    """A dictionary or a form: anything that knows its fields by their ids."""

    @property
    def by_id(self) -> Mapping[str, Field]: ...

    def label_of(self, name: str) -> str: ...


class Reader:
    """Reads many rows by one dictionary; what it needs from the database is read once.

    A cell that was read before, such as a word from a list, is not read again.
    """

    def __init__(
        self,
        *,
        at: dt.datetime,
        learned: Mapping[str, Mapping[str, str]] | None = None,
        fields: Fields = DECLARED,
    ) -> None:
        self.fields = fields.by_id
        self.today, self.learned = local_date(at), learned or {}
        self.places, self.book = own_places(), gazetteer()
        self._known: dict[str, dict[tuple[type, object], Any]] = defaultdict(dict)

    def read(
        self, given: Mapping[str, object], *, required: Iterable[str] = (), id_type: str = ""
    ) -> Understood:
        """Unknown names are ignored; ``required`` must have a value."""
        found = Understood()
        for name, raw in given.items():
            if name in self.fields:
                self._cell(name, raw, found)
        self._document(found, id_type)
        for name in required:
            if found.values.get(name) in {None, ""} and name not in found.faults:
                found.faults[name] = f"请填写{self.fields[name].label}"
        return found

    def _cell(self, name: str, raw: object, found: Understood) -> None:
        if raw is None or raw == "":
            found.values[name] = None
            return
        one, read, cell = self.fields[name], self._known[name], (type(raw), raw)
        is_word = one.kind not in _SELDOM_TWICE and isinstance(raw, _HASHABLE)
        if is_word and cell in read:
            found.values[name] = read[cell]
            return
        try:
            value = read_cell(one, raw, today=self.today, codes=self.learned.get(name))
            if value is not None and one.kind in {FieldKind.AREA, FieldKind.PREFECTURE}:
                value = self._place(one.kind, str(value))
        except Unreadable as fault:
            found.faults[name] = str(fault)
            return
        found.values[name] = value
        if is_word and len(read) < _KEPT:
            read[cell] = value

    def _place(self, kind: FieldKind, text: str) -> str:
        digits = text.replace(" ", "")
        if kind == FieldKind.AREA:
            if digits.isdigit() and len(digits) in _CODES:
                return grid_code_of(digits) if len(digits) > _COMMUNITY else digits
            code = self.places.find(text)
            if code:
                return code
            raise Unreadable("没有找到这个社区或网格，请写到社区，如：澜前街道柳堤社区")
        if digits.isdigit():
            return digits[:_PREFECTURE]
        code = self.book.find_place(text).code
        if len(code) < _PREFECTURE:
            raise Unreadable("籍贯请写到地级市，如：湖北省武汉市")
        return code[:_PREFECTURE]

    def _document(self, found: Understood, id_type: str) -> None:
        """The number with its type; a resident card says sex and birth date itself."""
        number = found.values.get("id_number")
        if not number or "id_number" in found.faults:
            return
        kind = str(found.values.get("id_type") or id_type or RESIDENT_ID)
        try:
            document = document_of(kind, str(number), today=self.today)
        except Unreadable as fault:
            found.faults["id_number"] = str(fault)
            return
        found.values["id_number"] = document.number
        if document.doubts:
            found.doubts["id_number"] = "；".join(document.doubts)
        if document.birth_date is None:
            return
        told = {"sex": document.sex, "birth_date": document.birth_date}
        for name, value in told.items():
            said = found.values.get(name)
            if said not in {None, "", "0", value}:
                found.doubts[name] = "与身份证号码不一致，已按号码填写"
            found.values[name] = value


def required_for_new() -> tuple[str, ...]:
    return _REQUIRED
