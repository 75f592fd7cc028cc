"""One change to many observations: a few statements, one entry each in the trail, one batch.

Whoever calls has locked the stays with ``stays_now(for_change=True)`` in the same transaction, so
that what was judged is what is changed.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextField, Value

from lianfang.audit.actions import record_many
from lianfang.core.actor import Actor
from lianfang.core.compiled import Updates
from lianfang.core.loads import Load
from lianfang.quarantine.enums import VisitKind
from lianfang.quarantine.models import Episode, Notice, Segment, Visit
from lianfang.quarantine.queries.together import StayNow

_segments, _visits, _notices = Load(Segment), Load(Visit), Load(Notice)


@transaction.atomic
def arrange_many(
    stays: Sequence[StayNow],
    *,
    mode: str,
    place: str,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Another mode or place or both; empty leaves it. A mode begins a new stretch."""
    changes = {name: value for name, value in (("mode", mode), ("place", place)) if value}
    _open(stays).update(**changes)
    if mode:
        _begin_stretches({stay.id: mode for stay in stays if stay.mode != mode}, at)
    _note("episode.arranged", stays, {"changed": sorted(changes)}, batch=batch, by=by, at=at)


@transaction.atomic
def put_back_many(
    stays: Sequence[StayNow],
    before: Mapping[int, tuple[str, str]],
    *,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Mode and sealed place of each as they were, by the row id of the observation."""
    _put_back.many([{"pk": s.id, "mode": before[s.id][0], "place": before[s.id][1]} for s in stays])
    changed = {s.id: before[s.id][0] for s in stays if s.mode != before[s.id][0]}
    _begin_stretches(changed, at)
    detail = {"changed": ["mode", "place"], "is_undone": True}
    _note("episode.arranged", stays, detail, batch=batch, by=by, at=at)


def _as_before(pk: int, mode: str, place: str) -> tuple[QuerySet[Episode], dict[str, Any]]:
    sealed = Value(place, output_field=TextField())
    return Episode.objects.unscoped().filter(pk=pk), {"mode": mode, "place": sealed}


_put_back = Updates(_as_before, pk=int, mode=str, place=str)


@transaction.atomic
def assign_doctor_many(
    stays: Sequence[StayNow],
    doctors: Mapping[int, int | None],
    *,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    """The doctor of each, by the row id of the observation; open visits go along."""
    by_move: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for stay in stays:
        by_move[stay.doctor_id, doctors[stay.id]].append(stay.id)
    for (before, after), ids in by_move.items():
        Episode.objects.unscoped().filter(pk__in=ids).update(doctor_id=after)
        waiting = Visit.objects.unscoped().filter(episode_id__in=ids, is_done=False)
        waiting.filter(assignee_id=before).update(assignee_id=after)
    _note("episode.doctor_assigned", stays, {}, batch=batch, by=by, at=at)


@transaction.atomic
def plan_visits_many(
    stays: Sequence[StayNow], *, due_at: dt.datetime, batch: uuid.UUID, by: Actor, at: dt.datetime
) -> None:
    """A visit of each one's doctor, open from now."""
    _visits.many(
        [
            {
                "key": uuid.uuid5(batch, str(stay.id)),
                "episode_id": stay.id,
                "kind": VisitKind.ROUTINE,
                "why": f"bulk:{batch}",
                "area_code": stay.area_code,
                "assignee_id": stay.doctor_id,
                "opened_at": at,
                "due_at": due_at,
            }
            for stay in stays
        ]
    )
    _note("episode.visit_planned", stays, {"kind": "routine"}, batch=batch, by=by, at=at)


@transaction.atomic
def prepare_notices_many(
    stays: Sequence[StayNow], *, kind: str, issued_by: str, by: Actor, at: dt.datetime
) -> None:
    """The notice of each that has none of this kind yet; ``serve_notice`` typesets it later."""
    _ = by
    held = Notice.objects.filter(episode_id__in=[stay.id for stay in stays], kind=kind)
    known = set(held.values_list("episode_id", flat=True))
    common = {"kind": kind, "issued_at": at, "issued_by": issued_by}
    _notices.many(
        [
            common | {"key": uuid.uuid4(), "episode_id": stay.id}
            for stay in stays
            if stay.id not in known
        ]
    )


def _open(stays: Sequence[StayNow]) -> QuerySet[Episode]:
    return Episode.objects.unscoped().filter(pk__in=[stay.id for stay in stays], is_open=True)


def _begin_stretches(modes: Mapping[int, str], at: dt.datetime) -> None:
    Segment.objects.filter(episode_id__in=list(modes), ends_at__isnull=True).update(ends_at=at)
    _segments.many(
        [{"episode_id": pk, "mode": mode, "starts_at": at} for pk, mode in modes.items()]
    )


def _note(
    action: str,
    stays: Sequence[StayNow],
    detail: Mapping[str, object],
    *,
    batch: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> None:
    told = [(stay.id, stay.area_code, {"person": stay.person_id, **detail}) for stay in stays]
    record_many(action, Episode, told, batch=batch, by=by, at=at)
