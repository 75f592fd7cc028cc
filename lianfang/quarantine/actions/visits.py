"""Plan visits and calls, and close them."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.quarantine.actions.missed import explain_by_visit
from lianfang.quarantine.enums import VisitKind
from lianfang.quarantine.models import Episode, Reading, Visit


@transaction.atomic
def plan_visit(
    episode: Episode,
    *,
    kind: VisitKind,
    why: str,
    assignee_id: int | None,
    opens_at: dt.datetime,
    due_at: dt.datetime,
    by: Actor,
    at: dt.datetime,
) -> Visit:
    """A task for a doctor or grid worker; the same ``why`` plans nothing new."""
    visit, created = Visit.objects.unscoped().get_or_create(
        episode=episode,
        why=why,
        defaults={
            "key": uuid.uuid4(),
            "kind": kind,
            "area_code": episode.area_code,
            "assignee_id": assignee_id,
            "opened_at": opens_at,
            "due_at": due_at,
        },
    )
    if created:
        detail = {"kind": kind, "episode": episode.pk, "person": episode.person_id}
        record("visit.planned", visit, by=by, at=at, detail=detail)
    return visit


@transaction.atomic
def finish_visit(
    visit: Visit, *, reading: Reading | None, note: str = "", by: Actor, at: dt.datetime
) -> bool:
    """Part of an action: False when somebody finished it before."""
    open_still = Visit.objects.unscoped().filter(pk=visit.pk, is_done=False)
    if not open_still.update(is_done=True, done_at=at, reading=reading, note=note):
        return False
    detail = {"kind": visit.kind, "episode": visit.episode_id}
    record("visit.done", visit, by=by, at=at, detail=detail)
    explain_by_visit(visit, note, by=by, at=at)
    return True


@transaction.atomic
def drop_visits(
    episode: Episode, *, kinds: tuple[VisitKind, ...], by: Actor, at: dt.datetime
) -> int:
    """Nobody needs to go any more."""
    _ = (by, at)
    waiting = Visit.objects.unscoped().filter(episode=episode, is_done=False, kind__in=kinds)
    return waiting.update(is_done=True)
