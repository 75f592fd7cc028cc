"""Correct what a file says, one save at a time, unless somebody saved first."""

import datetime as dt
import json
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.crypto import seal
from lianfang.core.phones import read_phone
from lianfang.people.actions.registration import document_columns, who_columns
from lianfang.people.actions.writing import moved, touch
from lianfang.people.enums import ExposureKind
from lianfang.people.errors import ChangedMeanwhile, DocumentTaken, FileVoid
from lianfang.people.models import PLAIN, Arrival, Exposure, Person

_PLAIN = ("sex", "birth_date", "category", *PLAIN)
_SEARCHED = ("name", "phone", "sex", "birth_date")


@transaction.atomic
def correct(
    person: Person, changes: Mapping[str, object], *, reason: str = "", by: Actor, at: dt.datetime
) -> Person:
    """Write the changed columns; address and area go through ``move_home``.

    Raises BadName, BadPhone, BadIdentity, DocumentTaken; ChangedMeanwhile when somebody was first.
    """
    columns: dict[str, object] = {name: changes[name] for name in _PLAIN if name in changes}
    if any(name in changes for name in _SEARCHED):
        merged = {name: changes.get(name, getattr(person, name)) for name in _SEARCHED}
        columns |= who_columns(**merged)  # type: ignore[arg-type]  # of the columns' own types
    if "id_number" in changes or "id_type" in changes:
        kind = str(changes.get("id_type", person.id_type))
        number = str(changes.get("id_number", person.id_number) or "")
        columns |= document_columns(kind, number, at=at)
    if "emergency_contact" in changes:
        number = str(changes["emergency_contact"] or "")
        columns["emergency_contact"] = read_phone(number, field="emergency_phone") if number else ""
    before = {
        name: getattr(person, name)
        for name, value in columns.items()
        if getattr(person, name) != value
    }
    if not before:
        return person
    if person.voided_at:
        raise FileVoid
    _write(person, columns, at=at)
    told = sorted(name for name in before if not name.endswith(("blind", "pinyin", "initials")))
    values = {name: [str(before[name] or ""), str(columns[name] or "")] for name in told}
    sealed = seal(json.dumps(values, ensure_ascii=False), "audit.values")
    detail = {"what": "correction", "changed": told, "values": sealed, "reason": reason}
    record("person.updated", person, by=by, at=at, detail=detail)
    return person


@transaction.atomic
def note_added(
    person: Person,
    values: Mapping[str, tuple[str, str]],
    *,
    reason: str = "",
    by: Actor,
    at: dt.datetime,
) -> None:
    """Fields that another app keeps changed from one text to another; the file moves with them.

    Raises ChangedMeanwhile when somebody was first.
    """
    _write(person, {}, at=at)
    sealed = seal(json.dumps(values, ensure_ascii=False), "audit.values")
    detail = {"what": "added", "changed": sorted(values), "values": sealed, "reason": reason}
    record("person.updated", person, by=by, at=at, detail=detail)


def _write(person: Person, columns: Mapping[str, object], *, at: dt.datetime) -> None:
    unsaved = Person.objects.unscoped().filter(pk=person.pk, version=person.version)
    try:
        with transaction.atomic():
            if not unsaved.update(**columns, **moved(at, facts=True)):
                raise ChangedMeanwhile
    except IntegrityError:
        raise DocumentTaken(fields={"id_number": DocumentTaken.title}) from None
    for name, value in columns.items():
        setattr(person, name, value)
    person.version += 1
    person.facts_epoch += 1


@transaction.atomic
def set_trip(
    person: Person,
    *,
    arrived_at: dt.datetime,
    transport: str = "",
    transport_no: str = "",
    by: Actor,
    at: dt.datetime,
) -> Arrival:
    """The current trip: another moment is another trip, the same one is described anew."""
    means = {"transport": transport, "transport_no": transport_no}
    trip, created = Arrival.objects.get_or_create(
        person=person, arrived_at=arrived_at, defaults=means
    )
    changed = not created and (trip.transport, trip.transport_no) != (transport, transport_no)
    if changed:
        Arrival.objects.filter(pk=trip.pk).update(**means)
        trip.transport, trip.transport_no = transport, transport_no
    if created or changed:
        _note(person, "arrival", trip.pk, by=by, at=at)
    return trip


@transaction.atomic
def set_exposure(
    person: Person, *, kind: ExposureKind, value: str, by: Actor, at: dt.datetime
) -> None:
    """The answer to one question of history; an earlier answer stays as history."""
    last = Exposure.objects.filter(person=person, kind=kind).order_by("-id").first()
    if last and last.value == value:
        return
    told = Exposure.objects.create(person=person, kind=kind, value=value)
    _note(person, "exposure", told.pk, by=by, at=at)


def _note(person: Person, what: str, pk: int, *, by: Actor, at: dt.datetime) -> None:
    touch(person, at=at)
    record("person.updated", person, by=by, at=at, detail={"what": what, "id": pk})
