"""What a designated hospital's doctors do: take in, see, test, classify, discharge."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.resend import must_stand, once
from lianfang.api.shapes import Moment, Symptoms, Temperature
from lianfang.audit.actions import record_access
from lianfang.geo.queries import paths_of
from lianfang.org.enums import Permission
from lianfang.people.enums import Severity
from lianfang.treatment import actions, queries
from lianfang.treatment.enums import DeathCause, LabResult
from lianfang.treatment.rules import DISCHARGE_CRITERIA

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

router = make_router("hospital")
_TREAT = by_staff(Permission.HOSPITAL_TREAT)
_CLASSIFY = by_staff(Permission.CLASS_CONFIRM)
Basis = Annotated[str, Field(default="", max_length=300)]


class ReferralOut(Schema):
    key: uuid.UUID
    person_key: uuid.UUID
    name: str
    phone: str
    area_code: str
    why: str
    state: str
    opened_at: dt.datetime
    due_at: dt.datetime
    area_path: str


class PatientOut(Schema):
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
    area_path: str


class TestOut(Schema):
    key: uuid.UUID
    result: str
    sampled_at: dt.datetime
    reported_at: dt.datetime


class VisitSeen(Schema):
    seen_at: dt.datetime
    temp_c: str
    symptoms: list[str]
    note: str


class PatientDetail(Schema):
    key: uuid.UUID
    name: str
    phone: str
    id_number: str
    address: str
    status: str
    control_status: str
    case_class: str
    severity: str
    visits: list[VisitSeen]
    tests: list[TestOut]
    criteria: dict[str, str]


class PatientIn(Schema):
    """``person_key`` for someone on file; otherwise who they are."""

    key: uuid.UUID
    person_key: uuid.UUID | None = None
    name: str = Field(default="", max_length=50)
    phone: str = Field(default="", max_length=20)
    id_type: str = "01"
    id_number: str = Field(default="", max_length=32)
    area_code: str = Field(default="", max_length=15)
    address: str = Field(default="", max_length=128)
    ward: str = Field(default="", max_length=32)
    bed: str = Field(default="", max_length=16)


class Admitted(Schema):
    person_key: uuid.UUID


class VisitIn(Schema):
    key: uuid.UUID
    temp_c: Temperature | None = None
    symptoms: Symptoms = []
    note: str = Field(default="", max_length=300)


class TestIn(Schema):
    key: uuid.UUID
    result: LabResult
    sampled_at: Moment


class BasisIn(Schema):
    basis: Basis


class ConfirmIn(BasisIn):
    severity: Severity = Severity.MODERATE


class SeverityIn(Schema):
    severity: Severity


class RecoveryIn(Schema):
    met: list[str]


class DeathIn(Schema):
    cause: DeathCause
    died_at: Moment


@router.get("referrals", auth=_TREAT, response=list[ReferralOut])
def list_referrals(request: StaffRequest) -> HttpResponse:
    return encoded(_with_paths(queries.referrals_of(request.caller)))


@router.post("referrals/{uuid:key}/acceptance", auth=_TREAT, response={204: None})
@once
def accept(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    referral = queries.referral_for(request.caller, key)
    actions.accept_referral(referral, by=request.caller, at=clock())
    return Status(204, None)


@router.get("patients", auth=_TREAT, response=list[PatientOut])
def list_patients(request: StaffRequest) -> HttpResponse:
    return encoded(_with_paths(queries.patients_of(request.caller, at=clock())))


@router.post("patients", auth=_TREAT, response={201: Admitted})
def admit(request: StaffRequest, body: PatientIn) -> Status[Admitted]:
    caller, now = request.caller, clock()
    if body.person_key:
        person = queries.patient_for(caller, body.person_key, at=now)
    else:
        who = body.dict(exclude={"person_key", "ward", "bed"})
        person = actions.receive(**who, by=caller, at=now)
    actions.admit(person, key=body.key, ward=body.ward, bed=body.bed, by=caller, at=now)
    return Status(201, Admitted(person_key=person.key))


@router.get("patients/{uuid:key}", auth=_TREAT, response=PatientDetail)
def show_patient(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Whole numbers for the treating hospital; opening the page goes to the access log."""
    person = _patient(request, key)
    record_access(person, fields="phone,id_number", by=request.caller.actor, at=clock())
    return encoded(queries.chart_of(person) | {"criteria": dict(DISCHARGE_CRITERIA)})


@router.post("patients/{uuid:key}/visit", auth=_TREAT, response={204: None})
def visit(request: StaffRequest, key: uuid.UUID, body: VisitIn) -> Status[None]:
    person = _patient(request, key)
    actions.record_visit(
        person, **body.dict(exclude={"key"}), key=body.key, by=request.caller, at=clock()
    )
    return Status(204, None)


@router.post("patients/{uuid:key}/test", auth=_TREAT, response={204: None})
def test(request: StaffRequest, key: uuid.UUID, body: TestIn) -> Status[None]:
    person = _patient(request, key)
    actions.record_test(
        person,
        key=body.key,
        result=body.result,
        sampled_at=body.sampled_at,
        by=request.caller,
        at=clock(),
    )
    return Status(204, None)


@router.post("patients/{uuid:key}/suspicion", auth=_CLASSIFY, response={204: None})
@once
def suspect(request: StaffRequest, key: uuid.UUID, body: BasisIn) -> Status[None]:
    actions.suspect(_patient(request, key), basis=body.basis, by=request.caller, at=clock())
    return Status(204, None)


@router.post("patients/{uuid:key}/exclusion", auth=_CLASSIFY, response={204: None})
@once
def exclude(request: StaffRequest, key: uuid.UUID, body: BasisIn) -> Status[None]:
    actions.exclude(_patient(request, key), basis=body.basis, by=request.caller, at=clock())
    return Status(204, None)


@router.post("patients/{uuid:key}/confirmation", auth=_CLASSIFY, response={204: None})
@once
def confirm(request: StaffRequest, key: uuid.UUID, body: ConfirmIn) -> Status[None]:
    person = _patient(request, key)
    actions.confirm(person, basis=body.basis, severity=body.severity, by=request.caller, at=clock())
    return Status(204, None)


@router.post("patients/{uuid:key}/asymptomatic", auth=_CLASSIFY, response={204: None})
@once
def find_asymptomatic(request: StaffRequest, key: uuid.UUID, body: BasisIn) -> Status[None]:
    actions.find_asymptomatic(
        _patient(request, key), basis=body.basis, by=request.caller, at=clock()
    )
    return Status(204, None)


@router.post("patients/{uuid:key}/severity", auth=_TREAT, response={204: None})
@once
def set_severity(request: StaffRequest, key: uuid.UUID, body: SeverityIn) -> Status[None]:
    actions.set_severity(
        _patient(request, key), severity=body.severity, by=request.caller, at=clock()
    )
    return Status(204, None)


@router.post("patients/{uuid:key}/recovery", auth=_TREAT, response={204: None})
@once
def recover(request: StaffRequest, key: uuid.UUID, body: RecoveryIn) -> Status[None]:
    actions.recover(_patient(request, key), met=body.met, by=request.caller, at=clock())
    return Status(204, None)


@router.post("patients/{uuid:key}/death", auth=_TREAT, response={202: None, 204: None})
@once
def report_death(request: StaffRequest, key: uuid.UUID, body: DeathIn) -> Status[None]:
    """Answers 202: nothing changes before a second person confirms; 204 when sent again."""
    person = _patient(request, key)
    actions.report_death(
        person, cause=body.cause, died_at=body.died_at, by=request.caller, at=clock()
    )
    return Status(202, None)


def _patient(request: StaffRequest, key: uuid.UUID) -> queries.Patient:
    """Raises NotFound, and MovedOn when the device saw another state."""
    person = queries.patient_for(request.caller, key, at=clock())
    must_stand(request, queries.status_of(person))
    return person


def _with_paths(rows: "Sequence[DataclassInstance]") -> list[dict[str, object]]:
    """Rows with the names of their areas, read at once."""
    shown = [vars(row) for row in rows]
    paths = paths_of({str(row["area_code"]) for row in shown})
    return [row | {"area_path": paths.get(str(row["area_code"]), "")} for row in shown]
