"""Scenario 7 of handbook §10.1, with the proposal to release the contacts."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.core.actor import Actor
from lianfang.core.clock import end_of
from lianfang.people.enums import CaseClass, ControlStatus
from lianfang.people.queries import by_id
from lianfang.quarantine.actions import start_episode
from lianfang.quarantine.enums import SubjectClass
from lianfang.quarantine.queries import open_episode_of
from lianfang.tracing.actions import decide_release, file_contact
from lianfang.tracing.queries import proposal_for, proposals_for
from lianfang.treatment import actions
from tests.factories.geo import GRID, T0
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.treatment import make_cdc, make_hospital, make_hospital_doctor, make_referral

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_suspected_excluded_on_day_5_is_observed_to_the_original_end():
    hospital = make_hospital()
    doctor = make_hospital_doctor(hospital)
    person = make_episode(anchor_at=T0 - dt.timedelta(hours=1)).person
    planned = open_episode_of(person.pk).planned_end
    make_referral(person, hospital=hospital)
    actions.suspect(person, basis="发热", by=doctor, at=T0 + DAY)
    assert by_id(person.pk).case_class == CaseClass.SUSPECTED

    actions.exclude(person, basis="两次核酸阴性", by=doctor, at=T0 + 5 * DAY)

    person, episode = by_id(person.pk), open_episode_of(person.pk)
    assert person.case_class == CaseClass.EXCLUDED
    assert person.control_status == ControlStatus.OBSERVED
    assert episode.planned_end == planned == end_of(dt.date(2020, 2, 24))
    assert episode.mode == "1"


def test_contacts_of_the_excluded_are_proposed_and_released_when_cdc_says_so():
    hospital, cdc = make_hospital(), make_cdc()
    doctor = make_hospital_doctor(hospital)
    index = make_person(name="甲")
    make_referral(index, hospital=hospital)
    actions.suspect(index, basis="发热", by=doctor, at=T0)
    contact = file_contact(
        index,
        key=uuid.uuid4(),
        name="乙",
        phone="13700000009",
        area_code=GRID,
        last_at=T0 - DAY,
        relation="1",
        manner="2",
        by=cdc,
        at=T0,
    )
    start_episode(
        contact.person,
        subject_class=SubjectClass.CLOSE_CONTACT,
        anchor_at=T0 - DAY,
        evidence="7",
        by=Actor.system(),
        at=T0,
    )

    actions.exclude(index, basis="两次核酸阴性", by=doctor, at=T0 + 2 * DAY)
    for _ in range(2):
        deliver_due(now=T0 + 2 * DAY)
    (proposal,) = proposals_for(cdc)
    decide_release(proposal_for(cdc, proposal.key), is_granted=True, by=cdc, at=T0 + 2 * DAY)

    assert proposals_for(cdc) == []
    assert open_episode_of(contact.person_id) is None
    assert by_id(contact.person_id).control_status == ControlStatus.RELEASED
