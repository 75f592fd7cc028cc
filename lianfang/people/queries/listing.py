"""The list of people: own areas and those lent, narrowed, masked, the newest first."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lianfang.core.compiled import Shaped, Value
from lianfang.core.crypto import blind
from lianfang.core.masking import mask_number
from lianfang.core.paging import Page, decode, page_of
from lianfang.geo.queries import levels_of, within_levels
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.models import COUNTS, Grant, Person

SIZE = 20
_LAST = 4
_ALL = 1_000_000_000
_FEW = 1000  # so many fit: they are looked up one by one, more are met soon when walking the list
_LAST_LETTER = chr(0x10FFFF)
_CHOICES = ("control_status", "case_class", "category", "source", "sex")


@dataclass(frozen=True)
class Filters:
    """What a list may be narrowed by; empty means no condition.

    ``text`` is a name, its pinyin or initials, or a document or phone number, whole or its last
    four digits.
    """

    text: str = ""
    area_code: str = ""
    control_status: str = ""
    case_class: str = ""
    category: str = ""
    source: str = ""
    sex: str = ""
    registered_from: dt.datetime | None = None
    registered_until: dt.datetime | None = None  # not included
    among: "QuerySet[Any, int | None] | Sequence[int] | None" = None  # person ids from elsewhere

    @property
    def is_asked(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class PersonRow:
    """One line of a list, already masked."""

    id: int
    key: uuid.UUID
    name: str
    sex: str
    birth_date: dt.date | None
    id_number: str
    phone: str
    area_code: str
    category: str
    source: str
    control_status: str
    case_class: str
    severity: str
    latest_temp_c: Decimal | None
    updated_at: dt.datetime


@dataclass(frozen=True)
class _Shape:
    """All that changes the SQL of the list besides its values.

    ``levels`` of the areas one cares for, none for people lent; ``inside`` the level of the area
    asked for, 0 for any; ``choices`` asked for; after a cursor or from the top.
    """

    most: int
    levels: tuple[int, ...] = ()
    by_department: bool = False
    inside: int = 0
    choices: tuple[str, ...] = ()
    is_further: bool = False


@dataclass(frozen=True)
class _Id:
    id: int


def list_page(
    caller: Caller, *, filters: Filters, cursor: str, at: dt.datetime, size: int = SIZE
) -> Page[PersonRow]:
    """Newest on file first; own areas and lent people are read apart and merged."""
    shape, values = _asked(filters, size + 1)
    if cursor:
        shape = replace(shape, is_further=True)
        values["before"] = int(decode(cursor, 1)[0])
    levels, areas = levels_of(caller.areas(Permission.PERSON_VIEW))
    extra = _extra(filters)
    lent: dict[str, Value] = {"user": caller.id, "until": at}
    if caller.department_id:
        shape, lent = (
            replace(shape, by_department=True),
            lent | {"department": caller.department_id},
        )
    found = _read(shape, extra, values | lent)
    if levels:
        found += _read(replace(shape, levels=levels, by_department=False), extra, values | areas)
    newest = sorted({row.id: row for row in found}.values(), key=lambda row: -row.id)
    page = page_of(newest, size, lambda row: (row.id,))
    return Page([_masked(row) for row in page.rows], page.next)


def count(caller: Caller, *, filters: Filters, most: int | None = 10_000) -> int:
    """How many there are in one's areas, counted up to ``most`` and no further."""
    levels, areas = levels_of(caller.areas(Permission.PERSON_VIEW))
    if not levels:
        return 0
    shape, values = _asked(filters, most or _ALL)
    shape, values = replace(shape, levels=levels), values | areas
    extra = _extra(filters)
    if extra is not None:
        return _rows(shape, extra, **values).values("pk").count()
    return _ids.count(shape, **values)


def ids_for_export(caller: Caller, *, filters: Filters, at: dt.datetime, most: int) -> list[int]:
    """Everyone the list would show, as row ids, the newest first, ``most`` at the most."""
    _ = at
    levels, areas = levels_of(caller.areas(Permission.PERSON_VIEW))
    if not levels:
        return []
    shape, values = _asked(filters, most)
    rows = _rows(replace(shape, levels=levels), _extra(filters), **values, **areas)
    return list(rows.values_list("id", flat=True))


def _asked(filters: Filters, most: int) -> tuple[_Shape, dict[str, Value]]:
    choices = tuple(name for name in _CHOICES if getattr(filters, name))
    values: dict[str, Value] = {name: getattr(filters, name) for name in choices}
    inside = 0
    if filters.area_code:
        (inside,), own = levels_of([filters.area_code])
        values["inside"] = own["area0"]
    return _Shape(inside=inside, choices=choices, most=most), values


def _extra(filters: Filters) -> Q | None:
    """What is not compiled: a text, because its pattern is not its value, and other apps' part.

    Where few fit they are found first, by the index of what was asked (one statement more); where
    many do, the list is walked in its own order and soon has a page.
    """
    parts = [_registered(filters), *_looked_up(filters)]
    told = [part for part in parts if part is not None]
    return reduce(and_, told) if told else None


def _looked_up(filters: Filters) -> list[Q]:
    """The text or the other apps' part by its index where few fit; the rest as a condition."""
    text, among = filters.text.strip(), filters.among
    if text:
        few = _few(Person.objects.unscoped().filter(_indexed(text)).values_list("id", flat=True))
        by_text = Q(pk__in=few) if few is not None else _text(text)
        return [by_text] if among is None else [by_text, _is_among(among)]
    if among is None:
        return []
    few = None if isinstance(among, Sequence) else _few(among)
    return [Q(pk__in=few) if few is not None else _is_among(among)]


def _registered(filters: Filters) -> Q | None:
    span = {"gte": filters.registered_from, "lt": filters.registered_until}
    told = {f"registered_at__{how}": moment for how, moment in span.items() if moment}
    return Q(**told) if told else None


def _few(ids: "QuerySet[Any, int | None]") -> list[int | None] | None:
    found = list(ids.order_by()[: _FEW + 1])
    return sorted(set(found), key=lambda pk: pk or 0) if len(found) <= _FEW else None


def _is_among(among: "QuerySet[Any, int | None] | Sequence[int]") -> Q:
    if isinstance(among, Sequence):
        return Q(pk__in=among)
    return Q(Exists(among.filter(person_id=OuterRef("pk"))))


def _read(shape: _Shape, extra: Q | None, values: dict[str, Value]) -> list[PersonRow]:
    """One statement."""
    if extra is None:
        return _page(shape, **values)
    rows = _rows(shape, extra, **values)
    return [PersonRow(*cells) for cells in rows.values_list(*_COLUMNS)]


def _rows(shape: _Shape, extra: Q | None = None, **values: Any) -> QuerySet[Person]:  # noqa: ANN401 -- of any column
    """The list as a query; its shape depends on ``shape`` alone, so that it can be compiled."""
    in_areas = within_levels(shape.levels, values)
    scope = in_areas if shape.levels else Q(pk__in=_lent(shape, values))
    condition = COUNTS & Q(**{name: values[name] for name in shape.choices})
    if shape.inside:
        condition &= within_levels((shape.inside,), {"area0": values["inside"]})
    if shape.is_further:
        condition &= Q(pk__lt=values["before"])
    rows = Person.objects.scoped(scope).filter(condition & (extra or Q()))
    return rows.order_by("-id")[: shape.most]


def _lent(shape: _Shape, values: dict[str, Any]) -> QuerySet[Grant, int]:
    """People lent to the user or to the user's department."""
    to = Q(grantee_kind="user", grantee_id=values["user"])
    if shape.by_department:
        to |= Q(grantee_kind="department", grantee_id=values["department"])
    return Grant.objects.filter(to, until__gt=values["until"]).values_list("person_id", flat=True)


_COLUMNS = tuple(field.name for field in fields(PersonRow))
_page = Shaped(PersonRow, _rows)
_ids = Shaped(_Id, _rows)


def _text(text: str) -> Q:
    """Numbers by their fingerprints, Latin letters by pinyin or initials, else the name."""
    if text.upper().rstrip("X").isdigit():
        return _numbered(text.upper())
    if text.isascii():
        letters = text.lower().replace(" ", "")
        return Q(name_pinyin__startswith=letters) | Q(name_initials=letters)
    return Q(name__startswith=text)


def _indexed(text: str) -> Q:
    """The same, asked so that each database uses its index: SQLite takes no pattern for one."""
    if connection.vendor != "sqlite" or text.upper().rstrip("X").isdigit():
        return _text(text)
    if text.isascii():
        letters = text.lower().replace(" ", "")
        return _begins("name_pinyin", letters) | Q(name_initials=letters)
    return _begins("name", text)


def _begins(column: str, text: str) -> Q:
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST_LETTER})


def _numbered(number: str) -> Q:
    column, purpose = ("last4_blind", ".last4") if len(number) == _LAST else ("blind", "")
    documents = Q(**{f"id_{column}": blind(number, f"person.id_number{purpose}")})
    return documents | Q(**{f"phone_{column}": blind(number, f"person.phone{purpose}")})


def _masked(row: PersonRow) -> PersonRow:
    return replace(row, id_number=mask_number(row.id_number), phone=mask_number(row.phone))
