"""Find or open a person's file."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core import identity
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.core.crypto import blind
from lianfang.core.phones import read_phone
from lianfang.geo.queries import area_by_code
from lianfang.people.actions.writing import log_status, moved
from lianfang.people.enums import Axis, Category, ControlStatus, Reason, ReportSource
from lianfang.people.models import COUNTS, Person
from lianfang.people.rules import clean_name, household_of, last4_blind, pinyin_of


@transaction.atomic
def register(
    *,
    name: str,
    phone: str,
    area_code: str,
    source: ReportSource,
    category: Category = Category.OTHER,
    id_type: str = identity.RESIDENT_ID,
    id_number: str = "",
    sex: str = "0",
    birth_date: dt.date | None = None,
    address: str = "",
    key: uuid.UUID | None = None,
    by: Actor,
    at: dt.datetime,
) -> Person:
    """Find or open a file: by document when there is one, else by phone and name.

    Someone already on file keeps their data; what was missing is filled in. Raises BadName,
    BadIdentity, BadPhone, UnknownArea.
    """
    given = who_columns(name, phone, sex, birth_date) | document_columns(id_type, id_number, at=at)
    found = _same_person(given)
    if found:
        _fill_gaps(found, given, address=address, at=at, by=by)
        return found
    area = area_by_code(area_code)
    person = Person(
        key=key or uuid.uuid4(),
        area_code=area.code,
        source=source,
        category=category,
        address=address,
        household=household_of(area.code, address),
        registered_at=at,
        updated_at=at,
        **given,
    )
    _open(person, by=by, at=at)
    return person


def _open(person: Person, *, by: Actor, at: dt.datetime) -> None:
    person.save(force_insert=True)
    log_status(
        person,
        Axis.CONTROL,
        before="",
        after=ControlStatus.REGISTERED,
        reason=Reason.OTHER,
        effective_at=at,
        by=by,
        at=at,
    )
    record("person.registered", person, by=by, at=at, detail={"source": person.source})


def who_columns(name: str, phone: str, sex: str, birth_date: dt.date | None) -> dict[str, object]:
    """Checked columns, with those the person is searched by."""
    cleaned = clean_name(name)
    pinyin, initials = pinyin_of(cleaned)
    columns: dict[str, object] = {
        "name": cleaned,
        "name_pinyin": pinyin,
        "name_initials": initials,
        "sex": sex or "0",
        "birth_date": birth_date,
    }
    if phone:
        number = read_phone(phone)
        columns |= {"phone": number, "phone_blind": blind(number, "person.phone")}
        columns["phone_last4_blind"] = last4_blind(number, "person.phone")
    return columns


def document_columns(id_type: str, id_number: str, *, at: dt.datetime) -> dict[str, object]:
    """The document's columns; a resident identity card also tells birth date and sex."""
    if not id_number:
        return {"id_type": id_type}
    document = identity.read(id_type, id_number, today=local_date(at))
    columns: dict[str, object] = {
        "id_type": document.type,
        "id_number": document.number,
        "id_blind": blind(document.number, "person.id_number"),
        "id_last4_blind": last4_blind(document.number, "person.id_number"),
    }
    if document.birth_date:
        columns |= {"birth_date": document.birth_date, "sex": document.sex}
    return columns


def _same_person(given: Mapping[str, object]) -> Person | None:
    """By document; without one by phone and name, unless both have different documents."""
    everyone = Person.objects.unscoped().filter(COUNTS)
    if "id_blind" in given:
        exact = everyone.filter(id_type=given["id_type"], id_blind=given["id_blind"]).first()
        if exact:
            return exact
    if "phone_blind" not in given:
        return None
    alike = everyone.filter(phone_blind=given["phone_blind"], name=given["name"])
    if "id_blind" in given:
        alike = alike.filter(id_blind__isnull=True)
    return alike.order_by("id").first()


def _fill_gaps(
    person: Person, given: Mapping[str, object], *, address: str, at: dt.datetime, by: Actor
) -> None:
    """Put in what the file did not have yet; what it had stays."""
    offered = dict(given) | ({"address": address} if address else {})
    gaps = {
        name: value
        for name, value in offered.items()
        if value not in ("", None, "0") and getattr(person, name) in ("", None, "0")
    }
    if not gaps:
        return
    for name, value in gaps.items():
        setattr(person, name, value)
    if "address" in gaps:
        gaps["household"] = person.household = household_of(person.area_code, address)
    Person.objects.unscoped().filter(pk=person.pk).update(**gaps, **moved(at))
    person.version += 1
    filled = sorted(name for name in gaps if not name.endswith("blind"))
    record("person.updated", person, by=by, at=at, detail={"filled": filled})
