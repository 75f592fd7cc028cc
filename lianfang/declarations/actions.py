"""An organisation declares one of its people."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec
from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.cases.rules import has_symptoms, urgency_of
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date, start_of
from lianfang.core.problems import NotFound
from lianfang.declarations.enums import Outcome
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.models import Declaration
from lianfang.declarations.queries import by_key
from lianfang.declarations.rules import must_verify
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.passes.actions import refresh
from lianfang.people.actions import add_arrival, add_exposure, register, state_fact
from lianfang.people.enums import Category, ExposureKind, FactKind, ReportSource
from lianfang.people.models import Person
from lianfang.policy.queries import arrival_window, fever_threshold_c


@dataclass(frozen=True)
class Declared:
    """The form of the plan's 4.1.5."""

    name: str
    sex: str
    id_number: str
    phone: str
    area_code: str
    address: str = ""
    has_key_area: bool = False
    has_contact: bool = False
    native_place: str = ""
    group_name: str = ""  # school and grade, or workshop
    class_name: str = ""
    return_date: dt.date | None = None
    return_by: str = ""
    symptoms: list[str] = field(default_factory=list)
    temp_c: Decimal | None = None


@transaction.atomic
def declare(*, key: uuid.UUID, form: Declared, by: Caller, at: dt.datetime) -> Declaration:
    """Put the person on file; whoever meets the rule becomes a case to be verified.

    The same ``key`` again returns the first declaration; somebody else's key is NotFound.
    """
    by.must(Permission.DECLARATION_SUBMIT)
    if by.department_id is None:
        raise NoOrganisation
    known = by_key(key)
    if known:
        if known.department_id != by.department_id:
            raise NotFound
        return known
    person = _on_file(form, by=by, at=at)
    case = _case_if_due(key, person, form, by=by, at=at)
    refresh(person, by=Actor.system(), at=at)
    declaration = Declaration(
        key=key,
        department_id=by.department_id,
        person=person,
        case=case,
        outcome=Outcome.CASE if case else Outcome.REGISTERED,
        area_code=person.area_code,
        has_key_area=form.has_key_area,
        has_contact=form.has_contact,
        return_date=form.return_date,
        return_by=form.return_by,
        details=msgspec.json.encode(form).decode(),
        submitted_at=at,
        submitted_by_id=by.id,
    )
    declaration.save(force_insert=True)
    detail = {"outcome": declaration.outcome, "department": by.department_id}
    record("declaration.submitted", declaration, by=by.actor, at=at, detail=detail)
    return declaration


def _on_file(form: Declared, *, by: Caller, at: dt.datetime) -> Person:
    person = register(
        name=form.name,
        phone=form.phone,
        id_number=form.id_number,
        sex=form.sex,
        area_code=form.area_code,
        address=form.address,
        source=ReportSource.ORGANISATION,
        category=Category.RETURNING_WORKER,
        by=by.actor,
        at=at,
    )
    if _is_back(form, at):
        arrived_at = start_of(form.return_date or local_date(at))
        add_arrival(person, arrived_at=arrived_at, by=by.actor, at=at)
    for kind, has in (
        (ExposureKind.KEY_AREA, form.has_key_area),
        (ExposureKind.CONTACT, form.has_contact),
    ):
        if has:
            add_exposure(person, kind=kind, value="1", by=by.actor, at=at)
    return person


def _case_if_due(
    key: uuid.UUID, person: Person, form: Declared, *, by: Caller, at: dt.datetime
) -> Case | None:
    is_hot = form.temp_c is not None and form.temp_c >= fever_threshold_c(at=at)
    is_ill = is_hot or has_symptoms(form.symptoms)
    if not must_verify(
        has_key_area=form.has_key_area,
        has_contact=form.has_contact,
        is_ill=is_ill,
        return_date=form.return_date,
        today=local_date(at),
    ):
        return None
    if form.has_key_area:
        back = start_of(form.return_date) if form.return_date else at
        until = min(back, at) + arrival_window(at=at)
        kind = FactKind.KEY_AREA_ARRIVAL
        state_fact(person, kind, starts_at=min(back, at), ends_at=until, by=by.actor, at=at)
    return open_case(
        kind=Kind.VERIFY,
        source=Source.ENTERPRISE,
        person=person,
        key=uuid.uuid5(key, "case"),
        urgency=urgency_of(Source.ENTERPRISE, "", is_ill=is_ill),
        subject_phone=form.phone,
        area_code=form.area_code,
        address=form.address,
        symptoms=form.symptoms,
        temp_c=form.temp_c,
        by=by.actor,
        at=at,
    )


def _is_back(form: Declared, at: dt.datetime) -> bool:
    return form.return_date is not None and form.return_date <= local_date(at)
