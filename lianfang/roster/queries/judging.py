"""What each row of a table would become: read, checked, compared with the others and the files."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianfang.core.crypto import blind
from lianfang.core.problems import Problem
from lianfang.geo.queries import names_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.queries import ids_by_document, ids_by_phone, namesakes_of
from lianfang.people.rules import clean_name
from lianfang.roster.enums import Pile
from lianfang.roster.fields import WRITABLE, Dictionary, cell_text
from lianfang.roster.queries.sheet import Values, sheet_of
from lianfang.roster.queries.understanding import Reader, required_for_new

_CHUNK = 500
_EXAMPLE = [(one.id, one.example) for one in WRITABLE if one.id in {"name", "id_number"}]
_REMARK = "#"  # a line for people, such as who exported the table
_ALIKE = 2  # so many of them make a row the template's example
_KEPT = {"sex", "birth_date", "id_type", "source", "category", "area", "name"}  # never a gap
_STAY = ("mode", "place", "room_no", "managed_by", "visit_contact")
_NO_STAY = "此人尚未开始观察，请先清空此列导入，再在人员页开始观察"
_ELSEWHERE = "不在您的辖区内，请交由当地导入"
_NO_AREA = "没有这个区划代码，请核对"


@dataclass
class Judged:
    """A row, what it says, and what would become of it; doubts refuse nothing."""

    number: int
    cells: dict[str, str]
    values: Values
    pile: Pile = Pile.NEW
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    person_id: int | None = None


class Judge:
    """Takes the rows of one table some at a time; remembers who was in it before."""

    def __init__(
        self, columns: Mapping[int, str], *, fields: Dictionary, caller: Caller, at: dt.datetime
    ) -> None:
        self.columns, self.fields, self.caller, self.at = columns, fields, caller, at
        self.reader = Reader(at=at, fields=fields)
        self.mandatory = fields.mandatory_for(caller.roles)
        self.seen: dict[tuple[str, str], int] = {}
        self.areas: dict[str, str] = {}  # code → what speaks against it
        self.required = required_for_new()

    def __call__(self, rows: Iterable[tuple[int, Sequence[object]]]) -> list[Judged]:
        judged = [one for number, cells in rows if (one := self._read(number, cells)) is not None]
        self._check_areas(judged)
        for one in judged:
            one.pile = Pile.BAD if one.faults else Pile.NEW
        self._mark_repeats(judged)
        good = [one for one in judged if one.pile != Pile.BAD]
        find_on_file(good)
        self._part_known(good)
        _refuse_stays(good)
        self._refuse_gaps(good)
        _note_namesakes([one for one in good if one.pile == Pile.NEW])
        return judged

    def _read(self, number: int, cells: Sequence[object]) -> Judged | None:
        if str(cells[0] or "").startswith(_REMARK):
            return None
        given = {name: cells[n] for n, name in self.columns.items() if n < len(cells)}
        texts = {name: cell_text(cell) for name, cell in given.items()}
        if sum(texts.get(name) == example for name, example in _EXAMPLE) >= _ALIKE:
            return None
        understood = self.reader.read(given, required=self.required)
        name = understood.values.get("name")
        if name:
            try:
                understood.values["name"] = clean_name(str(name))
            except Problem as problem:
                understood.faults["name"] = problem.title
        return Judged(
            number, texts, understood.values, faults=understood.faults, doubts=understood.doubts
        )

    def _check_areas(self, judged: Sequence[Judged]) -> None:
        """There is such an area, and it is one the sender may import into."""
        told = {str(area) for one in judged if (area := one.values.get("area"))}
        if fresh := told - self.areas.keys():
            on_file = names_of(fresh)
            for code in fresh:
                covered = self.caller.covers(code, Permission.PERSON_IMPORT)
                self.areas[code] = (
                    _ELSEWHERE if not covered else "" if code in on_file else _NO_AREA
                )
        for one in judged:
            if fault := self.areas.get(str(one.values.get("area") or "")):
                one.faults["area"] = fault

    def _mark_repeats(self, judged: Sequence[Judged]) -> None:
        for one in judged:
            if one.pile == Pile.BAD:
                continue
            document = str(one.values.get("id_number") or "")
            mark = ("document", document) if document else (one.values["phone"], one.values["name"])
            first = self.seen.setdefault(mark, one.number)
            if first != one.number:
                one.pile = Pile.BAD
                one.faults["id_number" if document else "phone"] = f"与第{first}行是同一人"

    def _refuse_gaps(self, good: Sequence[Judged]) -> None:
        """What the sender must fill in counts for new files; one on file keeps what it lacks."""
        for one in good:
            gaps = [name for name in self.mandatory if one.values.get(name) in {None, "", ()}]
            if gaps and one.pile == Pile.NEW:
                one.pile = Pile.BAD
                one.faults |= {name: f"请填写{self.fields.label_of(name)}" for name in gaps}

    def _part_known(self, good: Sequence[Judged]) -> None:
        known = [one for one in good if one.person_id]
        for start in range(0, len(known), _CHUNK):
            some = known[start : start + _CHUNK]
            ids = [one.person_id or 0 for one in some]
            rows = sheet_of(ids, at=self.at, fields=self.fields)
            on_file = {row["person_id"]: row for row in rows}
            for one in some:
                one.pile = Pile.MERGE if _adds(one.values, on_file[one.person_id]) else Pile.SAME


def find_on_file(good: Sequence[Judged]) -> None:
    """By document, else by phone and name unless both have different documents."""
    documents = {id(one): _document(one.values) for one in good}
    phones = {id(one): blind(str(one.values["phone"]), "person.phone") for one in good}
    by_document = ids_by_document(filter(None, documents.values()))
    by_phone = ids_by_phone(phones.values())
    for one in good:
        document = documents[id(one)]
        one.person_id = by_document.get(document) if document else None
        alike = by_phone.get((phones[id(one)], one.values["name"]))
        if one.person_id is None and alike and not (document and alike[1]):
            one.person_id = alike[0]


def _refuse_stays(good: Sequence[Judged]) -> None:
    for one in good:
        told = [name for name in _STAY if one.values.get(name)]
        if told and one.pile == Pile.NEW:
            one.pile = Pile.BAD
            one.faults |= dict.fromkeys(told, _NO_STAY)


def _note_namesakes(new: Sequence[Judged]) -> None:
    """Somebody of the same name and birthday is on file: worth a look, not a reason to refuse."""
    born = [one for one in new if one.values.get("birth_date")]
    pairs = {(one.values["name"], one.values["birth_date"]) for one in born}
    found = namesakes_of(pairs)
    for one in born:
        many = found.get((one.values["name"], one.values["birth_date"]), 0)
        if many:
            said = f"已有 {many} 人姓名、出生日期相同，可能是同一人；导入后可在人员页查重合并"
            one.doubts["name"] = said


def _document(values: Mapping[str, Any]) -> tuple[str, str] | None:
    number = values.get("id_number")
    if not number:
        return None
    return str(values.get("id_type") or "01"), blind(str(number), "person.id_number")


def _adds(told: Mapping[str, Any], on_file: Mapping[str, Any]) -> bool:
    """Something told that the file does not have yet; what it has, it keeps."""
    return any(
        value not in {None, "", ()} and on_file.get(name) in {None, "", ()}
        for name, value in told.items()
        if name not in _KEPT
    )
