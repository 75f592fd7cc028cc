import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.org.errors import MissingPermission
from lianfang.org.queries import department
from lianfang.people.enums import CaseClass, ControlStatus, Severity
from lianfang.people.errors import WrongStatus
from lianfang.people.queries import by_id
from lianfang.quarantine.queries import open_episode_of
from lianfang.treatment import actions
from lianfang.treatment.enums import LabResult
from lianfang.treatment.errors import EvidenceMissing, NotRecovered, NotYourPatient
from lianfang.treatment.queries import obligation_for, obligations_for
from lianfang.treatment.rules import DISCHARGE_CRITERIA, two_negatives
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.treatment import (
    make_cdc,
    make_hospital,
    make_hospital_doctor,
    make_referral,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def doctor():
    return make_hospital_doctor(make_hospital())


@pytest.fixture
def patient(doctor):
    """Under observation, and referred to the doctor's hospital."""
    person = make_episode().person
    make_referral(person, hospital=department(doctor.department_id))
    return person


def test_suspected_opens_the_legal_clocks_and_pauses_observation(doctor, patient):
    actions.suspect(patient, basis="发热伴接触史", by=doctor, at=T0)

    due = {row.kind: row.due_at for row in obligations_for(make_cdc())}
    assert due == {"report": T0 + dt.timedelta(hours=2), "tracing": T0 + DAY}
    assert by_id(patient.pk).control_status == ControlStatus.IN_TREATMENT
    assert open_episode_of(patient.pk).mode == "3"


@pytest.mark.parametrize("role", [RoleCode.GRID_WORKER, RoleCode.COMMUNITY_DOCTOR])
def test_roles_that_only_propose_cannot_classify(patient, role):
    with pytest.raises(MissingPermission):
        actions.suspect(patient, basis="x", by=make_staff(role), at=T0)


def test_another_hospital_cannot_classify(patient):
    with pytest.raises(NotYourPatient):
        actions.suspect(patient, basis="x", by=make_hospital_doctor(make_hospital()), at=T0)


def test_cdc_of_the_area_may_classify(patient):
    actions.suspect(patient, basis="流行病学史", by=make_cdc(), at=T0)

    assert by_id(patient.pk).case_class == CaseClass.SUSPECTED


def test_cdc_of_another_area_may_not_classify(patient):
    with pytest.raises(MissingPermission):
        actions.suspect(patient, basis="x", by=make_cdc(areas=("9902",)), at=T0)


def test_exclusion_without_tests_or_basis_is_refused(doctor, patient):
    actions.suspect(patient, basis="x", by=doctor, at=T0)

    with pytest.raises(EvidenceMissing):
        actions.exclude(patient, by=doctor, at=T0 + DAY)


def test_exclusion_of_someone_not_suspected_is_refused(doctor, patient):
    with pytest.raises(WrongStatus):
        actions.exclude(patient, basis="x", by=doctor, at=T0)


def test_confirmed_ends_observation_and_asks_for_an_investigation(doctor, patient):
    actions.confirm(patient, basis="核酸阳性", severity=Severity.MILD, by=doctor, at=T0)

    person = by_id(patient.pk)
    assert (person.case_class, person.severity) == (CaseClass.CONFIRMED, Severity.MILD)
    assert open_episode_of(patient.pk) is None
    kinds = [row.kind for row in obligations_for(make_cdc())]
    assert sorted(kinds) == ["investigation", "tracing"]


def test_asymptomatic_becomes_confirmed_when_symptoms_appear(doctor, patient):
    actions.find_asymptomatic(patient, basis="核酸阳性", by=doctor, at=T0)
    actions.confirm(patient, basis="出现症状", severity=Severity.MILD, by=doctor, at=T0 + DAY)

    assert by_id(patient.pk).case_class == CaseClass.CONFIRMED


def test_a_critical_patient_is_told_to_command_without_a_name(doctor, patient):
    commander = make_staff(RoleCode.COMMANDER, areas=(GRID[:4],))
    actions.confirm(patient, basis="核酸阳性", severity=Severity.SEVERE, by=doctor, at=T0)

    actions.set_severity(patient, severity=Severity.CRITICAL, by=doctor, at=T0)
    deliver_due(now=T0)

    (news,) = inbox("user", commander.id)
    assert news.title == "有患者转为危重型"
    assert patient.name not in news.body


def test_severity_is_for_confirmed_patients_only(doctor, patient):
    with pytest.raises(EvidenceMissing):
        actions.set_severity(patient, severity=Severity.MILD, by=doctor, at=T0)


def test_recovery_needs_every_criterion(doctor, patient):
    actions.confirm(patient, basis="核酸阳性", severity=Severity.MILD, by=doctor, at=T0)
    all_met = list(DISCHARGE_CRITERIA)

    with pytest.raises(NotRecovered) as refused:
        actions.recover(patient, met=all_met[:-1], by=doctor, at=T0 + 9 * DAY)
    actions.recover(patient, met=all_met, by=doctor, at=T0 + 10 * DAY)

    assert refused.value.detail == DISCHARGE_CRITERIA["two_negatives"]
    person = by_id(patient.pk)
    assert person.case_class == CaseClass.RECOVERED
    assert person.control_status == ControlStatus.POST_DISCHARGE


def test_a_duty_is_done_once_by_cdc(doctor, patient):
    actions.suspect(patient, basis="x", by=doctor, at=T0)
    cdc = make_cdc()
    duty = obligation_for(cdc, obligations_for(cdc)[0].key)

    with pytest.raises(MissingPermission):
        actions.finish_obligation(duty, by=doctor, at=T0)
    for _ in range(2):
        actions.finish_obligation(duty, by=cdc, at=T0)

    assert len(obligations_for(cdc)) == 1


@pytest.mark.parametrize(
    ("hours", "results", "enough"),
    [
        (24, ("negative", "negative"), True),
        (23, ("negative", "negative"), False),
        (24, ("negative", "positive"), False),
        (24, ("negative",), False),
    ],
)
def test_two_negatives_are_24_hours_apart(hours, results, enough):
    tests = [(result, T0 + n * dt.timedelta(hours=hours)) for n, result in enumerate(results)]

    assert two_negatives(tests) is enough


def test_two_negative_tests_are_enough_to_exclude(doctor, patient):
    actions.suspect(patient, basis="x", by=doctor, at=T0)
    for n in (0, 1):
        actions.record_test(
            patient,
            key=uuid.uuid4(),
            result=LabResult.NEGATIVE,
            sampled_at=T0 + n * DAY,
            by=doctor,
            at=T0 + n * DAY,
        )

    actions.exclude(patient, by=doctor, at=T0 + 2 * DAY)

    assert by_id(patient.pk).control_status == ControlStatus.OBSERVED


def test_exclusion_of_someone_never_observed_releases(doctor):
    person = make_person()
    make_referral(person, hospital=department(doctor.department_id))
    actions.suspect(person, basis="x", by=doctor, at=T0)

    actions.exclude(person, basis="专家会诊排除", by=doctor, at=T0 + DAY)

    assert by_id(person.pk).control_status == ControlStatus.RELEASED
