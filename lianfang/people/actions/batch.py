"""Put many people on file at once: bulk inserts and one audit entry for the batch."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.actions.writing import actor_columns
from lianfang.people.enums import (
    Axis,
    CaseClass,
    Category,
    ControlStatus,
    ExposureKind,
    Reason,
    ReportSource,
    Severity,
)
from lianfang.people.models import Arrival, Exposure, Person, StatusEvent
from lianfang.people.rules import pinyin_of

_CHUNK = 500


@dataclass(frozen=True)
class StatusMove:
    """One dated move of an axis, as the source told it."""

    axis: Axis
    before: str
    after: str
    effective_at: dt.datetime
    reason: Reason


@dataclass(frozen=True)
class Incoming:
    """A person as a checked row of a batch describes them; ``key`` makes a repeat harmless."""

    key: uuid.UUID
    area_code: str
    source: ReportSource
    name: str = ""
    category: Category = Category.OTHER
    sex: str = "0"
    birth_date: dt.date | None = None
    birth_precision: str = "D"
    control_status: ControlStatus = ControlStatus.REGISTERED
    case_class: CaseClass = CaseClass.NONE
    severity: Severity = Severity.NONE
    moves: Sequence[StatusMove] = ()
    arrived_at: dt.datetime | None = None
    from_area_code: str = ""
    transport: str = ""
    transport_no: str = ""
    exposures: Sequence[tuple[ExposureKind, str, str]] = field(default=())  # kind, value, area


@dataclass(frozen=True)
class Registered:
    created: int
    already: int


@transaction.atomic
def register_many(
    rows: Sequence[Incoming], *, batch: uuid.UUID, by: Actor, at: dt.datetime
) -> Registered:
    """Insert those whose key is not on file yet; sent twice, the second changes nothing."""
    known = _known([row.key for row in rows])
    fresh = list({row.key: row for row in rows if row.key not in known}.values())
    people = Person.objects.unscoped().bulk_create(
        [_person(row, at) for row in fresh], batch_size=_CHUNK
    )
    pairs = list(zip(people, fresh, strict=True))
    _insert_history(pairs, by=by, at=at)
    if people:
        detail = {"created": len(people), "already": len(rows) - len(people)}
        record("person.batch_registered", people[0], by=by, at=at, detail=detail, batch=batch)
    return Registered(len(people), len(rows) - len(people))


def _known(keys: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    known: set[uuid.UUID] = set()
    for start in range(0, len(keys), _CHUNK):
        some = Person.objects.unscoped().filter(key__in=keys[start : start + _CHUNK])
        known.update(some.values_list("key", flat=True))
    return known


def _person(row: Incoming, at: dt.datetime) -> Person:
    pinyin, initials = pinyin_of(row.name)
    return Person(
        key=row.key,
        name=row.name,
        name_pinyin=pinyin,
        name_initials=initials,
        area_code=row.area_code,
        source=row.source,
        category=row.category,
        sex=row.sex,
        birth_date=row.birth_date,
        birth_precision=row.birth_precision,
        control_status=row.control_status,
        case_class=row.case_class,
        severity=row.severity,
        registered_at=at,
        updated_at=at,
    )


def _insert_history(
    pairs: Sequence[tuple[Person, Incoming]], *, by: Actor, at: dt.datetime
) -> None:
    actor = actor_columns(by)
    StatusEvent.objects.bulk_create(
        [
            StatusEvent(
                person=person,
                axis=move.axis,
                before=move.before,
                after=move.after,
                effective_at=move.effective_at,
                recorded_at=at,
                reason=move.reason,
                area_at=person.area_code,
                **actor,
            )
            for person, row in pairs
            for move in row.moves
        ],
        batch_size=_CHUNK,
    )
    Arrival.objects.bulk_create(
        [
            Arrival(
                person=person,
                arrived_at=row.arrived_at,
                from_area_code=row.from_area_code,
                transport=row.transport,
                transport_no=row.transport_no,
            )
            for person, row in pairs
            if row.arrived_at
        ],
        batch_size=_CHUNK,
    )
    Exposure.objects.bulk_create(
        [
            Exposure(person=person, kind=kind, value=value, area_code=area_code)
            for person, row in pairs
            for kind, value, area_code in row.exposures
        ],
        batch_size=_CHUNK,
    )
