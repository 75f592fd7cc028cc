"""Uploaded tables: what each row would become, and how a batch stands."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianfang.core.crypto import blind
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.queries import ids_by_document, ids_by_phone
from lianfang.roster.enums import BatchState, Pile
from lianfang.roster.fields import BY_ID, WRITABLE, cell_text
from lianfang.roster.models import Batch, BatchRow, Learned
from lianfang.roster.queries.sheet import Values, sheet_of
from lianfang.roster.queries.understanding import Reader, required_for_new

_CHUNK = 500
_SHOWN = 50
_EXAMPLE = {one.id: one.example for one in WRITABLE if one.example}
_REMARK = "#"  # a line for people, such as who exported the table
_ALIKE = 3  # so many cells like the template's example make a row the example
_KEPT = {"sex", "birth_date", "id_type", "source", "category", "area", "name"}  # never a gap


@dataclass
class Judged:
    """A row, what it says, and what would become of it."""

    number: int
    cells: dict[str, str]
    values: Values
    pile: Pile = Pile.NEW
    faults: dict[str, str] = field(default_factory=dict)
    person_id: int | None = None


@dataclass(frozen=True)
class RowShown:
    id: int
    number: int
    pile: str
    cells: str
    faults: dict[str, str]


def batch_for(caller: Caller, key: uuid.UUID) -> Batch:
    """One's own batch; somebody else's is NotFound."""
    batch = Batch.objects.filter(key=key, user_id=caller.id).first()
    if batch is None:
        raise NotFound
    return batch


def batches_of(caller: Caller, *, most: int = 50) -> list[Batch]:
    return list(Batch.objects.filter(user_id=caller.id).order_by("-id")[:most])


def rows_of(batch: Batch, *, pile: str = "", cursor: str = "") -> Page[RowShown]:
    """The rows of one pile as they came; one statement."""
    rows = BatchRow.objects.filter(batch=batch).order_by("number")
    if pile:
        rows = rows.filter(pile=pile)
    if cursor:
        rows = rows.filter(number__gt=int(decode(cursor, 1)[0]))
    columns = ("id", "number", "pile", "cells", "faults")
    found = [RowShown(*cells) for cells in rows.values_list(*columns)[: _SHOWN + 1]]
    return page_of(found, _SHOWN, lambda row: (row.number,))


def bad_rows(batch: Batch) -> tuple[list[str], list[list[str]]]:
    """Headers and rows to correct and send again, each with why."""
    fields = list(batch.columns.values())
    headers = [BY_ID[name].label for name in fields]
    rows = BatchRow.objects.filter(batch=batch, pile=Pile.BAD).order_by("number")
    found = []
    for number, cells, faults in rows.values_list("number", "cells", "faults"):
        said = json.loads(cells)
        why = "；".join(f"{BY_ID[n].label if n in BY_ID else n}：{w}" for n, w in faults.items())
        found.append([*(said.get(name, "") for name in fields), f"第{number}行 {why}"])
    return [*headers, "错误原因"], found


def learned_by(user_id: int) -> dict[str, str]:
    return dict(Learned.objects.filter(user_id=user_id).values_list("header", "field"))


def judge(
    rows: Sequence[tuple[int, Sequence[object]]],
    columns: Mapping[int, str],
    *,
    caller: Caller,
    at: dt.datetime,
) -> list[Judged]:
    """Every row read, checked against the others and against who is on file."""
    reader = Reader(at=at)
    judged = [
        one
        for number, cells in rows
        if (one := _read(number, cells, columns, reader, caller)) is not None
    ]
    _mark_repeats(judged)
    _find_on_file(judged, at)
    return judged


def _read(
    number: int,
    cells: Sequence[object],
    columns: Mapping[int, str],
    reader: Reader,
    caller: Caller,
) -> Judged | None:
    if str(cells[0] or "").startswith(_REMARK):
        return None
    given = {name: cells[n] for n, name in columns.items() if n < len(cells)}
    texts = {name: cell_text(cell) for name, cell in given.items()}
    if sum(bool(text) and _EXAMPLE.get(name) == text for name, text in texts.items()) >= _ALIKE:
        return None
    understood = reader.read(given, required=required_for_new())
    faults = understood.faults
    area = understood.values.get("area")
    if area and not caller.covers(str(area), Permission.PERSON_IMPORT):
        faults["area"] = "不在您的辖区内，请交由当地导入"
    pile = Pile.BAD if faults else Pile.NEW
    return Judged(number, texts, understood.values, pile, faults)


def _mark_repeats(judged: Sequence[Judged]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for one in judged:
        if one.pile == Pile.BAD:
            continue
        document = str(one.values.get("id_number") or "")
        mark = ("document", document) if document else (one.values["phone"], one.values["name"])
        first = seen.setdefault(mark, one.number)
        if first != one.number:
            one.pile = Pile.BAD
            one.faults["id_number" if document else "phone"] = f"与第{first}行是同一人"


def _find_on_file(judged: Sequence[Judged], at: dt.datetime) -> None:
    """By document, else by phone and name unless both have different documents."""
    good = [one for one in judged if one.pile != Pile.BAD]
    by_document = ids_by_document(filter(None, map(_document, good)))
    by_phone = ids_by_phone(blind(str(one.values["phone"]), "person.phone") for one in good)
    for one in good:
        document = _document(one)
        one.person_id = by_document.get(document) if document else None
        phone = blind(str(one.values["phone"]), "person.phone")
        alike = by_phone.get((phone, one.values["name"]))
        if one.person_id is None and alike and not (document and alike[1]):
            one.person_id = alike[0]
    known = [one for one in good if one.person_id]
    for start in range(0, len(known), _CHUNK):
        some = known[start : start + _CHUNK]
        on_file = {v["person_id"]: v for v in sheet_of([o.person_id or 0 for o in some], at=at)}
        for one in some:
            one.pile = Pile.MERGE if _adds(one.values, on_file[one.person_id]) else Pile.SAME


def _document(one: Judged) -> tuple[str, str] | None:
    number = one.values.get("id_number")
    if not number:
        return None
    kind = str(one.values.get("id_type") or "01")
    return kind, blind(str(number), "person.id_number")


def _adds(told: Mapping[str, Any], on_file: Mapping[str, Any]) -> bool:
    """Something told that the file does not have yet; what it has, it keeps."""
    return any(
        value not in {None, "", ()} and on_file.get(name) in {None, "", ()}
        for name, value in told.items()
        if name not in _KEPT
    )


def is_waiting(batch: Batch) -> bool:
    return batch.state == BatchState.PREVIEW
