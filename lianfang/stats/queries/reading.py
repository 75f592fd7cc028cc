"""Figures for an area and for the areas in it: leaves summed on reading."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from lianfang.core.clock import local_date
from lianfang.geo.queries import COLUMN, names_of, within
from lianfang.stats.enums import STOCKS, Figure
from lianfang.stats.models import NOW, Cell

_STREET = 9


@dataclass(frozen=True)
class AreaFigures:
    """One bar of a chart."""

    code: str
    name: str
    registered: int
    returnees: int
    observed: int


@dataclass(frozen=True)
class Series:
    """Days with what was new on each, oldest first."""

    days: list[dt.date]
    observed: list[int]
    released: list[int]


def figures_of(areas: Iterable[str], *, at: dt.datetime) -> dict[str, int]:
    """Every figure of these areas as of now, zeros included; one statement."""
    cells = Cell.objects.scoped(within(areas)).filter(day__in=[NOW, local_date(at)])
    summed = cells.order_by().values("figure").annotate(total=Sum("value"))
    found = dict(summed.values_list("figure", "total"))
    return {figure.value: found.get(figure, 0) for figure in Figure}


def by_area(areas: Iterable[str], *, digits: int) -> list[AreaFigures]:
    """Streets (9) or communities (12) with their people, most observed first; two statements."""
    column = COLUMN[digits]
    wanted = (Figure.REGISTERED, Figure.RETURNEES, Figure.OBSERVED)
    cells = Cell.objects.scoped(within(areas)).filter(day=NOW, figure__in=wanted)
    summed = cells.order_by().values(column, "figure").annotate(total=Sum("value"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, figure, total in summed.values_list(column, "figure", "total"):
        if len(code) == digits:
            found[code][figure] = total
    names = names_of(found)
    rows = [
        AreaFigures(code, names.get(code, code), *(values.get(figure, 0) for figure in wanted))
        for code, values in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.observed, -row.returnees, row.code))


def map_of(
    areas: Iterable[str], figure: Figure, *, digits: int = _STREET, at: dt.datetime
) -> dict[str, int]:
    """One figure by area, for the map; one statement."""
    day = NOW if figure in STOCKS else local_date(at)
    cells = Cell.objects.scoped(within(areas)).filter(day=day, figure=figure)
    summed = cells.order_by().values(COLUMN[digits]).annotate(total=Sum("value"))
    return dict(summed.values_list(COLUMN[digits], "total"))


def series_of(areas: Iterable[str], *, days: int = 14, at: dt.datetime) -> Series:
    """What was new each day; one statement."""
    today = local_date(at)
    line = [today - dt.timedelta(days=back) for back in reversed(range(days))]
    wanted = (Figure.OBSERVED_NEW, Figure.RELEASED)
    cells = Cell.objects.scoped(within(areas)).filter(day__gte=line[0], figure__in=wanted)
    summed = cells.order_by().values("day", "figure").annotate(total=Sum("value"))
    found = {(day, figure): n for day, figure, n in summed.values_list("day", "figure", "total")}
    observed, released = ([found.get((day, figure), 0) for day in line] for figure in wanted)
    return Series(line, observed, released)
