"""Write what files say in the fields an administrator added."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianfang.core.actor import Actor
from lianfang.core.loads import Load
from lianfang.people.actions import note_added
from lianfang.people.models import Person
from lianfang.roster.fields import Field, shown
from lianfang.roster.models import CustomValue
from lianfang.roster.queries.dictionary import added_values, in_force
from lianfang.roster.rules.added import PREFIX, rows_of

_values = Load(CustomValue)
Values = Mapping[str, Any]


def is_told(values: Values) -> bool:
    """Anything of added fields in it; most files have none and cost nothing."""
    return any(name.startswith(PREFIX) for name in values)


def write_added(
    person: Person, changes: Values, *, reason: str = "", by: Actor, at: dt.datetime
) -> None:
    """What changed, each old value with the new one in the trail; None clears.

    Inside the caller's transaction. Raises ChangedMeanwhile.
    """
    fields = _asked(changes)
    before = added_values([person.pk], fields).get(person.pk, {})
    now = {one.id: None if changes[one.id] in ("", ()) else changes[one.id] for one in fields}
    changed = [one for one in fields if before.get(one.id) != now[one.id]]
    if not changed:
        return
    told = {one.id: (shown(one, before.get(one.id)), shown(one, now[one.id])) for one in changed}
    note_added(person, told, reason=reason, by=by, at=at)
    gone = CustomValue.objects.filter(person=person, field_id__in=[one.own_id for one in changed])
    gone.delete()
    _values.many(_rows(person.pk, changed, now))


def fill_gaps(person: Person, values: Values, *, by: Actor, at: dt.datetime) -> None:
    """What the file lacks; what it says already stays."""
    fields = _asked(values)
    before = added_values([person.pk], fields).get(person.pk, {})
    lacking = {one.id: values[one.id] for one in fields if one.id not in before}
    if is_told(lacking):
        write_added(person, lacking, by=by, at=at)


def write_many(told: Sequence[tuple[int, Values]]) -> None:
    """Of files opened in this very transaction, whose batch is their trail."""
    some = [(person_id, values) for person_id, values in told if is_told(values)]
    if not some:
        return
    fields = in_force().added
    rows = [row for person_id, values in some for row in _rows(person_id, fields, values)]
    _values.many(rows)


def _asked(values: Values) -> list[Field]:
    return [one for one in in_force().added if one.id in values] if is_told(values) else []


def _rows(person_id: int, fields: Iterable[Field], values: Values) -> list[dict[str, Any]]:
    return [
        {"person_id": person_id, **row}
        for one in fields
        for row in rows_of(one, values.get(one.id))
    ]
