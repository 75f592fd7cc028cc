"""Arrivals, exposures, cohabitants, addresses and the newest temperature."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Model

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.geo.queries import area_by_code
from lianfang.people.actions.writing import moved, touch
from lianfang.people.enums import ExposureKind
from lianfang.people.models import Arrival, Cohabitant, Exposure, Person
from lianfang.people.rules import household_of


@transaction.atomic
def add_arrival(
    person: Person,
    *,
    arrived_at: dt.datetime,
    from_area_code: str = "",
    transport: str = "",
    transport_no: str = "",
    by: Actor,
    at: dt.datetime,
) -> Arrival:
    """A trip into the city; the same moment is recorded once."""
    arrival, created = Arrival.objects.get_or_create(
        person=person,
        arrived_at=arrived_at,
        defaults={
            "from_area_code": from_area_code,
            "transport": transport,
            "transport_no": transport_no,
        },
    )
    if created:
        _log_new(person, arrival, "arrival", by=by, at=at)
    return arrival


@transaction.atomic
def add_exposure(
    person: Person,
    *,
    kind: ExposureKind,
    value: str,
    area_code: str = "",
    last_at: dt.datetime | None = None,
    contact: Person | None = None,
    detail: str = "",
    by: Actor,
    at: dt.datetime,
) -> Exposure:
    """A history that may have infected; repeated, it is recorded once."""
    exposure, created = Exposure.objects.get_or_create(
        person=person,
        kind=kind,
        value=value,
        area_code=area_code,
        last_at=last_at,
        contact=contact,
        defaults={"detail": detail},
    )
    if created:
        _log_new(person, exposure, "exposure", by=by, at=at)
    return exposure


@transaction.atomic
def add_cohabitant(
    person: Person,
    *,
    other: Person | None = None,
    name: str = "",
    relation: str = "8",
    phone: str = "",
    by: Actor,
    at: dt.datetime,
) -> Cohabitant:
    """Someone behind the same door; a linked file is recorded once."""
    match = {"other": other} if other else {"name": name}
    row, created = Cohabitant.objects.get_or_create(
        person=person, **match, defaults={"name": name, "relation": relation, "phone": phone}
    )
    if created:
        _log_new(person, row, "cohabitant", by=by, at=at)
    return row


@transaction.atomic
def move_home(person: Person, *, area_code: str, address: str, by: Actor, at: dt.datetime) -> None:
    """The person lives elsewhere now; past rows keep where they were counted."""
    area = area_by_code(area_code)
    detail = {"before": person.area_code, "after": area.code}
    person.area_code, person.address = area.code, address
    person.household = household_of(area.code, address)
    Person.objects.unscoped().filter(pk=person.pk).update(
        area_code=area.code, address=address, household=person.household, **moved(at)
    )
    record("person.updated", person, by=by, at=at, detail=detail | {"what": "address"})


@transaction.atomic
def note_reading(
    person: Person, *, temp_c: Decimal, measured_at: dt.datetime, by: Actor, at: dt.datetime
) -> None:
    """Keep the newest temperature on the file, for lists; the reading owes the audit entry."""
    _ = (by, at)
    newer = Person.objects.unscoped().filter(pk=person.pk)
    newer.exclude(latest_reading_at__gte=measured_at).update(
        latest_temp_c=temp_c, latest_reading_at=measured_at
    )


def _log_new(person: Person, row: Model, what: str, *, by: Actor, at: dt.datetime) -> None:
    touch(person, at=at)
    record("person.updated", person, by=by, at=at, detail={"what": what, "id": row.pk})
