"""The invented outbreak: suspected, confirmed, grave, recovered and dead, on a believable curve."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from demo.desks import Desks
from demo.observation import actor
from demo.register import Household
from demo.status import Moves
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.people.enums import (
    Axis,
    CaseClass,
    Category,
    ControlStatus,
    Reason,
    ReportSource,
    Severity,
)
from lianfang.people.models import Person

# what became of them, how many at full scale, days since admission: first and last
_COURSES: list[tuple[str, int, tuple[int, int]]] = [
    ("suspected", 12, (0, 1)),
    ("mild", 10, (2, 9)),
    ("moderate", 24, (2, 13)),
    ("severe", 7, (4, 14)),
    ("critical", 3, (6, 15)),
    ("asymptomatic", 5, (2, 8)),
    ("excluded", 9, (3, 16)),
    ("recovered", 19, (14, 22)),
    ("died", 1, (16, 16)),
]
_SEVERITY = {
    "mild": Severity.MILD,
    "moderate": Severity.MODERATE,
    "severe": Severity.SEVERE,
    "critical": Severity.CRITICAL,
    "recovered": Severity.MODERATE,
    "died": Severity.CRITICAL,
}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Patient:
    """One course in hospital; ``left_at`` is empty while it lasts."""

    person: Person
    doctor: User
    course: str
    admitted_at: dt.datetime
    left_at: dt.datetime | None


def break_out(
    households: Sequence[Household],
    desks: Desks,
    moves: Moves,
    *,
    seed: int,
    scale: float,
    at: dt.datetime,
) -> list[Patient]:
    """Patients of all courses, at least one of each; none of them under observation."""
    rng = random.Random(f"outbreak-{seed}")
    doctors = desks.of(RoleCode.HOSPITAL_DOCTOR)
    cdc = desks.of(RoleCode.CDC_OFFICER)[0]
    sick = [
        person
        for home in households[2:]
        for person in home.people[:2]
        if person.pk not in moves.touched and person.registered_at < at - 24 * _DAY
    ]
    rng.shuffle(sick)
    patients: list[Patient] = []
    for course, count, (first, last) in _COURSES:
        for _ in range(max(1, round(count * scale))):
            admitted = at - rng.randint(first, last) * _DAY - rng.random() * _DAY / 2
            left = _left_at(course, admitted, at)
            doctor = doctors[len(patients) % len(doctors)]
            patient = Patient(sick.pop(), doctor, course, admitted, left)
            _follow(patient, moves, cdc)
            patients.append(patient)
    return patients


def _left_at(course: str, admitted: dt.datetime, at: dt.datetime) -> dt.datetime | None:
    days = {"recovered": 12, "died": 11, "excluded": 2}.get(course)
    return min(admitted + days * _DAY, at) if days else None


def _follow(patient: Patient, moves: Moves, cdc: User) -> None:
    """The moves of one course on the three axes, in the order the handbook allows (§4.1)."""
    person, course, at = patient.person, patient.course, patient.admitted_at
    person.category, person.source = Category.SYMPTOMATIC, ReportSource.HOSPITAL
    by, control, case_class = actor(patient.doctor), Axis.CONTROL, Axis.CLASS
    moves.move(person, control, ControlStatus.IN_TREATMENT, Reason.SYMPTOMS, by=by, at=at)
    if course == "asymptomatic":
        moves.move(person, case_class, CaseClass.ASYMPTOMATIC, Reason.POSITIVE, by=by, at=at)
        return
    moves.move(person, case_class, CaseClass.SUSPECTED, Reason.SYMPTOMS, by=by, at=at)
    if course == "excluded" and patient.left_at:
        reason, left = Reason.HOSPITAL_EXCLUDED, patient.left_at
        moves.move(person, case_class, CaseClass.EXCLUDED, reason, by=by, at=left)
        moves.move(person, control, ControlStatus.RELEASED, reason, by=by, at=left)
    if course not in _SEVERITY:
        return
    found, reason = at + _DAY, Reason.HOSPITAL_CONFIRMED
    moves.move(person, case_class, CaseClass.CONFIRMED, reason, by=actor(cdc), at=found)
    moves.move(person, Axis.SEVERITY, _SEVERITY[course], reason, by=by, at=found)
    if patient.left_at is None:
        return
    if course == "recovered":
        end, status, why = CaseClass.RECOVERED, ControlStatus.POST_DISCHARGE, Reason.DISCHARGED
    else:
        end, status, why = CaseClass.DIED, ControlStatus.DECEASED, Reason.DIED
    moves.move(person, case_class, end, why, by=by, at=patient.left_at)
    moves.move(person, control, status, why, by=by, at=patient.left_at)
