"""Which checks are due, and what was measured."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from lianfang.core.clock import end_of, start_of
from lianfang.core.compiled import Compiled
from lianfang.core.paging import BadCursor, Page, decode, page_of
from lianfang.people.enums import ControlStatus
from lianfang.quarantine.enums import SlotState
from lianfang.quarantine.models import Episode, Reading, Slot

WAITING = (SlotState.PLANNED, SlotState.OPEN)
_SHOWN, _PAGE = 100, 20


@dataclass(frozen=True)
class ReadingRow:
    """A measurement as lists show it; ``part`` is empty when it filled no slot."""

    id: int
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


def slot_by_id(slot_id: int) -> Slot:
    """For handlers, with its episode."""
    return Slot.objects.select_related("episode").get(pk=slot_id)


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


@dataclass(frozen=True)
class MissedRow:
    """A check that was missed, and why when somebody told."""

    day: dt.date
    part: str
    explanation: str
    explained_by: str
    explained_at: dt.datetime | None


def missed_of(episode: Episode) -> list[MissedRow]:
    """The missed checks of a stay, oldest first; one statement."""
    missed = Slot.objects.filter(episode=episode, state=SlotState.MISSED).order_by("opens_at")
    columns = ("day", "part", "explanation", "explained_by", "explained_at")
    return [MissedRow(*cells) for cells in missed.values_list(*columns)]


def slots_due(*, now: dt.datetime, after: int, limit: int) -> list[Slot]:
    """Checks whose next level has come, in the order they were made; for the scheduler."""
    due = Slot.objects.filter(next_at__lte=now, pk__gt=after, episode__is_open=True)
    return list(due.select_related("episode").order_by("id")[:limit])


def readings_of(person_id: int, *, limit: int = _SHOWN) -> list[ReadingRow]:
    """Newest first, with the check each one filled."""
    return _rows(Reading.objects.unscoped().filter(person_id=person_id), limit)


@dataclass(frozen=True)
class ReadingFilters:
    """Empty means no condition; days are the city's, both included."""

    is_abnormal: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def condition(self) -> Q:
        found = Q() if self.is_abnormal is None else Q(is_abnormal=self.is_abnormal)
        if self.since:
            found &= Q(measured_at__gte=start_of(self.since))
        if self.until:
            found &= Q(measured_at__lt=end_of(self.until))
        return found


@dataclass(frozen=True)
class Degrees:
    """A point of the curve."""

    at: dt.datetime
    temp_c: float
    is_abnormal: bool


def curve_of(person_id: int, *, since: dt.datetime) -> list[Degrees]:
    """Every temperature since then, oldest first; one statement."""
    own = Reading.objects.unscoped().filter(
        person_id=person_id, measured_at__gte=since, temp_c__isnull=False
    )
    rows = own.order_by("-measured_at", "-id").values_list("measured_at", "temp_c", "is_abnormal")
    return [Degrees(at, float(temp_c or 0), bad) for at, temp_c, bad in rows[:_SHOWN]][::-1]


def readings_page(
    person_id: int,
    *,
    filters: ReadingFilters = ReadingFilters(),
    cursor: str,
    size: int = _PAGE,
) -> Page[ReadingRow]:
    """``readings_of`` a page at a time."""
    rows = Reading.objects.unscoped().filter(filters.condition, person_id=person_id)
    if cursor:
        moment, pk = decode(cursor, 2)
        try:
            before = dt.datetime.fromisoformat(moment)
        except ValueError:
            raise BadCursor from None
        same = Q(measured_at=before, pk__lt=int(pk))
        rows = rows.filter(Q(measured_at__lt=before) | same)
    mark = ("measured_at", "id")
    return page_of(_rows(rows, size + 1), size, lambda row: tuple(getattr(row, n) for n in mark))


def _rows(readings: QuerySet[Reading], limit: int) -> list[ReadingRow]:
    columns = (
        *("id", "key", "kind", "measured_at", "received_at", "temp_c", "symptoms"),
        *("is_abnormal", "measured_by", "note", "slots__part", "slots__is_late"),
    )
    newest = readings.order_by("-measured_at", "-id")
    return [ReadingRow(*cells) for cells in newest.values_list(*columns)[:limit]]


def slot_filled_by(reading: Reading) -> Slot | None:
    return Slot.objects.filter(reading=reading).first()


def reading_by_key(key: uuid.UUID) -> Reading | None:
    """For the action that must find what was sent before."""
    return _reading.first(key=key)


_reading = Compiled(Reading, lambda key: Reading.objects.unscoped().filter(key=key), key=uuid.UUID)


def last_abnormal_of(person_id: int, *, since: dt.datetime) -> Reading | None:
    recent = Reading.objects.unscoped().filter(person_id=person_id, measured_at__gte=since)
    return recent.filter(is_abnormal=True).order_by("-measured_at").first()


def last_reading_of(person_id: int) -> Reading | None:
    own = Reading.objects.unscoped().filter(person_id=person_id, temp_c__isnull=False)
    return own.order_by("-measured_at", "-id").first()


@dataclass(frozen=True)
class Measured:
    """A reading as the counters need it."""

    person_id: int
    area_code: str
    temp_c: Decimal | None
    symptoms: list[str]


def abnormal_between(
    starts_at: dt.datetime, ends_at: dt.datetime, *, area_code: str = ""
) -> list[Measured]:
    """Abnormal readings of a span, where each was taken; one statement."""
    rows = _measured(starts_at, ends_at).filter(is_abnormal=True)
    if area_code:
        rows = rows.filter(area_code=area_code)
    cells = rows.values_list("person_id", "area_code", "temp_c", "symptoms")
    return [Measured(*row) for row in cells]


def latest_of_observed(
    starts_at: dt.datetime, ends_at: dt.datetime, *, area_code: str = ""
) -> list[Measured]:
    """The last reading in a span of everybody now observed, where they live; one statement."""
    now_observed = Q(person__control_status=ControlStatus.OBSERVED)
    rows = _measured(starts_at, ends_at).filter(now_observed)
    if area_code:
        rows = rows.filter(person__area_code=area_code)
    cells = rows.order_by("measured_at", "id").values_list(
        "person_id", "person__area_code", "temp_c", "symptoms"
    )
    return list({row[0]: Measured(*row) for row in cells}.values())


def reading_by_id(pk: int) -> Reading | None:
    return Reading.objects.unscoped().filter(pk=pk).select_related("person").first()


def _measured(starts_at: dt.datetime, ends_at: dt.datetime) -> QuerySet[Reading]:
    return Reading.objects.unscoped().filter(measured_at__gte=starts_at, measured_at__lt=ends_at)
