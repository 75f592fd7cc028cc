"""Move a status axis; state and close the facts a pass depends on."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people import flow
from lianfang.people.actions.restraint import note_red
from lianfang.people.actions.writing import actor_columns, log_status, moved, touch
from lianfang.people.enums import Axis, FactKind, Reason
from lianfang.people.errors import BadTime, ChangedMeanwhile, FileVoid
from lianfang.people.models import Fact, Person, StatusEvent
from lianfang.people.rules import REDDENS

_SLACK = dt.timedelta(minutes=5)  # of a device's clock


@transaction.atomic
def change_status(
    person: Person,
    axis: Axis,
    *,
    after: str,
    reason: Reason,
    effective_at: dt.datetime,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> StatusEvent | None:
    """Move one axis; nothing happens when the person already stands there.

    Raises WrongStatus for an arrow handbook §4.1 does not have, BadTime for a future effect,
    FileVoid, and ChangedMeanwhile when somebody else was first.
    """
    if person.voided_at:
        raise FileVoid
    before = getattr(person, axis)
    if before == after:
        return None
    if effective_at > at + _SLACK:
        raise BadTime
    flow.check_move(axis, before, after)
    if after in REDDENS and before not in REDDENS:
        note_red(1)
    this = Person.objects.unscoped().filter(pk=person.pk, voided_at=None, **{axis.value: before})
    if not this.update(**{axis.value: after}, **moved(at, facts=True)):
        raise ChangedMeanwhile
    setattr(person, axis, after)
    person.facts_epoch += 1
    person.version += 1
    event = log_status(
        person,
        axis,
        before=before,
        after=after,
        reason=reason,
        effective_at=effective_at,
        note=note,
        by=by,
        at=at,
    )
    detail = {"axis": axis, "before": before, "after": after, "reason": reason}
    record("person.status_changed", person, by=by, at=at, detail=detail)
    return event


@transaction.atomic
def state_fact(
    person: Person,
    kind: FactKind,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    detail: Mapping[str, object] | None = None,
    by: Actor,
    at: dt.datetime,
) -> Fact:
    """Write a fact down; one of the same kind and beginning is found again, not doubled."""
    fact, created = Fact.objects.get_or_create(
        person=person,
        kind=kind,
        starts_at=starts_at,
        defaults={"ends_at": ends_at, "detail": dict(detail or {}), **actor_columns(by)},
    )
    if created:
        note_red(int(kind in REDDENS))
        touch(person, at=at)
        record("person.fact_stated", person, by=by, at=at, detail={"kind": kind})
    return fact


@transaction.atomic
def close_fact(person: Person, kind: FactKind, *, by: Actor, at: dt.datetime) -> None:
    """End every open fact of this kind; nothing happens when there is none."""
    still = Fact.objects.filter(person=person, kind=kind)
    if still.exclude(ends_at__lte=at).update(ends_at=at):
        touch(person, at=at)
        record("person.fact_closed", person, by=by, at=at, detail={"kind": kind})
