import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from lianfang.accounts.queries import citizen_by_id
from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.cases import actions
from lianfang.cases.enums import Kind, Outcome, Source, State
from lianfang.cases.errors import (
    NotYourCase,
    SameGrid,
    WrongState,
)
from lianfang.cases.jobs import call_again
from lianfang.cases.queries import by_id, get_task
from lianfang.cases.rules import VerifiedDetails
from lianfang.core.problems import NotFound
from lianfang.geo.errors import UnknownArea
from lianfang.org.enums import RoleCode
from lianfang.people.actions import state_fact
from lianfang.people.enums import ControlStatus, FactKind
from lianfang.people.queries import by_id as person_by_id
from lianfang.people.queries import by_phone, facts_of
from lianfang.quarantine.queries import open_episode_of
from tests.factories.accounts import make_account
from tests.factories.cases import PHONE, SYSTEM, later, make_task
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"
ID_NUMBER = "110101199003070011"
CONTACT = VerifiedDetails(
    subject_class="close_contact", anchor_at=dt.datetime(2020, 2, 3, 14, tzinfo=dt.UTC)
)


def entries(case):
    return [(e.action, e.actor_name) for e in timeline("cases.case", case.pk)]


def actions_of(case):
    return [action for action, _who in entries(case)]


def filed_contact():
    """A close contact CDC filed, dispatched; the file waits for verification and is red."""
    person = make_person()
    ends_at = later(hours=24)
    kind = FactKind.OPEN_CLOSE_CONTACT
    state_fact(person, kind, starts_at=T0, ends_at=ends_at, by=SYSTEM, at=T0)
    case = actions.open_case(
        kind=Kind.VERIFY, source=Source.CLOSE_CONTACT, person=person, by=SYSTEM, at=T0
    )
    worker = make_staff(RoleCode.GRID_WORKER)
    actions.dispatch(case, to_user_id=worker.id, by=SYSTEM, at=T0)
    return case, worker, person


def test_arriving_does_not_give_new_time():
    case, worker = make_task()

    actions.start_visit(case, by=worker, at=later(hours=1))

    case = by_id(case.pk)
    assert (case.state, case.due_at, case.carried_s) == (State.VERIFYING, later(hours=4), 3600)


def test_arriving_twice_changes_nothing():
    case, worker = make_task()
    actions.start_visit(case, by=worker, at=later(hours=1))

    actions.start_visit(by_id(case.pk), by=worker, at=later(hours=2))

    assert actions_of(case) == ["case.submitted", "case.dispatched", "case.visit_started"]


def test_untrue_closes_the_case_and_nobody_is_make_person():
    case, worker = make_task()

    actions.verify(case, outcome=Outcome.UNTRUE, note="查无此事", by=worker, at=later(minutes=20))

    case = by_id(case.pk)
    assert (case.state, case.outcome, case.finding) == (State.CLOSED, Outcome.UNTRUE, "查无此事")
    assert case.person is None
    assert by_phone(PHONE) == []
    assert entries(case)[-2:] == [("case.verified", worker.name), ("case.closed", "系统")]


def test_untrue_of_a_filed_contact_leaves_nobody_under_control():
    case, worker, person = filed_contact()

    actions.verify(case, outcome=Outcome.UNTRUE, by=worker, at=later(minutes=20))

    assert person_by_id(person.pk).control_status == ControlStatus.NOT_APPLICABLE
    assert facts_of(person.pk, at=later(minutes=21)).facts == ()


def test_true_puts_the_person_on_file_and_under_observation():
    case, worker = make_task(address="3号楼502")
    details = VerifiedDetails(
        id_number=ID_NUMBER, subject_class="close_contact", anchor_at=CONTACT.anchor_at
    )

    actions.verify(case, outcome=Outcome.TRUE, details=details, by=worker, at=later(minutes=20))

    case = by_id(case.pk)
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.TRUE)
    person = case.person
    assert (person.name, person.phone, person.id_number, person.address, person.area_code) == (
        "张三",
        PHONE,
        ID_NUMBER,
        "3号楼502",
        GRID,
    )
    assert person_by_id(person.pk).control_status == ControlStatus.OBSERVED
    episode = open_episode_of(person.pk)
    assert (episode.subject_class, episode.anchor_at) == ("close_contact", CONTACT.anchor_at)
    assert actions_of(case)[-2:] == ["case.verified", "case.closed"]


def test_true_of_a_filed_contact_clears_the_waiting_fact_of_the_same_file():
    case, worker, person = filed_contact()

    actions.verify(case, outcome=Outcome.TRUE, details=CONTACT, by=worker, at=later(minutes=20))

    assert by_id(case.pk).person_id == person.pk
    facts = facts_of(person.pk, at=later(minutes=21))
    assert (facts.control_status, facts.facts) == (ControlStatus.OBSERVED, ())


def test_a_document_seen_at_the_door_makes_the_account_with_that_phone_sure_and_no_other():
    case, worker = make_task()
    person = make_person(name="张三", id_number=ID_NUMBER, phone=PHONE)
    own = make_account(person, phone=PHONE, assurance=1)
    stranger = make_account(person, phone="13911111111", assurance=1)
    seen = replace(CONTACT, id_number=ID_NUMBER)

    actions.verify(case, outcome=Outcome.TRUE, details=seen, by=worker, at=later(minutes=20))

    assert (citizen_by_id(own.id).assurance, citizen_by_id(stranger.id).assurance) == (3, 1)


def test_true_after_the_period_is_over_leaves_the_person_on_file_only():
    case, worker, person = filed_contact()
    old = VerifiedDetails(subject_class="close_contact", anchor_at=later(days=-20))

    actions.verify(case, outcome=Outcome.TRUE, details=old, by=worker, at=later(minutes=20))

    assert by_id(case.pk).state == State.CLOSED
    assert person_by_id(person.pk).control_status == ControlStatus.REGISTERED
    assert open_episode_of(person.pk) is None


def test_a_second_true_case_joins_the_same_person_and_the_same_episode():
    first, worker = make_task()
    second, _ = make_task(worker)
    actions.verify(first, outcome=Outcome.TRUE, details=CONTACT, by=worker, at=later(minutes=20))
    actions.verify(second, outcome=Outcome.TRUE, details=CONTACT, by=worker, at=later(minutes=40))

    first, second = by_id(first.pk), by_id(second.pk)
    assert first.person_id == second.person_id
    assert first.person.episodes(manager="objects").unscoped().count() == 1


def test_signs_measured_at_the_door_are_kept_as_a_reading():
    case, worker = make_task()
    details = VerifiedDetails(temp_c=Decimal("36.6"), subject_class="key_area_arrival")

    actions.verify(case, outcome=Outcome.TRUE, details=details, by=worker, at=later(minutes=20))

    person = by_id(case.pk).person
    readings = person.readings(manager="objects").unscoped()
    assert [(r.temp_c, r.measured_at) for r in readings] == [
        (Decimal("36.6"), later(minutes=20)),
    ]


def test_true_with_symptoms_waits_for_a_hospital_and_closes_when_one_has_taken_over():
    case, worker = make_task()
    details = VerifiedDetails(symptoms=["01"], temp_c=Decimal("38.5"))

    actions.verify(
        case, outcome=Outcome.TRUE_SYMPTOMS, details=details, by=worker, at=later(minutes=20)
    )
    waiting = by_id(case.pk)
    actions.close_for_hospital(waiting.person_id, by=SYSTEM, at=later(hours=1))
    actions.close_for_hospital(waiting.person_id, by=SYSTEM, at=later(hours=2))

    assert (waiting.state, waiting.symptoms, waiting.temp_c, waiting.due_at) == (
        State.REVIEWING,
        ["01"],
        Decimal("38.5"),
        later(minutes=20, hours=2),  # 送医交接
    )
    case = by_id(case.pk)
    assert (case.state, case.closed_at) == (State.CLOSED, later(hours=1))
    verified = timeline("cases.case", case.pk).get(action="case.verified")
    assert verified.detail == {"outcome": "true_symptoms"}


def test_true_with_symptoms_and_a_known_exposure_is_observed_meanwhile():
    case, worker = make_task()

    actions.verify(
        case, outcome=Outcome.TRUE_SYMPTOMS, details=CONTACT, by=worker, at=later(minutes=20)
    )

    assert open_episode_of(by_id(case.pk).person_id) is not None


def test_unreachable_is_called_again_after_two_and_six_hours_and_then_escalated():
    case, worker = make_task()
    seen = []
    for hours in (0, 2, 6):
        case = by_id(case.pk)
        actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(hours=hours))
        seen.append((case.attempts, case.retry_at))
        deliver_due(now=later(hours=hours))

    assert seen == [(1, later(hours=2)), (2, later(hours=6)), (3, later(hours=6))]
    case = by_id(case.pk)
    assert (case.state, case.outcome, case.retry_at) == (
        State.REVIEWING,
        Outcome.UNREACHABLE,
        None,
    )
    assert actions_of(case).count("case.escalated") == 1


def test_waiting_for_the_next_call_does_not_use_up_the_limit():
    case, worker = make_task()

    actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(minutes=30))

    assert by_id(case.pk).due_at == later(hours=6)


def test_waiting_that_was_not_needed_is_given_back():
    case, worker = make_task()
    actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(minutes=30))

    actions.start_visit(by_id(case.pk), by=worker, at=later(minutes=60))

    case = by_id(case.pk)
    assert (case.carried_s, case.due_at) == (1800, later(hours=4, minutes=30))


def test_a_suspension_ends_the_waiting_for_a_call():
    case, worker = make_task()
    seat = make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],))
    actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(minutes=30))
    actions.suspend(by_id(case.pk), reason="等待", by=seat, at=later(minutes=60))

    actions.resume(by_id(case.pk), by=seat, at=later(minutes=120))

    case = by_id(case.pk)
    assert (case.retry_at, case.due_at) == (None, later(hours=4, minutes=90))


def test_the_worker_is_reminded_of_a_due_call_once():
    case, worker = make_task()
    actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=T0)

    told = [call_again(later(minutes=m)) for m in (119, 120, 121, 500)]

    assert told == [0, 1, 0, 0]
    assert actions_of(case).count("case.call_due") == 1


def test_escalation_happens_once_even_if_job_and_handler_both_run():
    case, worker = make_task()
    for hours in (0, 2, 6):
        case = by_id(case.pk)
        actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(hours=hours))

    call_again(later(hours=6))
    call_again(later(hours=7))
    deliver_due(now=later(hours=7))

    assert actions_of(case).count("case.escalated") == 1


def test_moved_hands_the_case_to_the_worker_of_the_other_grid():
    case, worker = make_task()
    make_area(BESIDE)
    other = make_staff(RoleCode.GRID_WORKER, areas=(BESIDE,))

    actions.verify(case, outcome=Outcome.MOVED, to_area=BESIDE, by=worker, at=later(minutes=20))
    deliver_due(now=later(minutes=21))

    case = by_id(case.pk)
    assert (case.state, case.area_code, case.assignee_id, case.area_at) == (
        State.DISPATCHED,
        BESIDE,
        other.id,
        GRID,
    )
    assert case.due_at == later(minutes=21, hours=4)
    returned = timeline("cases.case", case.pk).get(action="case.returned")
    assert returned.detail == {"why": "moved", "to_area": BESIDE}


def test_moved_without_a_known_grid_waits_at_the_seat():
    case, worker = make_task()

    actions.verify(case, outcome=Outcome.MOVED, by=worker, at=later(minutes=20))
    deliver_due(now=later(minutes=21))

    case = by_id(case.pk)
    assert (case.state, case.assignee_id) == (State.FILED, None)


@pytest.mark.parametrize(
    ("to_area", "problem"), [(GRID, SameGrid), ("990101001009009", UnknownArea)]
)
def test_moved_to_the_same_or_to_no_grid_is_refused(to_area, problem):
    case, worker = make_task()

    with pytest.raises(problem):
        actions.verify(case, outcome=Outcome.MOVED, to_area=to_area, by=worker, at=T0)


@pytest.mark.parametrize("outcome", Outcome)
def test_verify_by_someone_else_is_refused_and_changes_nothing(outcome):
    case, _worker = make_task()

    with pytest.raises(NotYourCase):
        actions.verify(case, outcome=outcome, by=make_staff(RoleCode.GRID_WORKER), at=T0)

    assert actions_of(case) == ["case.submitted", "case.dispatched"]


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.UNREACHABLE])
def test_verify_twice_is_refused_and_changes_nothing(outcome):
    case, worker = make_task()
    stale = by_id(case.pk)
    actions.verify(case, outcome=outcome, by=worker, at=later(minutes=20))
    before = actions_of(case)

    with pytest.raises(WrongState):
        actions.verify(stale, outcome=outcome, by=worker, at=later(minutes=21))

    assert actions_of(case) == before


@pytest.mark.parametrize("outcome", Outcome)
def test_verify_resent_with_its_key_changes_nothing(outcome):
    case, worker = make_task()
    key = uuid.uuid4()
    given = {"outcome": outcome, "key": key, "by": worker}
    actions.verify(case, **given, at=later(minutes=20))
    before = actions_of(case)

    again = get_task(worker, case.key, step=key)
    actions.verify(again, **given, at=later(minutes=25))

    assert actions_of(case) == before


def test_a_case_handed_on_is_not_found_without_the_key_of_that_step():
    case, worker = make_task()
    actions.verify(case, outcome=Outcome.MOVED, key=uuid.uuid4(), by=worker, at=T0)

    with pytest.raises(NotFound):
        get_task(worker, case.key, step=uuid.uuid4())
