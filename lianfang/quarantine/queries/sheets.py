"""The observation's part of the sheet of fields for many people: one statement each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from lianfang.quarantine.enums import NoticeKind, SlotState
from lianfang.quarantine.models import Episode, Notice, Reading, Remark, Slot

_EPISODE = (
    *("id", "is_open", "subject_class", "mode", "place", "room_no", "anchor_evidence"),
    *("starts_at", "planned_end", "ended_at", "confirmed_at", "post_release", "managed_by"),
    "visit_contact",
)
_MADE = (SlotState.DONE, SlotState.ABNORMAL)


def newest_episodes(ids: Sequence[int]) -> dict[int, dict[str, object]]:
    """The open or else the last observation of each."""
    rows = Episode.objects.unscoped().filter(person_id__in=ids).order_by("starts_at", "id")
    return {row.pop("person_id"): row for row in rows.values("person_id", *_EPISODE)}


def newest_readings(ids: Sequence[int]) -> dict[int, dict[str, Mapping[str, Any]]]:
    """The last reading of each kind, by person and kind."""
    last = Reading.objects.unscoped().filter(person_id__in=ids).order_by()
    last_ids = last.values("person_id", "kind").annotate(last=Max("id")).values("last")
    found: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    rows = Reading.objects.unscoped().filter(pk__in=last_ids)
    for row in rows.values("person_id", "kind", "temp_c", "symptoms", "measured_by", "measured_at"):
        found[row["person_id"]][row["kind"]] = row
    return found


def served_notices(ids: Sequence[int]) -> dict[int, dict[str, bool]]:
    """Which notices each was served: signed for the 告知书, issued for the others."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    rows = Notice.objects.filter(episode__person_id__in=ids).order_by("id")
    for person_id, kind, signed_at in rows.values_list("episode__person_id", "kind", "signed_at"):
        found[person_id][kind] = signed_at is not None if kind == NoticeKind.HOME else True
    return found


def remark_lines(ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The logs kept by hand, oldest first."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Remark.objects.filter(person_id__in=ids).order_by("id")
    for person_id, kind, text in rows.values_list("person_id", "kind", "text"):
        found[person_id][kind].append(text)
    return found


def check_tallies(ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Of the checks of all observations: made or missed, made, missed."""
    rows = Slot.objects.filter(episode__person_id__in=ids).order_by()
    counted = rows.values("episode__person_id").annotate(
        made=Count("id", filter=Q(state__in=_MADE)),
        missed=Count("id", filter=Q(state=SlotState.MISSED)),
    )
    cells = counted.values_list("episode__person_id", "made", "missed")
    return {person_id: (made + missed, made, missed) for person_id, made, missed in cells}


def people_in_stay(
    *,
    mode: str = "",
    starts_from: dt.datetime | None = None,
    starts_until: dt.datetime | None = None,
    ends_from: dt.datetime | None = None,
    ends_until: dt.datetime | None = None,
) -> QuerySet[Episode, int]:
    """Who is under observation now in that way and in those spans, as a subquery of row ids."""
    told = {
        "mode": mode,
        "starts_at__gte": starts_from,
        "starts_at__lt": starts_until,
        "planned_end__gt": ends_from,  # a stay ends at 24:00, which is the next day's midnight
        "planned_end__lte": ends_until,
    }
    stays = Episode.objects.unscoped().filter(is_open=True)
    stays = stays.filter(**{name: value for name, value in told.items() if value})
    return stays.order_by().values_list("person_id", flat=True)


def people_with_sign(code: str, *, since: dt.datetime) -> QuerySet[Reading, int]:
    """Who had this symptom (CL2) since then, as a subquery of row ids."""
    told = Reading.objects.unscoped().filter(measured_at__gte=since)
    written = told.annotate(written=Cast("symptoms", TextField()))  # ["01", "02"] on each database
    rows = written.filter(written__contains=f'"{code}"')
    return rows.order_by().values_list("person_id", flat=True)


def people_abnormal_since(since: dt.datetime) -> QuerySet[Reading, int]:
    """Whose signs were abnormal since then, as a subquery of row ids."""
    rows = Reading.objects.unscoped().filter(measured_at__gte=since, is_abnormal=True)
    return rows.order_by().values_list("person_id", flat=True)
