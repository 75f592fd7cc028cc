"""信息查询: any combination of what the file, the observation and today's signs say."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from lianfang.core.clock import end_of, local_date, start_of
from lianfang.org.rules import Caller
from lianfang.people.queries import Filters
from lianfang.quarantine.queries import people_abnormal_since, people_in_stay
from lianfang.roster.models import SavedSearch

_MOST = 100


@dataclass(frozen=True)
class Stay:
    """The part of a question that is about the observation; days are local, both ends included."""

    mode: str = ""
    starts_from: dt.date | None = None
    starts_until: dt.date | None = None
    ends_from: dt.date | None = None
    ends_until: dt.date | None = None

    @property
    def is_asked(self) -> bool:
        return self != Stay()


def narrowed(
    filters: Filters,
    stay: Stay,
    *,
    is_abnormal_today: bool,
    saying: "QuerySet[Any, Any] | None" = None,
    at: dt.datetime,
) -> Filters:
    """The question with what other apps know; one statement still reads a page.

    ``saying`` are the row ids of ``people_saying``.
    """
    among: QuerySet[Any, Any] | None = saying
    if stay.is_asked:
        in_stay = people_in_stay(
            mode=stay.mode,
            starts_from=_begin(stay.starts_from),
            starts_until=_end(stay.starts_until),
            ends_from=_begin(stay.ends_from),
            ends_until=_end(stay.ends_until),
        )
        among = in_stay if among is None else among.filter(person_id__in=in_stay)
    if is_abnormal_today:
        feverish = people_abnormal_since(start_of(local_date(at)))
        among = feverish if among is None else among.filter(person_id__in=feverish)
    return filters if among is None else replace(filters, among=among)


def _begin(day: dt.date | None) -> dt.datetime | None:
    return start_of(day) if day else None


def _end(day: dt.date | None) -> dt.datetime | None:
    return end_of(day) if day else None


def searches_of(caller: Caller) -> list[SavedSearch]:
    """One's own, and those one's department shares; one statement."""
    shared = Q(department_id=caller.department_id) if caller.department_id else Q()
    mine = Q(user_id=caller.id)
    kept = SavedSearch.objects.filter(mine | shared if shared else mine)
    return list(kept.order_by("name", "id")[:_MOST])
