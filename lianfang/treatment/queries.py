"""Which patients a hospital has, who may treat and classify them, what CDC still owes."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import DepartmentKind, Permission
from lianfang.org.queries import departments_of_kind
from lianfang.org.rules import Caller
from lianfang.people import flow
from lianfang.people.models import Person
from lianfang.people.queries import get_for, lent_to_department
from lianfang.treatment.errors import NotYourPatient
from lianfang.treatment.models import Admission, ClinicVisit, LabTest, Obligation, Referral
from lianfang.treatment.rules import two_negatives


@dataclass(frozen=True)
class ReferralRow:
    """One line of a hospital's inbox."""

    key: uuid.UUID
    person_key: uuid.UUID
    name: str
    phone: str
    area_code: str
    why: str
    state: str
    opened_at: dt.datetime
    due_at: dt.datetime


@dataclass(frozen=True)
class PatientRow:
    """One line of a hospital's patients: those it was lent, newest first."""

    key: uuid.UUID
    name: str
    sex: str
    birth_date: dt.date | None
    area_code: str
    status: str
    control_status: str
    case_class: str
    severity: str
    latest_temp_c: str
    admitted_at: dt.datetime | None
    ward: str
    bed: str


@dataclass(frozen=True)
class ObligationRow:
    key: uuid.UUID
    kind: str
    person_key: uuid.UUID
    person_name: str
    area_code: str
    opened_at: dt.datetime
    due_at: dt.datetime


def referrals_of(caller: Caller) -> list[ReferralRow]:
    """What waits for one's hospital, most urgent first; one statement."""
    waiting = Referral.objects.unscoped().filter(hospital_id=caller.department_id, is_open=True)
    cells = waiting.order_by("due_at", "id").values_list(
        "key",
        "person__key",
        "person__name",
        "person__phone",
        "area_code",
        "why",
        "state",
        "opened_at",
        "due_at",
    )
    return [ReferralRow(*row[:3], mask_number(row[3]), *row[4:]) for row in cells]


def referral_for(caller: Caller, key: uuid.UUID) -> Referral:
    """The one door to a referral; another hospital gets NotFound."""
    own = Referral.objects.unscoped().filter(hospital_id=caller.department_id, key=key)
    referral = own.select_related("person").first()
    if referral is None:
        raise NotFound
    return referral


def patients_of(caller: Caller, *, at: dt.datetime, limit: int = 200) -> list[PatientRow]:
    """Everyone lent to one's hospital, with the open admission; two statements."""
    if caller.department_id is None:
        return []
    lent = lent_to_department(caller.department_id, at=at).order_by("-id")
    people = [grant.person for grant in lent.select_related("person")[:limit]]
    stays = Admission.objects.unscoped().filter(
        person__in=[p.pk for p in people], is_open=True, hospital_id=caller.department_id
    )
    by_person = {stay.person_id: stay for stay in stays}
    return [_patient(person, by_person.get(person.pk)) for person in people]


def patient_for(caller: Caller, key: uuid.UUID, *, at: dt.datetime) -> Person:
    """A person one's hospital may see; a stranger gets NotFound."""
    return get_for(caller, key, at=at)


def must_work_at(hospital_id: int | None, caller: Caller) -> int:
    """Raises NotYourPatient unless the caller treats at this very hospital; returns it."""
    caller.must(Permission.HOSPITAL_TREAT)
    if hospital_id is None or caller.department_id != hospital_id:
        raise NotYourPatient
    return hospital_id


def must_treat(person: Person, caller: Caller, *, at: dt.datetime) -> int:
    """Raises NotYourPatient unless the person is lent to the caller's hospital; returns it."""
    hospital_id = must_work_at(caller.department_id, caller)
    if not lent_to_department(hospital_id, at=at).filter(person=person).exists():
        raise NotYourPatient
    return hospital_id


def must_classify(person: Person, caller: Caller, *, at: dt.datetime) -> None:
    """The treating hospital, or CDC of the area (handbook §4.1); else NotYourPatient."""
    caller.must(Permission.CLASS_CONFIRM)
    if caller.covers(person.area_code, Permission.CLASS_CONFIRM) and caller.may(
        Permission.CONTACT_FILE
    ):
        return
    must_treat(person, caller, at=at)


def has_two_negatives(person: Person) -> bool:
    tests = LabTest.objects.filter(person=person).order_by("sampled_at", "id")
    return two_negatives(list(tests.values_list("result", "sampled_at")))


def hospital_for(area_code: str) -> int | None:
    """The designated hospital of the county, else of the city; nobody when there is none."""
    for digits in (6, 4):
        near = departments_of_kind(DepartmentKind.HOSPITAL, area_code[:digits])
        if near:
            return near[0].id
    return None


def obligations_for(caller: Caller) -> list[ObligationRow]:
    """Open duties of CDC in its areas, most urgent first; one statement."""
    scope = within(caller.areas(Permission.CONTACT_FILE))
    waiting = Obligation.objects.scoped(scope).filter(done_at__isnull=True)
    cells = waiting.order_by("due_at", "id").values_list(
        "key", "kind", "person__key", "person__name", "area_code", "opened_at", "due_at"
    )
    return [ObligationRow(*row) for row in cells[:200]]


def obligation_for(caller: Caller, key: uuid.UUID) -> Obligation:
    scope = within(caller.areas(Permission.CONTACT_FILE))
    obligation = Obligation.objects.scoped(scope).filter(key=key).first()
    if obligation is None:
        raise NotFound
    return obligation


def visits_of(person: Person) -> QuerySet[ClinicVisit]:
    return ClinicVisit.objects.unscoped().filter(person=person).order_by("-id")


def tests_of(person: Person) -> QuerySet[LabTest]:
    return LabTest.objects.filter(person=person).order_by("-sampled_at", "-id")


def _patient(person: Person, stay: Admission | None) -> PatientRow:
    return PatientRow(
        key=person.key,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        area_code=person.area_code,
        status=flow.label(person.control_status, person.case_class, person.severity),
        control_status=person.control_status,
        case_class=person.case_class,
        severity=person.severity,
        latest_temp_c=str(person.latest_temp_c or ""),
        admitted_at=stay.admitted_at if stay else None,
        ward=stay.ward if stay else "",
        bed=stay.bed if stay else "",
    )
