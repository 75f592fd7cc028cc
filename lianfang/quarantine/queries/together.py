"""Who of many people is under observation now, and how; one statement."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, TextField
from django.db.models.expressions import ExpressionWrapper

from lianfang.quarantine.models import Episode, Notice, Visit


@dataclass(frozen=True)
class StayNow:
    """An open observation; ``place_sealed`` is what the table holds, to be put back as it was."""

    id: int
    person_id: int
    area_code: str
    mode: str
    place: str
    place_sealed: str
    doctor_id: int | None
    planned_end: dt.datetime


_COLUMNS = ("id", "person_id", "area_code", "mode", "place", "sealed", "doctor_id", "planned_end")
_SEALED = ExpressionWrapper(F("place"), output_field=TextField())


def stays_now(person_ids: Sequence[int], *, for_change: bool = False) -> dict[int, StayNow]:
    """By person; ``for_change`` keeps others from changing them until the transaction ends."""
    rows = Episode.objects.unscoped().filter(person_id__in=person_ids, is_open=True)
    if for_change:
        rows = rows.select_for_update()
    found = rows.annotate(sealed=_SEALED).values_list(*_COLUMNS)
    return {cells[1]: StayNow(*cells) for cells in found}


def visited_since(episode_ids: Sequence[int], *, doctor_id: int, since: dt.datetime) -> set[int]:
    """Observations in which this doctor has done a visit since then."""
    done = Visit.objects.unscoped().filter(episode_id__in=episode_ids, assignee_id=doctor_id)
    rows = done.filter(done_at__gte=since).order_by().values_list("episode_id", flat=True)
    return set(rows.distinct())


def notices_served(person_ids: Sequence[int], *, kind: str) -> dict[int, Notice]:
    """The notice of this kind in the observation going on, by person; one statement."""
    rows = Notice.objects.filter(
        episode__person_id__in=person_ids, episode__is_open=True, kind=kind
    )
    return {row.episode.person_id: row for row in rows.select_related("episode", "file")}
