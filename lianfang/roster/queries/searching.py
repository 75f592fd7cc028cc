"""信息查询: any combination of what the file, the observation and today's signs say."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from lianfang.core.clock import end_of, local_date, start_of
from lianfang.core.problems import Invalid
from lianfang.org.rules import Caller
from lianfang.people.queries import Filters, ids_by_key, people_arrived
from lianfang.quarantine.queries import (
    people_abnormal_since,
    people_in_stay,
    people_with_sign,
)
from lianfang.roster.models import SavedSearch
from lianfang.roster.queries.dictionary import people_saying

_MOST = 100
_OWN = ("text", "area_code", "control_status", "case_class", "category", "source", "sex")
_DAYS = ("starts_from", "starts_until", "ends_from", "ends_until")
_SPANS = ("registered_from", "registered_until", "arrived_from", "arrived_until")
_FORTNIGHT = dt.timedelta(days=14)


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
    is_abnormal_today: bool = False,
    symptom: str = "",
    arrived: tuple[dt.date | None, dt.date | None] = (None, None),
    saying: "QuerySet[Any, Any] | None" = None,
    at: dt.datetime,
) -> Filters:
    """The question with what other apps know; one statement still reads a page.

    ``symptom`` is a code of CL2 told in the last fortnight, ``arrived`` the days of a trip into
    the city, ``saying`` the row ids of ``people_saying``.
    """
    parts: list[QuerySet[Any, Any] | None] = [saying]
    if stay.is_asked:
        parts.append(
            people_in_stay(
                mode=stay.mode,
                starts_from=_begin(stay.starts_from),
                starts_until=_end(stay.starts_until),
                ends_from=_begin(stay.ends_from),
                ends_until=_end(stay.ends_until),
            )
        )
    if is_abnormal_today:
        parts.append(people_abnormal_since(start_of(local_date(at))))
    if symptom:
        parts.append(people_with_sign(symptom, since=at - _FORTNIGHT))
    if any(arrived):
        parts.append(people_arrived(_begin(arrived[0]), _end(arrived[1])))
    among: QuerySet[Any, Any] | None = None
    for part in parts:
        if part is not None:
            among = part if among is None else among.filter(person_id__in=part)
    return filters if among is None else replace(filters, among=among)


def asked(
    query: Mapping[str, object], picked: Sequence[str] = (), *, by: Caller, at: dt.datetime
) -> Filters:
    """A kept question as filters, among those ticked one by one where there are any.

    Raises Invalid and BadFields for conditions on added fields that cannot be read.
    """
    text = {name: str(value) for name, value in query.items() if value not in {None, ""}}
    days = {n: dt.date.fromisoformat(text[n]) for n in (*_DAYS, *_SPANS) if n in text}
    own = Filters(
        **{name: text.get(name, "") for name in _OWN},  # type: ignore[arg-type]  # text
        registered_from=_begin(days.pop("registered_from", None)),
        registered_until=_end(days.pop("registered_until", None)),
    )
    arrived = (days.pop("arrived_from", None), days.pop("arrived_until", None))
    found = narrowed(
        own,
        Stay(text.get("mode", ""), **days),
        is_abnormal_today=bool(query.get("is_abnormal_today")),
        symptom=text.get("symptom", ""),
        arrived=arrived,
        saying=people_saying(by, _of_added(text.get("custom", "")), at=at),
        at=at,
    )
    if not picked:
        return found
    ids = set(ids_by_key([uuid.UUID(key) for key in picked]).values())
    if isinstance(found.among, QuerySet):
        ids &= set(found.among.filter(person_id__in=ids))
    return replace(found, among=sorted(ids))


def _of_added(custom: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(custom or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        raise Invalid(fields={"custom": "请重新选择自定义字段的条件"}) from None


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
