"""An organisation's own people: who was declared, their colour and nothing of why."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from lianfang.core.clock import local_date
from lianfang.core.paging import Page, decode, page_of
from lianfang.declarations.enums import Origin, Outcome
from lianfang.declarations.models import Declaration
from lianfang.org.rules import Caller

SIZE = 20
COLOURS = ("green", "yellow", "red", "gray")
_GRAY = "gray"
_SELF = "本人已申报"  # what came of it is between them and the community


@dataclass(frozen=True)
class DeclarationRow:
    """``name`` is the one it was told; ``colour`` is all it learns of a state, never why."""

    id: int
    key: uuid.UUID
    name: str
    group_name: str
    return_date: dt.date | None
    submitted_at: dt.datetime
    origin: str
    outcome_label: str
    colour: str


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; ``is_due``: coming back this week."""

    text: str = ""
    colour: str = ""
    is_due: bool = False


@dataclass(frozen=True)
class Counts:
    """How many of one's own people show each colour, and how many come back this week."""

    total: int
    green: int
    yellow: int
    red: int
    gray: int
    due: int


def declarations_of(
    caller: Caller, *, wanted: Wanted | None = None, cursor: str = "", at: dt.datetime
) -> Page[DeclarationRow]:
    """Each person once, the newest first, of the caller's own organisation; one statement."""
    rows = _narrowed(_own(caller, at), wanted or Wanted(), at)
    if cursor:
        rows = rows.filter(pk__lt=int(decode(cursor, 1)[0]))
    columns = ("id", "key", "name", "group_name", "return_date", "submitted_at")
    told = rows.order_by("-id").values_list(*columns, "origin", "outcome", "shown")
    found = [_row(cells) for cells in told[: SIZE + 1]]
    return page_of(found, SIZE, lambda row: (row.id,))


def counts_of(caller: Caller, *, at: dt.datetime) -> Counts:
    """Over all of one's own people, whatever the list is narrowed to; one statement."""
    own = _own(caller, at)
    of_colour = {name: Count("id", filter=Q(shown=name)) for name in COLOURS}
    is_due = Q(return_date__range=week_of(local_date(at)))
    return Counts(**own.aggregate(total=Count("id"), due=Count("id", filter=is_due), **of_colour))


def by_key(key: uuid.UUID) -> Declaration | None:
    return Declaration.objects.unscoped().filter(key=key).first()


def cases_among(keys: Sequence[uuid.UUID]) -> int:
    """How many of these declarations became cases; one statement."""
    rows = Declaration.objects.unscoped().filter(key__in=keys, outcome=Outcome.CASE)
    return rows.count()


def latest_of(department_id: int, person_ids: Sequence[int]) -> dict[int, Declaration]:
    """What an organisation last said of these people, by person; one statement."""
    own = Declaration.objects.scoped(Q(department_id=department_id, is_latest=True))
    return {one.person_id: one for one in own.filter(person_id__in=person_ids).order_by("id")}


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def _own(caller: Caller, at: dt.datetime) -> QuerySet[Declaration]:
    """With the colour that holds; gray where none does or the file is not surely this person's."""
    own = Q(department_id=caller.department_id, is_latest=True)
    holds = Q(
        is_matched=True,
        person__health_pass__valid_until__gt=at,
        person__health_pass__epoch=F("person__facts_epoch"),
        person__health_pass__colour__in=COLOURS,
    )
    colour = Case(When(holds, then=F("person__health_pass__colour")), default=Value(_GRAY))
    return Declaration.objects.scoped(own).annotate(shown=colour)


def _narrowed(
    rows: QuerySet[Declaration], wanted: Wanted, at: dt.datetime
) -> QuerySet[Declaration]:
    if text := wanted.text.strip():
        rows = rows.filter(Q(name__contains=text) | Q(group_name__contains=text))
    if wanted.colour:
        rows = rows.filter(Q(shown=wanted.colour))
    return rows.filter(return_date__range=week_of(local_date(at))) if wanted.is_due else rows


def _row(cells: Sequence[Any]) -> DeclarationRow:
    pk, key, name, group, return_date, submitted_at, origin, outcome, colour = cells
    label = _SELF if origin == Origin.SELF else str(Outcome(outcome).label)
    return DeclarationRow(pk, key, name, group, return_date, submitted_at, origin, label, colour)
