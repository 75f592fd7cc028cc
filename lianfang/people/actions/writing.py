"""What every action on a person's file writes beside its own rows."""

import datetime as dt

from django.db.models import F

from lianfang.core.actor import Actor
from lianfang.people.enums import Axis, Reason
from lianfang.people.models import Person, StatusEvent


def touch(person: Person, *, at: dt.datetime) -> None:
    Person.objects.unscoped().filter(pk=person.pk).update(**moved(at, facts=True))
    person.facts_epoch += 1
    person.version += 1


def moved(at: dt.datetime, *, facts: bool = False) -> dict[str, object]:
    moved: dict[str, object] = {"updated_at": at, "version": F("version") + 1}
    return moved | ({"facts_epoch": F("facts_epoch") + 1} if facts else {})


def log_status(
    person: Person,
    axis: Axis,
    *,
    before: str,
    after: str,
    reason: Reason,
    effective_at: dt.datetime,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> StatusEvent:
    return StatusEvent.objects.create(
        person=person,
        axis=axis,
        before=before,
        after=after,
        reason=reason,
        effective_at=effective_at,
        recorded_at=at,
        note=note,
        area_at=person.area_code,
        **actor_columns(by),
    )


def actor_columns(by: Actor) -> dict[str, object]:
    return {"actor_kind": by.kind, "actor_id": by.id, "actor_name": by.name}
