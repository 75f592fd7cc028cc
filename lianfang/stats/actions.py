"""Mark cells that no longer hold, and count them again with the code of a full recount."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.core.locks import hold
from lianfang.stats.enums import FLOWS, RING, STOCKS, Figure
from lianfang.stats.models import NOW, Cell, Dirty
from lianfang.stats.queries import count

CHUNK = 500


def mark(
    figures: Iterable[Figure], areas: Iterable[str], *, day: dt.date, by: Actor, at: dt.datetime
) -> None:
    """These cells no longer hold; marked twice they are counted once.

    A mark that is there is written again: whoever counts it meanwhile holds it until the count
    stands, so a count that cannot have seen the change never takes the mark with it.
    """
    _ = (by, at)  # a mark is not something anybody did
    for figure in figures:
        on = NOW if figure in STOCKS else day
        for area_code in areas:
            same = Dirty.objects.filter(figure=figure, area_code=area_code, day=on)
            if not same.update(day=on):
                same.get_or_create(figure=figure, area_code=area_code, day=on)


def recount_dirty(*, by: Actor, at: dt.datetime, limit: int = CHUNK) -> int:
    """Count what is marked; a mark goes only together with its count."""
    _ = by
    marks = list(Dirty.objects.order_by("id")[:limit])
    for dirty in marks:
        with transaction.atomic():
            Dirty.objects.filter(pk=dirty.pk).delete()
            _write(Figure(dirty.figure), dirty.day, dirty.area_code, at=at)
    return len(marks)


def recount_all(*, days: int = 14, by: Actor, at: dt.datetime) -> None:
    """Every stock, and every flow of the last days, from the tables.

    The ring is of today's observed alone: what it was yesterday stands.
    """
    _ = by
    today = local_date(at)
    for figure in STOCKS:
        _write(figure, NOW, "", at=at)
    for figure in FLOWS:
        for back in range(1 if figure in RING else days):
            _write(figure, today - dt.timedelta(days=back), "", at=at)


@transaction.atomic
def _write(figure: Figure, day: dt.date, area_code: str, *, at: dt.datetime) -> None:
    """Counted only once nobody else writes this figure of this day, so that the last one counts."""
    hold("stats", figure, day)
    counted = count(figure, day, area_code=area_code, at=at)
    cells = Cell.objects.unscoped().filter(figure=figure, day=day)
    if area_code:
        cells = cells.filter(area_code=area_code)
    cells.delete()
    fresh = [
        Cell(figure=figure, day=day, area_code=code, value=value)
        for code, value in counted.items()
        if value
    ]
    Cell.objects.unscoped().bulk_create(fresh, batch_size=CHUNK)
