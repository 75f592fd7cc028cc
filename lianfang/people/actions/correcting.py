"""Take back the newest move on an axis by another one; no event is ever deleted."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.actions.writing import actor_columns, moved
from lianfang.people.enums import Axis, Reason
from lianfang.people.errors import ChangedMeanwhile, NotTheNewest
from lianfang.people.models import Person, StatusEvent
from lianfang.people.queries.moves import last_move


@transaction.atomic
def compensate(
    person: Person, wrong: StatusEvent, *, note: str, by: Actor, at: dt.datetime
) -> StatusEvent:
    """The axis stands again where it stood before (handbook §4.1, 任何错误状态).

    It takes effect when the wrong move did. Raises NotTheNewest for any other than the newest move,
    for the one that opened the file and for a compensation; ChangedMeanwhile.
    """
    axis = Axis(wrong.axis)
    newest = last_move(person, axis)
    if newest is None or newest.pk != wrong.pk:
        raise NotTheNewest
    standing = Person.objects.unscoped().filter(pk=person.pk, **{axis.value: wrong.after})
    if not standing.update(**{axis.value: wrong.before}, **moved(at, facts=True)):
        raise ChangedMeanwhile
    setattr(person, axis, wrong.before)
    person.facts_epoch += 1
    person.version += 1
    event = StatusEvent.objects.create(
        person=person,
        axis=axis,
        before=wrong.after,
        after=wrong.before,
        reason=Reason.MISTAKE,
        effective_at=wrong.effective_at,
        recorded_at=at,
        note=note,
        area_at=person.area_code,
        compensates=wrong,
        **actor_columns(by),
    )
    detail = {
        "axis": axis,
        "before": wrong.after,
        "after": wrong.before,
        "reason": Reason.MISTAKE,
        "compensates": wrong.pk,
        "recorded_at": wrong.recorded_at.isoformat(),
        "area_at": wrong.area_at,
    }
    record("person.status_changed", person, by=by, at=at, detail=detail)
    return event
