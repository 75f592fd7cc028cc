"""The invented wards: admissions, tests, what CDC owes, the hospital's leave to see."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from demo.chronicle import Chronicle
from demo.observation import actor
from demo.outbreak import Patient
from demo.people import uuid_of
from lianfang.people.models import Grant
from lianfang.treatment.actions.ward import SIGHT
from lianfang.treatment.enums import LabResult, ObligationKind
from lianfang.treatment.models import Admission, LabTest, Obligation
from lianfang.treatment.rules import DUE_IN

_DAY = dt.timedelta(days=1)
_NEWS = {"excluded": "class.excluded", "recovered": "case_class.recovered"}


def fill_wards(
    patients: Sequence[Patient], chronicle: Chronicle, *, seed: int, at: dt.datetime
) -> None:
    """Every patient has a bed while there, tests that fit the course, and duties mostly done."""
    rng = random.Random(f"wards-{seed}")
    admissions = Admission.objects.unscoped().bulk_create(
        [_admission(patient, n) for n, patient in enumerate(patients)]
    )
    Grant.objects.bulk_create([_grant(patient) for patient in patients])
    tests = [test for patient in patients for test in _tests(patient, rng, at)]
    LabTest.objects.bulk_create(tests)
    duties = [duty for patient in patients for duty in _duties(patient, rng, at)]
    Obligation.objects.unscoped().bulk_create(duties)
    for patient, admission in zip(patients, admissions, strict=True):
        _tell(patient, admission, chronicle)


def _admission(patient: Patient, n: int) -> Admission:
    return Admission(
        key=uuid_of("admission", patient.person.key),
        person=patient.person,
        hospital=patient.doctor.department,
        area_code=patient.person.area_code,
        is_open=None if patient.left_at else True,
        ward=f"隔离{n % 6 + 1}病区",
        bed=f"{n // 6 + 1:02}床",
        admitted_at=patient.admitted_at,
        left_at=patient.left_at,
    )


def _grant(patient: Patient) -> Grant:
    return Grant(
        person=patient.person,
        grantee_kind="department",
        grantee_id=patient.doctor.department_id or 0,
        until=patient.admitted_at + SIGHT,
        why="hospital",
    )


def _tests(patient: Patient, rng: random.Random, at: dt.datetime) -> Iterator[LabTest]:
    """Positive first where the class says so; two negatives a day apart before leaving well."""
    positive = patient.course not in {"suspected", "excluded"}
    first = LabResult.POSITIVE if positive else LabResult.NEGATIVE
    results = [(patient.admitted_at + _DAY / 4, first)]
    if patient.left_at and patient.course in {"recovered", "excluded"}:
        last = patient.left_at - _DAY / 4
        results = results[: int(positive)]
        results += [(last - _DAY * 1.1, LabResult.NEGATIVE), (last, LabResult.NEGATIVE)]
    for n, (sampled, result) in enumerate(results):
        reported = sampled + dt.timedelta(hours=rng.randint(4, 5))
        if reported <= at:
            yield LabTest(
                key=uuid_of("test", patient.person.key, n),
                person=patient.person,
                result=result,
                sampled_at=sampled,
                reported_at=reported,
                reporter=patient.doctor.name,
            )


def _duties(patient: Patient, rng: random.Random, at: dt.datetime) -> Iterator[Obligation]:
    """The two-hour report and the day's investigation; what is young may still be open."""
    begun = {
        ObligationKind.REPORT: patient.admitted_at,
        ObligationKind.TRACING: patient.admitted_at,
    }
    if patient.person.severity:
        begun[ObligationKind.INVESTIGATION] = patient.admitted_at + _DAY
    if patient.course == "recovered" and patient.left_at:
        begun[ObligationKind.FOLLOW_UP] = patient.left_at
    for kind, opened in begun.items():
        done = opened + DUE_IN[kind] * rng.uniform(0.2, 0.95)
        yield Obligation(
            key=uuid_of("obligation", kind, patient.person.key),
            person=patient.person,
            kind=kind,
            why=f"{kind}:demo",
            area_code=patient.person.area_code,
            opened_at=opened,
            due_at=opened + DUE_IN[kind],
            done_at=done if done <= at else None,
        )


def _tell(patient: Patient, admission: Admission, chronicle: Chronicle) -> None:
    person, by = patient.person, actor(patient.doctor)
    told = {"person": person.pk}
    chronicle.add("patient.admitted", admission, by=by, at=patient.admitted_at, detail=told)
    if patient.course != "asymptomatic":
        chronicle.add("class.suspected", person, by=by, at=patient.admitted_at)
    else:
        chronicle.add("class.asymptomatic", person, by=by, at=patient.admitted_at)
    if person.severity:
        found, severe = patient.admitted_at + _DAY, {"severity": person.severity}
        chronicle.add("class.confirmed", person, by=by, at=found, detail=severe)
    if patient.left_at and patient.course in _NEWS:
        chronicle.add(_NEWS[patient.course], person, by=by, at=patient.left_at)
