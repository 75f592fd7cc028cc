"""Who is under observation, which checks and visits are due, and what was measured."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianfang.accounts.rules import Citizen
from lianfang.core.clock import local_date, start_of
from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.quarantine.enums import Mode, SlotState
from lianfang.quarantine.models import Episode, Notice, Reading, Slot, Visit

_SHOWN = 100
_STAFF = (
    Permission.PERSON_VIEW,
    Permission.CHECK_RECORD,
    Permission.OBSERVATION_CONFIRM,
    Permission.OBSERVATION_SIGN,
    Permission.OBSERVATION_ISSUE,
)
_DAY = dt.timedelta(days=1)
WAITING = (SlotState.PLANNED, SlotState.OPEN)


@dataclass(frozen=True)
class ReadingRow:
    """A measurement as lists show it; ``part`` is empty when it filled no slot."""

    key: uuid.UUID
    kind: str
    measured_at: dt.datetime
    received_at: dt.datetime
    temp_c: Decimal | None
    symptoms: list[str]
    is_abnormal: bool
    measured_by: str
    note: str
    part: str | None
    is_late: bool | None


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
    place: str
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


def open_episode_of(person_id: int) -> Episode | None:
    return Episode.objects.unscoped().filter(person_id=person_id, is_open=True).first()


def by_id(episode_id: int) -> Episode:
    """For handlers."""
    return Episode.objects.unscoped().select_related("person").get(pk=episode_id)


def slot_by_id(slot_id: int) -> Slot:
    """For handlers, with its episode."""
    return Slot.objects.select_related("episode").get(pk=slot_id)


def episodes_of(person_id: int) -> list[Episode]:
    """For a person's page, newest first; whoever asks was let see the person."""
    own = Episode.objects.unscoped().filter(person_id=person_id)
    return list(own.order_by("-starts_at", "-id"))


def get_for(caller: Caller, key: uuid.UUID) -> Episode:
    """The door to one episode; a stranger gets NotFound."""
    episode = Episode.objects.unscoped().select_related("person").filter(key=key).first()
    if episode is None or not caller.covers(episode.area_code, *_STAFF):
        raise NotFound
    return episode


def slots_of(person_id: int, day: dt.date) -> list[Slot]:
    """The checks of that day in the order they open; none without an open episode."""
    own = Slot.objects.filter(episode__person_id=person_id, episode__is_open=True, day=day)
    return list(own.order_by("opens_at", "id"))


def slot_at(episode: Episode, at: dt.datetime) -> Slot | None:
    """The check that may be filled at this moment: on time or within the grace after it."""
    own = Slot.objects.filter(episode=episode, opens_at__lte=at, grace_until__gt=at)
    fillable = own.filter(state__in=(*WAITING, SlotState.MISSED), reading__isnull=True)
    return fillable.order_by("-opens_at").first()


def missed_run(slot: Slot, *, most: int) -> int:
    """How many checks in a row were missed up to and with this one; excused ones do not count."""
    earlier = Slot.objects.filter(episode=slot.episode_id, closes_at__lte=slot.closes_at)
    states = earlier.exclude(state=SlotState.EXEMPTED).order_by("-closes_at", "-id")
    run = 0
    for state in states.values_list("state", flat=True)[:most]:
        if state != SlotState.MISSED:
            break
        run += 1
    return run


def readings_of(person_id: int, *, limit: int = _SHOWN) -> list[ReadingRow]:
    """Newest first, with the check each one filled."""
    rows = Reading.objects.unscoped().filter(person_id=person_id).order_by("-measured_at", "-id")
    columns = (
        *("key", "kind", "measured_at", "received_at", "temp_c", "symptoms", "is_abnormal"),
        *("measured_by", "note", "slots__part", "slots__is_late"),
    )
    return [ReadingRow(*cells) for cells in rows.values_list(*columns)[:limit]]


def reading_by_key(key: uuid.UUID) -> Reading | None:
    """For the action that must find what was sent before."""
    return Reading.objects.unscoped().filter(key=key).first()


def last_abnormal_of(person_id: int, *, since: dt.datetime) -> Reading | None:
    recent = Reading.objects.unscoped().filter(person_id=person_id, measured_at__gte=since)
    return recent.filter(is_abnormal=True).order_by("-measured_at").first()


def last_reading_of(person_id: int) -> Reading | None:
    own = Reading.objects.unscoped().filter(person_id=person_id, temp_c__isnull=False)
    return own.order_by("-measured_at", "-id").first()


def visits_of(caller: Caller, *, at: dt.datetime) -> list[VisitRow]:
    """Visits and calls open now: the caller's own, and nobody's in the areas the caller measures.

    The most urgent first.
    """
    orphans = Q(assignee__isnull=True) & within(caller.areas(Permission.CHECK_RECORD))
    rows = Visit.objects.scoped(Q(assignee=caller.id) | orphans)
    due = rows.filter(is_done=False, opened_at__lte=at, episode__is_open=True)
    columns = (
        *("key", "kind", "opened_at", "due_at", "episode__key", "episode__person__key"),
        *("episode__person__name", "episode__person__phone", "episode__place", "area_code"),
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


def due_for_release(caller: Caller, *, at: dt.datetime) -> list[ReleaseRow]:
    """Whose last day has begun, in the areas the caller signs or issues for; earliest end first."""
    areas = caller.areas(Permission.OBSERVATION_SIGN, Permission.OBSERVATION_ISSUE)
    soon = start_of(local_date(at) + _DAY)
    rows = Episode.objects.scoped(within(areas)).filter(is_open=True, planned_end__lte=soon)
    columns = (
        *("key", "person__key", "person__name", "area_code", "subject_class", "starts_at"),
        *("planned_end", "signed_at", "open_abnormal_at", "person__latest_temp_c"),
    )
    found = rows.exclude(mode=Mode.HOSPITAL).order_by("planned_end", "id").values_list(*columns)
    return [ReleaseRow(*cells) for cells in found[:_SHOWN]]


def observed_by(caller: Caller, *, limit: int = _SHOWN) -> list[ObservedRow]:
    """Everyone under observation in the caller's areas; those ending first come first."""
    rows = Episode.objects.scoped(within(caller.areas(Permission.PERSON_VIEW)))
    columns = (
        *("key", "person__key", "person__name", "area_code", "mode", "subject_class"),
        *("starts_at", "planned_end", "confirmed_at", "open_abnormal_at"),
        *("person__latest_temp_c", "person__latest_reading_at"),
    )
    found = rows.filter(is_open=True).order_by("planned_end", "id").values_list(*columns)[:limit]
    return [ObservedRow(*cells) for cells in found]


def notices_of(episode: Episode) -> list[Notice]:
    return list(Notice.objects.filter(episode=episode).order_by("issued_at", "id"))


def notice_for(citizen: Citizen, key: uuid.UUID) -> Notice:
    """A notice served on someone the citizen speaks for; anybody else's does not exist."""
    notices = Notice.objects.select_related("episode", "file").filter(key=key)
    notice = notices.first()
    if notice is None or not citizen.speaks_for(notice.episode.person_id):
        raise NotFound
    return notice


def latest_episode_of(person_id: int) -> Episode | None:
    """The open one, else the last that ended; for the resident's own page."""
    return next(iter(episodes_of(person_id)), None)


def lacking_slots(day: dt.date, *, limit: int) -> QuerySet[Episode]:
    """Open episodes that reach into ``day`` and have no check on it; for the generator."""
    on_day = Slot.objects.filter(episode=OuterRef("pk"), day=day)
    running = Episode.objects.unscoped().filter(
        is_open=True, planned_end__gt=start_of(day), starts_at__lt=start_of(day + _DAY)
    )
    return running.exclude(mode=Mode.HOSPITAL).filter(~Exists(on_day)).order_by("id")[:limit]


def slots_due(*, now: dt.datetime, limit: int) -> list[Slot]:
    """Checks whose next level has come, oldest first; for the scheduler."""
    due = Slot.objects.filter(next_at__lte=now, episode__is_open=True)
    return list(due.select_related("episode").order_by("next_at", "id")[:limit])


def open_visits(episode: Episode, kinds: Iterable[str]) -> QuerySet[Visit]:
    own = Visit.objects.unscoped().filter(episode=episode, is_done=False)
    return own.filter(kind__in=list(kinds))
