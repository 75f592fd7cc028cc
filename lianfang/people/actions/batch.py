"""Put many people on file at once: bulk inserts and one audit entry for the batch."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.crypto import blind
from lianfang.core.identity import RESIDENT_ID
from lianfang.core.loads import Load
from lianfang.people.actions.restraint import note_red, one_batch
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
from lianfang.people.models import PLAIN, Arrival, Cohabitant, Exposure, Person, StatusEvent
from lianfang.people.queries import ids_by_key, keys_on_file
from lianfang.people.rules import REDDENS, household_of, last4_blind, pinyin_of

_people, _moves, _trips = Load(Person), Load(StatusEvent), Load(Arrival)
_cohabitants, _pasts = Load(Cohabitant), Load(Exposure)
_SAME = (
    *("key", "name", "phone", "id_type", "id_number", "emergency_contact"),
    *("area_code", "source", "category", "sex", "birth_date"),
    *("birth_precision", "address", "control_status", "case_class", "severity"),
)


@dataclass(frozen=True)
class StatusMove:
    """One dated move of an axis, as the source told it."""

    axis: Axis
    before: str
    after: str
    effective_at: dt.datetime
    reason: Reason
    note: str = ""


@dataclass(frozen=True)
class Trip:
    """A way into the city, as far as the source told it."""

    arrived_at: dt.datetime
    from_area_code: str = ""
    transport: str = ""
    transport_no: str = ""
    seat_no: str = ""


@dataclass(frozen=True)
class Past:
    """A history that may have infected; ``contact_key`` names a person on file or in the batch."""

    kind: ExposureKind
    value: str
    area_code: str = ""
    to_date: dt.date | None = None
    contact_key: uuid.UUID | None = None
    detail: str = ""


@dataclass(frozen=True)
class Incoming:
    """A person as a checked row of a batch describes them; ``key`` makes a repeat harmless."""

    key: uuid.UUID
    area_code: str
    source: ReportSource
    name: str = ""
    phone: str = ""
    id_type: str = RESIDENT_ID
    id_number: str = ""
    category: Category = Category.OTHER
    sex: str = "0"
    birth_date: dt.date | None = None
    birth_precision: str = "D"
    address: str = ""
    emergency_contact: str = ""
    plain: Mapping[str, object] = field(default_factory=dict)  # columns of ``Answers``
    temp_c: Decimal | None = None
    control_status: ControlStatus = ControlStatus.REGISTERED
    case_class: CaseClass = CaseClass.NONE
    severity: Severity = Severity.NONE
    moves: Sequence[StatusMove] = ()
    trips: Sequence[Trip] = ()
    exposures: Sequence[Past] = ()
    cohabitants: Sequence[tuple[str, str, str]] = ()  # name, relation, phone


@dataclass(frozen=True)
class Registered:
    """``people`` are the new ones by the keys of their rows."""

    created: int
    already: int
    people: Mapping[uuid.UUID, int]


@transaction.atomic
def register_many(
    rows: Sequence[Incoming], *, batch: uuid.UUID, origin: str = "", by: Actor, at: dt.datetime
) -> Registered:
    """Insert those whose key is not on file yet; sent twice, the second changes nothing.

    One entry for the batch, telling its ``origin``; none where nobody is new. Raises
    SecondPersonNeeded where more would turn red than one person may decide.
    """
    known = keys_on_file([row.key for row in rows])
    fresh = list({row.key: row for row in rows if row.key not in known}.values())
    with one_batch(by=by, at=at):
        note_red(sum(bool({row.control_status, row.case_class} & REDDENS) for row in fresh))
    ids = _people.keyed([_person(row, at) for row in fresh])
    pairs = list(zip(ids, fresh, strict=True))
    _load_history(pairs, by=by, at=at)
    if pairs:
        already = len(rows) - len(pairs)
        first = Person(pk=ids[0], area_code=fresh[0].area_code)
        detail = {"origin": origin, "created": len(pairs), "already": already}
        record("person.batch_registered", first, by=by, at=at, detail=detail, batch=batch)
    return Registered(len(pairs), len(rows) - len(pairs), {row.key: pk for pk, row in pairs})


def _person(row: Incoming, at: dt.datetime) -> dict[str, object]:
    pinyin, initials = pinyin_of(row.name)
    columns: dict[str, object] = {name: getattr(row, name) for name in _SAME}
    columns |= {name: row.plain[name] for name in PLAIN if name in row.plain}
    return columns | {
        "name_pinyin": pinyin,
        "name_initials": initials,
        "phone_blind": blind(row.phone, "person.phone") if row.phone else "",
        "phone_last4_blind": last4_blind(row.phone, "person.phone"),
        "id_blind": blind(row.id_number, "person.id_number") if row.id_number else None,
        "id_last4_blind": last4_blind(row.id_number, "person.id_number"),
        "household": household_of(row.area_code, row.address),
        "latest_temp_c": row.temp_c,
        "latest_reading_at": at if row.temp_c is not None else None,
        "registered_at": at,
        "updated_at": at,
    }


def _load_history(pairs: Sequence[tuple[int, Incoming]], *, by: Actor, at: dt.datetime) -> None:
    actor = actor_columns(by)
    _moves.many(
        [
            {
                "person_id": pk,
                "axis": move.axis,
                "before": move.before,
                "after": move.after,
                "effective_at": move.effective_at,
                "recorded_at": at,
                "reason": move.reason,
                "note": move.note,
                "area_at": row.area_code,
                **actor,
            }
            for pk, row in pairs
            for move in row.moves
        ]
    )
    _trips.many(
        [
            {
                "person_id": pk,
                "arrived_at": trip.arrived_at,
                "from_area_code": trip.from_area_code,
                "transport": trip.transport,
                "transport_no": trip.transport_no,
                "seat_no": trip.seat_no,
            }
            for pk, row in pairs
            for trip in row.trips
        ]
    )
    _cohabitants.many(
        [
            {"person_id": pk, "name": name, "relation": relation, "phone": phone}
            for pk, row in pairs
            for name, relation, phone in row.cohabitants
        ]
    )
    _load_exposures(pairs)


def _load_exposures(pairs: Sequence[tuple[int, Incoming]]) -> None:
    wanted = {past.contact_key for _, row in pairs for past in row.exposures if past.contact_key}
    contacts = ids_by_key(list(wanted))
    _pasts.many(
        [
            {
                "person_id": pk,
                "kind": past.kind,
                "value": past.value,
                "area_code": past.area_code,
                "to_date": past.to_date,
                "contact_id": contacts.get(past.contact_key) if past.contact_key else None,
                "detail": past.detail,
            }
            for pk, row in pairs
            for past in row.exposures
        ]
    )
