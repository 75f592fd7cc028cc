"""Somebody is declared, by their organisation or by themselves."""

import datetime as dt
import uuid
from dataclasses import dataclass

import msgspec
from django.db import IntegrityError, transaction

from lianfang.accounts.actions import use_code
from lianfang.accounts.enums import Purpose
from lianfang.audit.actions import record
from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source
from lianfang.cases.models import Case
from lianfang.cases.queries import open_cases_of
from lianfang.cases.rules import urgency_of
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date, start_of
from lianfang.core.crypto import blind
from lianfang.core.problems import NotFound
from lianfang.declarations.actions.links import spend
from lianfang.declarations.enums import FormKind, Origin, Outcome
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.models import Declaration, Link
from lianfang.declarations.queries import by_key, is_due, is_ill, kind_of, latest_of
from lianfang.declarations.rules import Declared, content_of
from lianfang.org.enums import Permission
from lianfang.org.models import Department
from lianfang.org.queries import department
from lianfang.org.rules import Caller
from lianfang.passes.actions import refresh
from lianfang.people.actions import add_arrival, add_exposure, correct, register, state_fact
from lianfang.people.enums import Category, ExposureKind, FactKind, ReportSource
from lianfang.people.models import Person
from lianfang.people.queries import by_document
from lianfang.policy.queries import arrival_window


@dataclass(frozen=True)
class _Sender:
    """For which organisation, and how it came in."""

    department: Department
    origin: Origin
    actor: Actor
    user_id: int | None = None
    link: Link | None = None


def declare(
    *,
    key: uuid.UUID,
    form: Declared,
    origin: Origin = Origin.AGENT,
    by: Caller,
    at: dt.datetime,
) -> Declaration:
    """Put the person on file; whoever meets the rule becomes a case to be verified.

    The same ``key`` again, or the same said again of the same person, gives the first declaration;
    somebody else's key is NotFound. A file that is not surely this person's is left untouched.
    """
    by.must(Permission.DECLARATION_SUBMIT)
    if by.department_id is None:
        raise NoOrganisation
    sender = _Sender(department(by.department_id), origin, by.actor, user_id=by.id)
    return _once(key, form, sender, at=at)


def declare_self(
    link: Link, *, key: uuid.UUID, form: Declared, code: str, by: Actor, at: dt.datetime
) -> Declaration:
    """Through a link, by who holds the phone. Raises LinkOver, BadCode, TooBusy, NotFound.

    Sent twice, the second needs no code. Not for use inside a transaction: wrong codes count.
    """
    known = by_key(key)
    if known:
        if known.link_id != link.pk or known.phone_blind != _phone_index(form.phone):
            raise NotFound
        return known
    use_code(form.phone, code=code, purpose=Purpose.DECLARE, by=by, at=at)
    with transaction.atomic():
        spend(link, phone_blind=_phone_index(form.phone), by=by, at=at)
        return _once(key, form, _Sender(link.department, Origin.SELF, by, link=link), at=at)


def _once(key: uuid.UUID, form: Declared, sender: _Sender, *, at: dt.datetime) -> Declaration:
    """Two that come at the same moment: the second finds what the first wrote."""
    try:
        with transaction.atomic():
            return _declare(key, form, sender, at=at)
    except IntegrityError:
        with transaction.atomic():
            return _declare(key, form, sender, at=at)


def _declare(key: uuid.UUID, form: Declared, sender: _Sender, *, at: dt.datetime) -> Declaration:
    known = by_key(key)
    if known:
        if known.department_id != sender.department.pk:
            raise NotFound
        return known
    person, is_matched = _on_file(form, sender, at=at)
    must_see, content = is_due(form, at=at), content_of(form)
    latest = latest_of(sender.department.pk, [person.pk]).get(person.pk)
    is_same = latest and latest.content == content and sender.origin != Origin.SELF
    if latest and is_same and (latest.outcome == Outcome.CASE) >= must_see:
        return latest
    if is_matched:
        _tell_file(person, form, sender, at=at)
    case = _case(key, person, form, sender, is_matched=is_matched, at=at) if must_see else None
    refresh(person, by=Actor.system(), at=at)
    if latest:
        own = Declaration.objects.unscoped().filter(department=sender.department, person=person)
        own.filter(is_latest=True).update(is_latest=False)
    return _keep(key, person, case, form, sender, is_matched=is_matched, at=at)


def _keep(
    key: uuid.UUID,
    person: Person,
    case: Case | None,
    form: Declared,
    sender: _Sender,
    *,
    is_matched: bool,
    at: dt.datetime,
) -> Declaration:
    declaration = Declaration(
        key=key,
        department=sender.department,
        person=person,
        case=case,
        origin=sender.origin,
        link=sender.link,
        outcome=Outcome.CASE if case else Outcome.REGISTERED,
        area_code=form.area_code or sender.department.area_code,
        name=form.name,
        has_key_area=form.has_key_area,
        has_contact=form.has_contact,
        group_name=" ".join(form.groups.values())[:100],
        return_date=form.return_date,
        return_by=form.return_by,
        details=msgspec.json.encode(form).decode(),
        content=content_of(form),
        phone_blind=_phone_index(form.phone) if sender.origin == Origin.SELF else "",
        is_matched=is_matched,
        submitted_at=at,
        submitted_by_id=sender.user_id,
    )
    declaration.save(force_insert=True)
    detail = {"outcome": declaration.outcome, "department": sender.department.pk}
    detail |= {"origin": sender.origin}
    record("declaration.submitted", declaration, by=sender.actor, at=at, detail=detail)
    return declaration


def _on_file(form: Declared, sender: _Sender, *, at: dt.datetime) -> tuple[Person, bool]:
    """The file, and whether it is surely this person's: then name and phone agree as well.

    Whoever knows no more than a document number neither fills in a file nor learns its colour.
    """
    found = by_document(form.id_type, form.id_number)
    if found and (found.name, found.phone) != (form.name, form.phone):
        return found, False
    is_school = kind_of(sender.department) == FormKind.SCHOOL
    person = register(
        name=form.name,
        phone=form.phone,
        id_type=form.id_type,
        id_number=form.id_number,
        sex=form.sex,
        area_code=form.area_code or sender.department.area_code,
        address=form.address,
        source=ReportSource.ORGANISATION,
        category=Category.RETURNING_STUDENT if is_school else Category.RETURNING_WORKER,
        by=sender.actor,
        at=at,
    )
    return person, True


def _tell_file(person: Person, form: Declared, sender: _Sender, *, at: dt.datetime) -> None:
    by = sender.actor
    if form.native_place and not person.native_place_code:
        correct(person, {"native_place_code": form.native_place}, by=by, at=at)
    if form.return_date is not None and form.return_date <= local_date(at):
        arrived_at = start_of(form.return_date)
        add_arrival(person, arrived_at=arrived_at, transport=form.return_by, by=by, at=at)
    for kind, has in (
        (ExposureKind.KEY_AREA, form.has_key_area),
        (ExposureKind.CONTACT, form.has_contact),
    ):
        if has:
            add_exposure(person, kind=kind, value="1", by=by, at=at)


def _case(
    key: uuid.UUID,
    person: Person,
    form: Declared,
    sender: _Sender,
    *,
    is_matched: bool,
    at: dt.datetime,
) -> Case:
    """One verification of a person at a time; the pass only learns what is surely theirs."""
    if form.has_key_area and is_matched:
        back = min(start_of(form.return_date), at) if form.return_date else at
        until, kind = back + arrival_window(at=at), FactKind.KEY_AREA_ARRIVAL
        state_fact(person, kind, starts_at=back, ends_at=until, by=sender.actor, at=at)
    running = open_cases_of(person.pk, kind=Kind.VERIFY)
    if running:
        return running[0]
    return open_case(
        kind=Kind.VERIFY,
        source=Source.ENTERPRISE,
        person=person,
        key=uuid.uuid5(key, "case"),
        urgency=urgency_of(Source.ENTERPRISE, "", is_ill=is_ill(form, at=at)),
        subject_name=form.name,
        subject_phone=form.phone,
        area_code=form.area_code or sender.department.area_code,
        address=form.address or (person.address if is_matched else ""),
        symptoms=form.symptoms,
        temp_c=form.temp_c,
        by=sender.actor,
        at=at,
    )


def _phone_index(phone: str) -> str:
    return blind(phone, "declaration.phone")
