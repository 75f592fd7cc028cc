"""What is kept by hand beside an observation: where and how, and the logs."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.models import Person
from lianfang.quarantine.enums import Mode, RemarkKind
from lianfang.quarantine.errors import EpisodeOver, InHospital
from lianfang.quarantine.models import Episode, Reading, Remark, Segment

_KEPT = ("place", "room_no", "managed_by", "visit_contact")


@transaction.atomic
def arrange_stay(
    episode: Episode, changes: Mapping[str, str], *, by: Actor, at: dt.datetime
) -> Episode:
    """Another mode, place, room, enterprise in charge or contact; a mode begins a new stretch.

    Raises EpisodeOver, and InHospital where the hospital decides.
    """
    if not episode.is_open:
        raise EpisodeOver
    columns: dict[str, object] = {name: changes[name] for name in _KEPT if name in changes}
    mode = changes.get("mode", "")
    if mode and mode != episode.mode:
        if Mode.HOSPITAL in {mode, episode.mode}:
            raise InHospital
        columns["mode"] = mode
    changed = {n: value for n, value in columns.items() if getattr(episode, n) != value}
    if not changed:
        return episode
    Episode.objects.unscoped().filter(pk=episode.pk, is_open=True).update(**changed)
    if "mode" in changed:
        Segment.objects.filter(episode=episode, ends_at__isnull=True).update(ends_at=at)
        Segment.objects.create(episode=episode, mode=mode, starts_at=at)
    for name, value in changed.items():
        setattr(episode, name, value)
    detail = {"person": episode.person_id, "changed": sorted(changed)}
    record("episode.arranged", episode, by=by, at=at, detail=detail)
    return episode


@transaction.atomic
def remark(
    person: Person,
    *,
    kind: RemarkKind,
    text: str,
    key: uuid.UUID | None = None,
    by: Actor,
    at: dt.datetime,
) -> Remark:
    """Add a line to a log; the same key again finds it."""
    found, created = Remark.objects.get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            "person": person,
            "kind": kind,
            "text": text.strip(),
            "actor_kind": by.kind,
            "actor_id": by.id,
            "actor_name": by.name,
            "at": at,
        },
    )
    if created:
        record("person.remarked", person, by=by, at=at, detail={"kind": kind})
    return found


def take_back(
    person_ids: Iterable[int], *, told_at: dt.datetime, by: Actor, at: dt.datetime
) -> None:
    """Part of an action: what was written beside files in the moment they were opened."""
    _ = (by, at)
    Remark.objects.filter(person_id__in=person_ids, at=told_at).delete()
    signs = Reading.objects.unscoped().filter(person_id__in=person_ids, episode=None)
    signs.filter(received_at=told_at).delete()
