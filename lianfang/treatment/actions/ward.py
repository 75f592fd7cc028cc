"""Send someone to hospital, receive, see, test and admit them."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.cases.models import Case
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import change_status, grant, register
from lianfang.people.enums import Axis, Category, ControlStatus, Reason, ReportSource
from lianfang.people.models import Person
from lianfang.quarantine.actions import pause_for_hospital, record_reading
from lianfang.quarantine.enums import ReadingKind
from lianfang.quarantine.queries import open_episode_of
from lianfang.treatment.enums import LabResult, ReferralState, ReferralWhy
from lianfang.treatment.errors import WrongReferralState
from lianfang.treatment.models import Admission, ClinicVisit, LabTest, Obligation, Referral
from lianfang.treatment.queries import must_treat, must_work_at

HANDOVER = dt.timedelta(hours=2)  # 送医交接, handbook §1.6
SIGHT = dt.timedelta(days=60)  # how long the hospital may see the person


@transaction.atomic
def refer(
    person: Person,
    *,
    hospital_id: int,
    why: ReferralWhy,
    case: Case | None = None,
    by: Actor,
    at: dt.datetime,
) -> Referral:
    """Ask a hospital to take someone in, and let it see the file; one open at a time."""
    referral, created = Referral.objects.unscoped().get_or_create(
        person=person,
        is_open=True,
        defaults={
            "key": uuid.uuid4(),
            "hospital_id": hospital_id,
            "case": case,
            "why": why,
            "area_code": person.area_code,
            "opened_at": at,
            "due_at": at + HANDOVER,
        },
    )
    if created:
        _lend(person, hospital_id, by=by, at=at)
        record("referral.opened", referral, by=by, at=at, detail={"person": person.pk, "why": why})
    return referral


@transaction.atomic
def accept_referral(referral: Referral, *, by: Caller, at: dt.datetime) -> None:
    """The hospital takes the person; sent again by the same hospital it changes nothing."""
    must_work_at(referral.hospital_id, by)
    waiting = Referral.objects.unscoped().filter(pk=referral.pk, state=ReferralState.OPEN)
    if not waiting.update(state=ReferralState.ACCEPTED, accepted_by_id=by.id, accepted_at=at):
        raise WrongReferralState
    detail = {"person": referral.person_id, "case": referral.case_id}
    record("referral.accepted", referral, by=by.actor, at=at, detail=detail)


@transaction.atomic
def record_visit(
    person: Person,
    *,
    key: uuid.UUID,
    temp_c: Decimal | None,
    symptoms: list[str],
    note: str = "",
    by: Caller,
    at: dt.datetime,
) -> ClinicVisit:
    """What the fever clinic found; the same key is recorded once."""
    hospital_id = must_treat(person, by, at=at)
    visit, created = ClinicVisit.objects.unscoped().get_or_create(
        key=key,
        defaults={
            "person": person,
            "hospital_id": hospital_id,
            "temp_c": temp_c,
            "symptoms": symptoms,
            "note": note,
            "seen_at": at,
            "doctor_id": by.id,
            "area_code": person.area_code,
        },
    )
    if visit.doctor_id != by.id or visit.person_id != person.pk:
        raise NotFound
    if created:
        _arrive(person, hospital_id)
        record_reading(
            person,
            key=key,
            kind=ReadingKind.HOSPITAL,
            temp_c=temp_c,
            symptoms=symptoms,
            measured_at=at,
            by=by.actor,
            at=at,
        )
        record("clinic.visited", visit, by=by.actor, at=at, detail={"person": person.pk})
    return visit


@transaction.atomic
def admit(
    person: Person,
    *,
    key: uuid.UUID,
    ward: str = "",
    bed: str = "",
    by: Caller,
    at: dt.datetime,
) -> Admission:
    """Take someone into the ward: under treatment, observation paused with its end kept."""
    hospital_id = must_work_at(by.department_id, by)
    admission, created = Admission.objects.unscoped().get_or_create(
        person=person,
        is_open=True,
        defaults={
            "key": key,
            "hospital_id": hospital_id,
            "ward": ward,
            "bed": bed,
            "admitted_at": at,
            "area_code": person.area_code,
        },
    )
    if admission.hospital_id != hospital_id:
        raise NotFound
    if created:
        _lend(person, hospital_id, by=by.actor, at=at)
        _arrive(person, hospital_id)
        into_treatment(person, reason=Reason.SYMPTOMS, by=by.actor, at=at)
        record("patient.admitted", admission, by=by.actor, at=at, detail={"person": person.pk})
    return admission


@transaction.atomic
def receive(
    *,
    key: uuid.UUID,
    name: str,
    phone: str,
    id_type: str,
    id_number: str,
    area_code: str,
    address: str = "",
    by: Caller,
    at: dt.datetime,
) -> Person:
    """Someone comes by themselves: found on file and supplemented, or put on file and admitted."""
    hospital_id = must_work_at(by.department_id, by)
    person = register(
        key=key,
        name=name,
        phone=phone,
        id_type=id_type,
        id_number=id_number,
        area_code=area_code,
        address=address,
        source=ReportSource.HOSPITAL,
        category=Category.SYMPTOMATIC,
        by=by.actor,
        at=at,
    )
    _lend(person, hospital_id, by=by.actor, at=at)
    return person


@transaction.atomic
def record_test(
    person: Person,
    *,
    key: uuid.UUID,
    result: LabResult,
    sampled_at: dt.datetime,
    by: Caller,
    at: dt.datetime,
) -> LabTest:
    """A laboratory result; it decides nothing by itself, but exclusion and recovery rest on it."""
    must_treat(person, by, at=at)
    test, created = LabTest.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "result": result,
            "sampled_at": sampled_at,
            "reported_at": at,
            "reporter": by.name,
        },
    )
    if test.person_id != person.pk:
        raise NotFound
    if created:
        record("lab.reported", test, by=by.actor, at=at, detail={"person": person.pk})
    return test


@transaction.atomic
def finish_obligation(obligation: Obligation, *, by: Caller, at: dt.datetime) -> None:
    """CDC did what was due; done twice it changes nothing."""
    by.must(Permission.CONTACT_FILE)
    waiting = Obligation.objects.unscoped().filter(pk=obligation.pk, done_at__isnull=True)
    if waiting.update(done_at=at, done_by_id=by.id):
        record("obligation.done", obligation, by=by.actor, at=at)


def into_treatment(person: Person, *, reason: Reason, by: Actor, at: dt.datetime) -> None:
    """Part of an action: isolation goes on in hospital, the episode keeps its original end."""
    episode = open_episode_of(person.pk)
    if episode:
        pause_for_hospital(episode, by=by, at=at)
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.IN_TREATMENT,
        reason=reason,
        effective_at=at,
        by=by,
        at=at,
    )


def _lend(person: Person, hospital_id: int, *, by: Actor, at: dt.datetime) -> None:
    grant(
        person,
        grantee_kind="department",
        grantee_id=hospital_id,
        until=at + SIGHT,
        why="hospital",
        by=by,
        at=at,
    )


def _arrive(person: Person, hospital_id: int) -> None:
    """The referral has done its work once the person is there."""
    Referral.objects.unscoped().filter(person=person, hospital_id=hospital_id, is_open=True).update(
        is_open=None, state=ReferralState.ARRIVED
    )
