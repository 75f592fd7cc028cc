"""One figure from the tables of its owner: the same code for one cell and for all of them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from django.db.models import Q

from lianfang.cases.queries import open_by_area
from lianfang.core.clock import end_of, start_of
from lianfang.people.enums import Axis, CaseClass, Category, ControlStatus
from lianfang.people.queries import counts_by_area, exposed_to_key_area, moves_by_area
from lianfang.policy.queries import fever_threshold_c
from lianfang.quarantine.queries import abnormal_between, latest_of_observed
from lianfang.stats.enums import Figure
from lianfang.stats.rules import ring_of

_OBSERVED = Q(control_status=ControlStatus.OBSERVED)
_CONDITIONS: dict[Figure, Callable[[], Q]] = {
    Figure.REGISTERED: Q,
    Figure.RETURNEES: exposed_to_key_area,
    Figure.OBSERVED: lambda: _OBSERVED,
    Figure.CONTACTS: lambda: (
        _OBSERVED
        & Q(category__in=[Category.CLOSE_CONTACT, Category.SECONDARY_CONTACT, Category.EXPOSED])
    ),
    Figure.SUSPECTED: lambda: Q(case_class=CaseClass.SUSPECTED),
    Figure.CONFIRMED: lambda: Q(case_class=CaseClass.CONFIRMED),
}
_MOVES = {
    Figure.OBSERVED_NEW: ControlStatus.OBSERVED,
    Figure.RELEASED: ControlStatus.RELEASED,
}


def count(figure: Figure, day: dt.date, *, area_code: str = "", at: dt.datetime) -> dict[str, int]:
    """How many, by area; of one area only when it is given. One statement each."""
    if figure in _CONDITIONS:
        return counts_by_area(_CONDITIONS[figure](), area_code=area_code)
    if figure == Figure.OPEN_CASES:
        return open_by_area(area_code=area_code)
    starts_at, ends_at = start_of(day), end_of(day)
    if figure in _MOVES:
        return moves_by_area(
            Axis.CONTROL,
            _MOVES[figure],
            starts_at=starts_at,
            ends_at=ends_at,
            area_code=area_code,
        )
    return _readings(figure, starts_at, ends_at, area_code=area_code, at=at)


def _readings(
    figure: Figure, starts_at: dt.datetime, ends_at: dt.datetime, *, area_code: str, at: dt.datetime
) -> dict[str, int]:
    """Each person once: by the latest reading of those now observed for the ring."""
    if figure == Figure.ABNORMAL:
        measured = abnormal_between(starts_at, ends_at, area_code=area_code)
        return dict(Counter(area for _, area in {(m.person_id, m.area_code) for m in measured}))
    threshold = fever_threshold_c(at=at)
    latest = latest_of_observed(starts_at, ends_at, area_code=area_code)
    fits = [m for m in latest if ring_of(m.temp_c, m.symptoms, threshold=threshold) == figure]
    return dict(Counter(m.area_code for m in fits))
