"""Which cells an entry makes wrong."""

import datetime as dt

from lianfang.audit.models import Entry
from lianfang.audit.registry import on
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.quarantine.queries import reading_by_id
from lianfang.stats.actions import mark, recount_dirty
from lianfang.stats.enums import RING, STOCKS, Figure

_SYSTEM = Actor.system()
_PEOPLE = frozenset(STOCKS - {Figure.OPEN_CASES})
_CONTROL = (Figure.OBSERVED, Figure.CONTACTS, Figure.OBSERVED_NEW, Figure.RELEASED)
_CLASS = (Figure.SUSPECTED, Figure.CONFIRMED)


@on("person.registered", "person.voided", "person.restored")
def count_people(entry: Entry, now: dt.datetime) -> None:
    _mark(entry, _PEOPLE, now)


@on("person.batch_registered", "person.batch_withdrawn")
def count_everywhere(entry: Entry, now: dt.datetime) -> None:
    """A batch may lie anywhere."""
    mark(_PEOPLE, [""], day=local_date(entry.happened_at), by=_SYSTEM, at=now)
    recount_dirty(by=_SYSTEM, at=now)


@on("person.status_changed")
def count_moves(entry: Entry, now: dt.datetime) -> None:
    _recount_the_corrected(entry, now)
    if entry.detail.get("axis") != "control_status":
        _mark(entry, _CLASS, now)
        return
    _mark_ring([entry.area_code], now)
    _mark(entry, _CONTROL, now)


def _recount_the_corrected(entry: Entry, now: dt.datetime) -> None:
    """A move that was taken back is gone from the day and the place it was counted on."""
    if "compensates" in entry.detail:
        day = local_date(dt.datetime.fromisoformat(str(entry.detail["recorded_at"])))
        mark(_CONTROL, [str(entry.detail["area_at"])], day=day, by=_SYSTEM, at=now)


@on("person.updated")
def count_changed_people(entry: Entry, now: dt.datetime) -> None:
    """Another home moves somebody's figures from one grid to another."""
    moved = [str(entry.detail.get(name, "")) for name in ("before", "after")]
    areas = {entry.area_code, *moved} - {""}
    mark(_PEOPLE, sorted(areas), day=local_date(entry.happened_at), by=_SYSTEM, at=now)
    _mark_ring(sorted(areas), now)
    recount_dirty(by=_SYSTEM, at=now)


@on("reading.recorded", "reading.abnormal")
def count_readings(entry: Entry, now: dt.datetime) -> None:
    """On the day of measuring: what a phone kept offline may come a day later."""
    reading = reading_by_id(entry.subject_id)
    if reading is None:
        return
    day = local_date(reading.measured_at)
    mark([Figure.ABNORMAL], [reading.area_code], day=day, by=_SYSTEM, at=now)
    _mark_ring([reading.person.area_code], now)
    recount_dirty(by=_SYSTEM, at=now)


@on("case.submitted", "case.filed", "case.closed", "case.verified", "case.voided",
    "case.rejected", "case.returned", "case.reviewed")  # fmt: skip
def count_cases(entry: Entry, now: dt.datetime) -> None:
    _mark(entry, (Figure.OPEN_CASES,), now)


def _mark_ring(areas: list[str], now: dt.datetime) -> None:
    mark(RING, areas, day=local_date(now), by=_SYSTEM, at=now)


def _mark(entry: Entry, figures: frozenset[Figure] | tuple[Figure, ...], now: dt.datetime) -> None:
    day = local_date(entry.happened_at)
    mark(figures, [entry.area_code], day=day, by=_SYSTEM, at=now)
    recount_dirty(by=_SYSTEM, at=now)
