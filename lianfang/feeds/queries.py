"""The last good figures, and how they came about. Public figures: nothing here is scoped."""

import datetime as dt
from dataclasses import dataclass

from lianfang.core.clock import local_date
from lianfang.core.problems import NotFound
from lianfang.feeds.client.reading import Figures, Reading
from lianfang.feeds.enums import NATION, State
from lianfang.feeds.models import Figure, Snapshot
from lianfang.feeds.rules import Taken


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Counts of one area: ``CN`` or a province's two digits; None where nobody says."""

    area_code: str
    confirmed: int
    cured: int
    dead: int
    suspected: int | None
    current: int | None
    as_of: dt.datetime
    taken_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The nation's or a province's counts at the end of a local day that had a snapshot."""

    day: dt.date
    confirmed: int
    cured: int
    dead: int
    current: int | None


def snapshot_by_id(pk: int) -> Snapshot:
    """Raises NotFound."""
    snapshot = Snapshot.objects.filter(pk=pk).first()
    if snapshot is None:
        raise NotFound
    return snapshot


def latest_snapshot() -> Snapshot | None:
    """The last good one."""
    return Snapshot.objects.filter(state=State.ACCEPTED).order_by("-taken_at", "-id").first()


def latest_national() -> AreaFigures | None:
    """None until a first snapshot was taken."""
    return next(iter(_latest(NATION)), None)


def latest_provinces() -> list[AreaFigures]:
    """In the order of their codes."""
    return [row for row in _latest() if row.area_code != NATION]


def series(area_code: str = NATION, *, days: int = 60) -> list[DayFigures]:
    """One point for each local day with a good snapshot, the last of the day, oldest first."""
    rows = (
        Figure.objects.filter(area_code=area_code, snapshot__state=State.ACCEPTED)
        .order_by("snapshot__taken_at", "id")
        .select_related("snapshot")
    )
    by_day: dict[dt.date, DayFigures] = {}
    for row in rows:
        if row.snapshot.as_of:
            day = local_date(row.snapshot.as_of)
            by_day[day] = DayFigures(day, row.confirmed, row.cured, row.dead, row.current)
    return [by_day[day] for day in sorted(by_day)][-days:]


def last_good(source: str) -> Taken | None:
    """What a new snapshot of this source is compared with."""
    snapshot = (
        Snapshot.objects.filter(source=source, state=State.ACCEPTED)
        .order_by("-taken_at", "-id")
        .first()
    )
    if snapshot is None or snapshot.as_of is None:
        return None
    figures = {
        row.area_code: Figures(row.confirmed, row.cured, row.dead, row.suspected, row.current)
        for row in Figure.objects.filter(snapshot=snapshot)
    }
    nation = figures.pop(NATION)
    return Taken(Reading(snapshot.as_of, nation, figures), snapshot.taken_at)


def _latest(area_code: str = "") -> list[AreaFigures]:
    snapshot = latest_snapshot()
    if snapshot is None or snapshot.as_of is None:
        return []
    rows = Figure.objects.filter(snapshot=snapshot).order_by("area_code")
    if area_code:
        rows = rows.filter(area_code=area_code)
    return [
        AreaFigures(
            row.area_code,
            row.confirmed,
            row.cured,
            row.dead,
            row.suspected,
            row.current,
            snapshot.as_of,
            snapshot.taken_at,
        )
        for row in rows
    ]
