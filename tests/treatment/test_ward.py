import datetime as dt
import uuid
from decimal import Decimal

import pytest

from lianfang.core.problems import NotFound
from lianfang.org.errors import MissingPermission
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_id
from lianfang.quarantine.queries import open_episode_of, readings_of
from lianfang.treatment import actions
from lianfang.treatment.enums import LabResult
from lianfang.treatment.errors import NotYourPatient, WrongReferralState
from lianfang.treatment.queries import chart_of, patient_for, patients_of, referrals_of
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.treatment import make_hospital, make_hospital_doctor, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital():
    return make_hospital()


@pytest.fixture
def doctor(hospital):
    return make_hospital_doctor(hospital)


@pytest.fixture
def stranger():
    return make_hospital_doctor(make_hospital())


def test_a_second_referral_of_the_same_person_finds_the_open_one(hospital):
    person = make_person()

    first, second = (make_referral(person, hospital=hospital) for _ in range(2))

    assert second.pk == first.pk


def test_a_referral_lends_the_person_to_the_hospital_and_to_no_other(hospital, doctor, stranger):
    person = make_referral(hospital=hospital).person

    assert patient_for(doctor, person.key, at=T0).pk == person.pk
    with pytest.raises(NotFound):
        patient_for(stranger, person.key, at=T0)


def test_a_referral_is_accepted_once_and_by_its_own_hospital(hospital, doctor, stranger):
    referral = make_referral(hospital=hospital)

    with pytest.raises(NotYourPatient):
        actions.accept_referral(referral, by=stranger, at=T0)
    actions.accept_referral(referral, by=doctor, at=T0)
    with pytest.raises(WrongReferralState):
        actions.accept_referral(referral, by=doctor, at=T0)


def test_a_grid_worker_cannot_accept_a_referral(hospital):
    with pytest.raises(MissingPermission):
        actions.accept_referral(make_referral(hospital=hospital), by=make_staff(), at=T0)


def test_a_clinic_visit_sent_twice_is_recorded_once_with_its_reading(hospital, doctor):
    person, key = make_referral(hospital=hospital).person, uuid.uuid4()
    found = {"temp_c": Decimal("38.4"), "symptoms": ["01", "02"]}

    for _ in range(2):
        actions.record_visit(person, key=key, **found, by=doctor, at=T0)

    assert [visit["temp_c"] for visit in chart_of(person)["visits"]] == ["38.4"]
    assert len(readings_of(person.pk)) == 1
    assert referrals_of(doctor) == []


def test_admission_keeps_the_episode_open_with_its_planned_end(hospital, doctor):
    episode = make_episode()
    person = episode.person
    make_referral(person, hospital=hospital)

    stay = actions.admit(person, key=uuid.uuid4(), ward="隔离病区", bed="3", by=doctor, at=T0)
    again = actions.admit(person, key=uuid.uuid4(), by=doctor, at=T0)

    assert again.pk == stay.pk
    assert by_id(person.pk).control_status == ControlStatus.IN_TREATMENT
    assert open_episode_of(person.pk).planned_end == episode.planned_end


def test_a_patient_of_another_hospital_cannot_be_admitted_again(hospital, doctor, stranger):
    person = make_referral(hospital=hospital).person
    actions.admit(person, key=uuid.uuid4(), by=doctor, at=T0)

    with pytest.raises(NotFound):
        actions.admit(person, key=uuid.uuid4(), by=stranger, at=T0)


def test_someone_who_comes_by_themselves_is_put_on_file(doctor):
    make_person()  # the grid exists
    who = {"name": "王五", "phone": "13700000001", "id_type": "01", "id_number": ""}

    person = actions.receive(key=uuid.uuid4(), **who, area_code=GRID, by=doctor, at=T0)

    assert [row.key for row in patients_of(doctor, at=T0)] == [person.key]


def test_someone_on_file_is_supplemented_not_doubled(doctor):
    known = make_person(name="王五", phone="13700000001")
    who = {"name": "王五", "phone": "13700000001", "id_type": "01"}

    person = actions.receive(
        key=uuid.uuid4(), **who, id_number="11010519491231002X", area_code=GRID, by=doctor, at=T0
    )

    assert person.pk == known.pk
    assert by_id(known.pk).id_number == "11010519491231002X"


def test_a_test_of_another_hospitals_patient_is_refused(hospital, stranger):
    person = make_referral(hospital=hospital).person

    with pytest.raises(NotYourPatient):
        actions.record_test(
            person,
            key=uuid.uuid4(),
            result=LabResult.NEGATIVE,
            sampled_at=T0,
            by=stranger,
            at=T0,
        )


def test_a_grant_that_ran_out_hides_the_patient(hospital, doctor):
    person = make_referral(hospital=hospital).person

    with pytest.raises(NotFound):
        patient_for(doctor, person.key, at=T0 + dt.timedelta(days=61))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long(count, hospital, doctor, django_assert_num_queries):
    for _ in range(count):
        make_referral(hospital=hospital)

    with django_assert_num_queries(1):
        waiting = referrals_of(doctor)
    with django_assert_num_queries(2):
        patients = patients_of(doctor, at=T0)

    assert (len(waiting), len(patients)) == (count, count)
    assert waiting[0].phone[3:7] == "****"
