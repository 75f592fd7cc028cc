"""Which patients a hospital has, who may treat and classify them, what CDC still owes."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianfang.core.compiled import Compiled
from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.geo.queries import within
from lianfang.org.enums import DepartmentKind, Permission
from lianfang.org.queries import departments_inside
from lianfang.org.rules import Caller
from lianfang.people import flow
from lianfang.people.enums import CaseClass
from lianfang.people.models import Person
from lianfang.people.queries import get_for, lent_to_department
from lianfang.treatment.errors import NotYourPatient
from lianfang.treatment.models import Admission, ClinicVisit, LabTest, Obligation, Referral
from lianfang.treatment.rules import two_negatives

Patient = Person  # how doors name what they are handed and pass on
_SHOWN = 200
_PERSON = (
    *("person__key", "person__name", "person__sex", "person__birth_date", "person__area_code"),
    *("person__control_status", "person__case_class", "person__severity"),
    "person__latest_temp_c",
)
_STAY = ("admitted_at", "ward", "bed")


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
    rows = [ReferralRow(*row) for row in cells[:_SHOWN]]
    return [replace(row, phone=mask_number(row.phone)) for row in rows]


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
    found = list(lent.values_list("person_id", *_PERSON)[:limit])
    stays = Admission.objects.unscoped().filter(
        person__in=[cells[0] for cells in found],
        is_open=True,
        hospital_id=caller.department_id,
    )
    beds = {cells[0]: cells[1:] for cells in stays.values_list("person_id", *_STAY)}
    return [_patient(*cells[1:], stay=beds.get(cells[0], (None, "", ""))) for cells in found]


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


def is_admitted(person: Person) -> bool:
    return Admission.objects.unscoped().filter(person=person, is_open=True).exists()


def has_two_negatives(person: Person) -> bool:
    tests = LabTest.objects.filter(person=person).order_by("sampled_at", "id")
    return two_negatives(list(tests.values_list("result", "sampled_at")))


def hospital_for(area_code: str) -> int | None:
    """The designated hospital of the county, else of the city; nobody when there is none."""
    for digits in (6, 4):
        near = departments_inside([area_code[:digits]], DepartmentKind.HOSPITAL)
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
    return [ObligationRow(*row) for row in cells[:_SHOWN]]


def obligation_for(caller: Caller, key: uuid.UUID) -> Obligation:
    scope = within(caller.areas(Permission.CONTACT_FILE))
    obligation = Obligation.objects.scoped(scope).filter(key=key).first()
    if obligation is None:
        raise NotFound
    return obligation


def chart_of(person: Person) -> dict[str, object]:
    """Everything the treating hospital sees of a patient, newest first; two statements."""
    visits = ClinicVisit.objects.unscoped().filter(person=person).order_by("-id")
    tests = LabTest.objects.filter(person=person).order_by("-sampled_at", "-id")
    return {
        "key": person.key,
        "name": person.name,
        "phone": person.phone,
        "id_number": person.id_number,
        "address": person.address,
        "status": status_of(person),
        "control_status": person.control_status,
        "case_class": person.case_class,
        "severity": person.severity,
        "visits": [
            {
                "seen_at": at,
                "temp_c": "" if temp is None else str(temp),
                "symptoms": signs,
                "note": n,
            }
            for at, temp, signs, n in visits.values_list("seen_at", "temp_c", "symptoms", "note")
        ],
        "tests": list(tests.values("key", "result", "sampled_at", "reported_at")),
    }


def _patient(*cells: object, stay: tuple[object, ...]) -> PatientRow:
    key, name, sex, birth_date, area_code, control, case_class, severity, temp_c = cells
    status = flow.label(str(control), str(case_class), str(severity))
    words = ("" if temp_c is None else str(temp_c), *stay)
    shown = (key, name, sex, birth_date, area_code, status, control, case_class, severity, *words)
    return PatientRow(*shown)  # type: ignore[arg-type]  # columns in the order of the fields


def status_of(person: Person) -> str:
    """The three axes in one word, as lists and pages show it."""
    return flow.label(person.control_status, person.case_class, person.severity)


@dataclass(frozen=True)
class WardCount:
    """What one hospital has in its wards."""

    name: str
    in_care: int
    suspected: int
    confirmed: int


def ward_counts(areas: Iterable[str]) -> list[WardCount]:
    """Designated hospitals of these areas with those in care now, fullest first; two statements."""
    hospitals = departments_inside(areas, DepartmentKind.HOSPITAL)
    by_hospital = {row.hospital_id: row for row in _in_wards()}
    found = [
        WardCount(h.name, by.in_care, by.suspected, by.confirmed)
        for h in hospitals
        for by in (by_hospital.get(h.id, _Beds(h.id, 0, 0, 0)),)
    ]
    return sorted(found, key=lambda row: (-row.in_care, row.name))


@dataclass(frozen=True)
class _Beds:
    hospital_id: int
    in_care: int
    suspected: int
    confirmed: int


def _stays_now() -> QuerySet[Admission, Any]:
    """Everyone in care, by hospital; a city has few hospitals."""
    stays = Admission.objects.unscoped().filter(is_open=True).order_by()
    return stays.values("hospital_id").annotate(
        in_care=Count("id"),
        suspected=Count("id", filter=Q(person__case_class=CaseClass.SUSPECTED)),
        confirmed=Count("id", filter=Q(person__case_class=CaseClass.CONFIRMED)),
    )


_in_wards = Compiled(_Beds, _stays_now)
