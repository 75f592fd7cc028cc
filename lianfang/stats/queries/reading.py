"""Figures for an area and for the areas in it: leaves summed on reading."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from lianfang.core.clock import local_date
from lianfang.core.compiled import Shaped
from lianfang.geo.queries import COLUMN, levels_of, names_of, within, within_levels
from lianfang.stats.enums import STOCKS, Figure
from lianfang.stats.models import NOW, Cell

_STREET, _COMMUNITY = 9, 12


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
    levels, codes = levels_of(areas)
    found = {row.figure: row.total for row in _figures(levels, day=local_date(at), **codes)}
    return {figure.value: found.get(figure, 0) for figure in Figure}


@dataclass(frozen=True)
class _Total:
    figure: str
    total: int


def _sums(levels: tuple[int, ...], day: dt.date, **codes: str) -> QuerySet[Cell, Any]:
    cells = Cell.objects.scoped(within_levels(levels, codes)).filter(day__in=[NOW, day])
    return cells.order_by().values("figure").annotate(total=Sum("value"))


_figures = Shaped(_Total, _sums)


def by_area(areas: Iterable[str]) -> dict[int, list[AreaFigures]]:
    """Streets (9) and communities (12) with their people, most observed first; two statements."""
    levels, codes = levels_of(areas)
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _by_community(levels, **codes):
        found[row.community[:_STREET]][row.figure] += row.total
        if len(row.community) > _STREET:
            found[row.community][row.figure] += row.total
    names = names_of(found)
    listed: dict[int, list[AreaFigures]] = {_STREET: [], _COMMUNITY: []}
    for code, values in found.items():
        if len(code) in listed:
            shown = AreaFigures(code, names.get(code, code), *(values[f] for f in _BARS))
            listed[len(code)].append(shown)
    for rows in listed.values():
        rows.sort(key=lambda row: (-row.observed, -row.returnees, row.code))
    return listed


@dataclass(frozen=True)
class _Bar:
    community: str
    figure: str
    total: int


def _bars(levels: tuple[int, ...], **codes: str) -> QuerySet[Cell, Any]:
    """A cell coarser than a community counts under the code it has."""
    cells = Cell.objects.scoped(within_levels(levels, codes)).filter(day=NOW, figure__in=_BARS)
    return cells.order_by().values("community", "figure").annotate(total=Sum("value"))


_BARS = (Figure.REGISTERED, Figure.RETURNEES, Figure.OBSERVED)
_by_community = Shaped(_Bar, _bars)


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
