"""From the door to the ward and out again, over the doors of the hospital and of CDC."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases.queries import by_id as case_by_id
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.enums import CaseClass, ControlStatus
from lianfang.people.queries import by_id
from lianfang.treatment.rules import DISCHARGE_CRITERIA
from tests.api.calls import call, sign_in
from tests.factories.cases import make_case
from tests.factories.org import make_staff
from tests.factories.treatment import (
    CITY,
    make_cdc,
    make_hospital,
    make_hospital_doctor,
    make_referral,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital():
    return make_hospital()


@pytest.fixture
def doctor(client, hospital):
    doctor = make_hospital_doctor(hospital)
    sign_in(client, doctor)
    return doctor


def act(client, person, what, **body):
    return call(client, "post", f"/hospital/patients/{person.key}/{what}", body).status_code


def test_a_true_case_with_symptoms_waits_for_the_hospital_and_closes_when_it_accepts(
    client, hospital
):
    worker = make_staff(RoleCode.GRID_WORKER)
    case = make_case(at=clock.now())
    deliver_due(now=clock.now())
    sign_in(client, worker)
    body = {"key": str(uuid.uuid4()), "outcome": "true_symptoms"}
    call(client, "post", f"/worker/tasks/{case.key}/verification", body)
    deliver_due(now=clock.now())
    assert case_by_id(case.pk).state == "reviewing"

    sign_in(client, make_hospital_doctor(hospital))
    (referral,) = call(client, "get", "/hospital/referrals").json()
    answer = call(client, "post", f"/hospital/referrals/{referral['key']}/acceptance")
    deliver_due(now=clock.now())

    assert answer.status_code == 204
    assert case_by_id(case.pk).state == "closed"


def test_a_patient_is_admitted_confirmed_and_discharged(client, hospital, doctor):
    person = make_referral(hospital=hospital, at=clock.now()).person
    admission = {"key": str(uuid.uuid4()), "person_key": str(person.key), "ward": "隔离病区"}

    assert call(client, "post", "/hospital/patients", admission).status_code == 201
    visit = {"key": str(uuid.uuid4()), "temp_c": "38.5", "symptoms": ["01"]}
    assert act(client, person, "visit", **visit) == 204
    assert act(client, person, "suspicion", basis="发热") == 204
    assert act(client, person, "confirmation", basis="核酸阳性", severity="mild") == 204
    assert act(client, person, "severity", severity="severe") == 204
    assert act(client, person, "recovery", met=["afebrile_3d"]) == 422
    assert act(client, person, "recovery", met=list(DISCHARGE_CRITERIA)) == 204

    person = by_id(person.pk)
    assert person.case_class == CaseClass.RECOVERED
    assert person.control_status == ControlStatus.POST_DISCHARGE
    (row,) = call(client, "get", "/hospital/patients").json()
    assert (row["status"], row["admitted_at"]) == ("治愈", None)


def test_a_death_counts_only_once_a_second_person_confirmed_it(client, hospital, doctor):
    person = make_referral(hospital=hospital, at=clock.now()).person
    act(client, person, "confirmation", basis="核酸阳性", severity="critical")
    died_at = clock.now() - dt.timedelta(minutes=5)
    death = {"cause": "disease", "died_at": died_at.isoformat()}

    assert act(client, person, "death", **death) == 202
    deliver_due(now=clock.now())
    assert by_id(person.pk).case_class == CaseClass.CONFIRMED

    sign_in(client, make_cdc())
    (waiting,) = call(client, "get", "/cdc/approvals").json()
    answer = call(client, "post", f"/cdc/approvals/{waiting['key']}", {"granted": True})
    deliver_due(now=clock.now())

    assert answer.status_code == 204
    person = by_id(person.pk)
    assert (person.case_class, person.control_status) == ("died", "deceased")


def test_the_reporter_of_a_death_cannot_confirm_it(client, hospital, doctor):
    person = make_referral(hospital=hospital, at=clock.now()).person
    act(client, person, "confirmation", basis="核酸阳性", severity="critical")
    death = {"cause": "disease", "died_at": clock.now().isoformat()}
    act(client, person, "death", **death)

    assert call(client, "get", "/cdc/approvals").json() == []


def test_another_hospital_finds_nothing(client, hospital):
    person = make_referral(hospital=hospital, at=clock.now()).person
    sign_in(client, make_hospital_doctor(make_hospital()))

    assert call(client, "get", "/hospital/patients").json() == []
    assert call(client, "get", "/hospital/referrals").json() == []
    assert call(client, "get", f"/hospital/patients/{person.key}").status_code == 404
    assert act(client, person, "confirmation", basis="x", severity="mild") == 404


@pytest.mark.parametrize(
    "path", ["/hospital/referrals", "/hospital/patients", "/cdc/contacts", "/cdc/approvals"]
)
def test_a_grid_worker_has_no_business_here(client, path):
    sign_in(client, make_staff(RoleCode.GRID_WORKER))

    assert call(client, "get", path).status_code == 403


def test_cdc_files_a_contact_of_a_suspected_case(client, hospital, doctor):
    person = make_referral(hospital=hospital, at=clock.now()).person
    act(client, person, "suspicion", basis="发热")
    sign_in(client, make_cdc(areas=(CITY,)))
    contact = {
        "key": str(uuid.uuid4()),
        "index_key": str(person.key),
        "name": "赵六",
        "phone": "13700000003",
        "area_code": person.area_code,
        "last_at": (clock.now() - dt.timedelta(hours=5)).isoformat(),
        "relation": "1",
        "manner": "1",
    }

    assert call(client, "post", "/cdc/contacts", contact).status_code == 201
    assert call(client, "post", "/cdc/contacts", contact).status_code == 201

    (row,) = call(client, "get", "/cdc/contacts").json()
    assert (row["name"], row["phone"]) == ("赵六", "137****0003")
    duties = call(client, "get", "/cdc/obligations").json()
    assert sorted(duty["kind"] for duty in duties) == ["report", "tracing"]
