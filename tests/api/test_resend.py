"""What a phone sends twice is carried out once; what it decided on an old state is refused."""

import datetime as dt
import uuid
from urllib.parse import quote

import pytest

from lianfang.audit.jobs import deliver_by_the_minute
from lianfang.audit.models import Entry, Receipt
from lianfang.people.queries import by_id
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person
from tests.factories.treatment import make_hospital, make_hospital_doctor, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital(settings):
    hold_clock(settings, T0)
    make_area(GRID)
    return make_hospital()


@pytest.fixture
def doctor(client, hospital):
    doctor = make_hospital_doctor(hospital)
    sign_in(client, doctor)
    return doctor


@pytest.fixture
def patient(client, hospital, doctor):
    """Somebody whose referral this doctor has accepted."""
    person = make_person()
    referral = make_referral(person, hospital=hospital)
    assert call(client, "post", f"/hospital/referrals/{referral.key}/acceptance").status_code == 204
    return by_id(person.pk)


def suspect(client, patient, **headers):
    path = f"/hospital/patients/{patient.key}/suspicion"
    return call(client, "post", path, {"basis": "肺部影像"}, **headers)


def test_operation_sent_twice_is_carried_out_once_and_answered_alike(client, patient):
    key = {"Idempotency-Key": str(uuid.uuid4())}

    answers = [suspect(client, patient, **key).status_code for _ in range(3)]

    assert answers == [204, 204, 204]
    assert Entry.objects.filter(action="class.suspected").count() == 1


def test_operation_that_was_refused_may_be_sent_again_under_its_key(client, patient):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    path = f"/hospital/patients/{patient.key}/confirmation"
    refused = call(client, "post", path, {"basis": " ", "severity": "mild"}, **key)
    again = call(client, "post", path, {"basis": "核酸阳性", "severity": "mild"}, **key)

    assert (refused.status_code, again.status_code) == (422, 204)
    assert by_id(patient.pk).case_class == "confirmed"


def test_key_of_another_operation_or_caller_is_refused(client, hospital, patient):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    suspect(client, patient, **key)
    path = f"/hospital/patients/{patient.key}/exclusion"
    other_operation = call(client, "post", path, {"basis": "阴性"}, **key)
    sign_in(client, make_hospital_doctor(hospital))
    other_caller = suspect(client, patient, **key)

    for answer in (other_operation, other_caller):
        assert (answer.status_code, answer.json()["code"]) == (409, "operation.key_taken")
    assert by_id(patient.pk).case_class == "suspected"


def test_key_that_is_no_key_is_refused_in_words(client, patient):
    answer = suspect(client, patient, **{"Idempotency-Key": "1"})

    assert (answer.status_code, answer.json()["code"]) == (422, "operation.bad_key")


def test_decision_on_an_old_state_is_refused_with_the_present_one(client, patient):
    seen = call(client, "get", f"/hospital/patients/{patient.key}").json()["status"]
    base = {"X-Lianfang-Base": quote(seen)}
    assert suspect(client, patient, **base).status_code == 204

    path = f"/hospital/patients/{patient.key}/confirmation"
    body = {"basis": "核酸阳性", "severity": "mild"}
    stale = call(client, "post", path, body, **base)
    insisted = call(client, "post", path, body)

    now = call(client, "get", f"/hospital/patients/{patient.key}").json()["status"]
    assert (stale.status_code, stale.json()["code"]) == (409, "operation.moved_on")
    assert seen in stale.json()["detail"]
    assert insisted.status_code == 204
    assert now not in {seen, ""}


def test_receipts_are_kept_for_a_month(client, patient, settings):
    suspect(client, patient, **{"Idempotency-Key": str(uuid.uuid4())})
    hold_clock(settings, T0 + dt.timedelta(days=29))
    deliver_by_the_minute.call_local()
    assert Receipt.objects.count() == 1

    hold_clock(settings, T0 + dt.timedelta(days=31))
    deliver_by_the_minute.call_local()

    assert Receipt.objects.count() == 0
