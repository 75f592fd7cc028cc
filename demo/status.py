"""Status moves of the invented past: events on the three axes and the person as they leave it."""

import datetime as dt
from dataclasses import dataclass, field

from demo.chronicle import Chronicle
from lianfang.core.actor import Actor
from lianfang.people.enums import Axis, Reason
from lianfang.people.flow import check_move
from lianfang.people.models import Person, StatusEvent

COLUMNS = [
    "control_status",
    "case_class",
    "severity",
    "category",
    "source",
    "latest_temp_c",
    "latest_reading_at",
    "updated_at",
    "facts_epoch",
    "version",
]


@dataclass
class Moves:
    """Every move is checked against the table of allowed arrows."""

    chronicle: Chronicle
    events: list[StatusEvent] = field(default_factory=list)
    touched: dict[int, Person] = field(default_factory=dict)

    def move(
        self, person: Person, axis: Axis, after: str, reason: Reason, *, by: Actor, at: dt.datetime
    ) -> None:
        before = getattr(person, axis)
        check_move(axis, before, after)
        setattr(person, axis, after)
        person.updated_at = at
        person.facts_epoch += 1
        person.version += 1
        self.touched[person.pk] = person
        self.events.append(
            StatusEvent(
                person=person,
                axis=axis,
                before=before,
                after=after,
                effective_at=at,
                recorded_at=at,
                reason=reason,
                actor_kind=by.kind,
                actor_id=by.id,
                actor_name=by.name,
                area_at=person.area_code,
            )
        )
        detail = {"axis": axis, "before": before, "after": after, "reason": reason}
        self.chronicle.add("person.status_changed", person, by=by, at=at, detail=detail)

    def write(self) -> None:
        in_order = sorted(self.events, key=lambda event: event.effective_at)
        StatusEvent.objects.bulk_create(in_order, batch_size=500)
        Person.objects.unscoped().bulk_update(self.touched.values(), COLUMNS, batch_size=100)
        self.events.clear()
        self.touched.clear()
