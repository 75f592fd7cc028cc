"""What doctors, grid workers and officers have to do: visits, entries, releases."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from lianfang.core.clock import local_date, start_of
from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.quarantine.enums import Mode, SlotState
from lianfang.quarantine.models import Episode, Visit

_SHOWN = 100
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class VisitRow:
    """A visit or call to make, the person masked."""

    key: uuid.UUID
    kind: str
    opened_at: dt.datetime
    due_at: dt.datetime
    episode_key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    phone: str
    area_code: str
    subject_class: str
    planned_end: dt.datetime
    latest_temp_c: Decimal | None


@dataclass(frozen=True)
class ReleaseRow:
    """Somebody whose period is over or ends today."""

    key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    area_code: str
    subject_class: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    signed_at: dt.datetime | None
    open_abnormal_at: dt.datetime | None
    latest_temp_c: Decimal | None
    missed: int
    unexplained: int


@dataclass(frozen=True)
class ObservedRow:
    """Somebody under observation now, as a worker's list shows it."""

    key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    area_code: str
    mode: str
    subject_class: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    confirmed_at: dt.datetime | None
    open_abnormal_at: dt.datetime | None
    latest_temp_c: Decimal | None
    latest_reading_at: dt.datetime | None


def visits_of(caller: Caller, *, at: dt.datetime) -> list[VisitRow]:
    """Visits and calls open now: the caller's own, and nobody's in the areas the caller measures.

    The most urgent first.
    """
    orphans = Q(assignee__isnull=True) & within(caller.areas(Permission.CHECK_RECORD))
    rows = Visit.objects.scoped(Q(assignee=caller.id) | orphans)
    due = rows.filter(is_done=False, opened_at__lte=at, episode__is_open=True)
    columns = (
        *("key", "kind", "opened_at", "due_at", "episode__key", "episode__person__key"),
        *("episode__person__name", "episode__person__phone", "area_code"),
        *("episode__subject_class", "episode__planned_end", "episode__person__latest_temp_c"),
    )
    found = due.order_by("due_at", "id").values_list(*columns)[:_SHOWN]
    return [VisitRow(*(*cells[:7], mask_number(cells[7]), *cells[8:])) for cells in found]


def visit_for(caller: Caller, key: uuid.UUID) -> Visit:
    """The assignee's, or of whoever measures in that area; a stranger gets NotFound."""
    visits = Visit.objects.unscoped().select_related("episode__person")
    visit = visits.filter(key=key).first()
    if visit is None:
        raise NotFound
    if visit.assignee_id == caller.id or caller.covers(visit.area_code, Permission.CHECK_RECORD):
        return visit
    raise NotFound


def open_visits(episode: Episode, kinds: Iterable[str]) -> QuerySet[Visit]:
    own = Visit.objects.unscoped().filter(episode=episode, is_done=False)
    return own.filter(kind__in=list(kinds))


def due_for_release(caller: Caller, *, at: dt.datetime) -> list[ReleaseRow]:
    """Whose last day has begun, in the areas the caller signs or issues for; earliest end first."""
    areas = caller.areas(Permission.OBSERVATION_SIGN, Permission.OBSERVATION_ISSUE)
    soon = start_of(local_date(at) + _DAY)
    rows = Episode.objects.scoped(within(areas)).filter(is_open=True, planned_end__lte=soon)
    columns = (
        *("key", "person__key", "person__name", "area_code", "subject_class", "starts_at"),
        *(
            "planned_end",
            "signed_at",
            "open_abnormal_at",
            "person__latest_temp_c",
            "missed",
            "unexplained",
        ),
    )
    missed = Q(slots__state=SlotState.MISSED)
    rows = rows.annotate(
        missed=Count("slots", filter=missed),
        unexplained=Count("slots", filter=missed & Q(slots__explained_at=None)),
    )
    found = rows.exclude(mode=Mode.HOSPITAL).order_by("planned_end", "id").values_list(*columns)
    return [ReleaseRow(*cells) for cells in found[:_SHOWN]]


def observed_by(caller: Caller, *, limit: int = _SHOWN) -> list[ObservedRow]:
    """Everyone under observation in the caller's areas; those ending first come first."""
    areas = within(caller.areas(Permission.PERSON_VIEW))
    return _observed(Episode.objects.scoped(areas), limit)


def waiting_for_confirmation(caller: Caller, *, limit: int = _SHOWN) -> list[ObservedRow]:
    """Entries nobody of the community stands behind yet, in the areas the caller confirms for."""
    areas = within(caller.areas(Permission.OBSERVATION_CONFIRM))
    return _observed(Episode.objects.scoped(areas).filter(confirmed_at__isnull=True), limit)


def _observed(rows: QuerySet[Episode], limit: int) -> list[ObservedRow]:
    columns = (
        *("key", "person__key", "person__name", "area_code", "mode", "subject_class"),
        *("starts_at", "planned_end", "confirmed_at", "open_abnormal_at"),
        *("person__latest_temp_c", "person__latest_reading_at"),
    )
    found = rows.filter(is_open=True).order_by("planned_end", "id").values_list(*columns)[:limit]
    return [ObservedRow(*cells) for cells in found]
