import pytest

from lianfang.audit.queries import timeline
from lianfang.cases import actions
from lianfang.cases.enums import Outcome, State
from lianfang.cases.errors import (
    BadWorker,
    NotYourArea,
    ReasonNeeded,
    WaitsForHospital,
    WrongState,
)
from lianfang.cases.models import Stage
from lianfang.cases.queries import by_id
from lianfang.org.enums import RoleCode
from lianfang.org.errors import MissingPermission
from tests.factories.cases import SYSTEM, later, make_case, make_task
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
COUNTY = GRID[:6]
ELSEWHERE = "990102"


def seat(role=RoleCode.SHIFT_LEADER, areas=(COUNTY,)):
    return make_staff(role, areas=areas)


def actions_of(case):
    return [entry.action for entry in timeline("cases.case", case.pk)]


def in_state(state):
    """A case that stands in ``state``, moved there by the seat."""
    leader, case = seat(), make_case()
    steps = {
        State.SUBMITTED: [],
        State.ACCEPTED: [actions.accept],
        State.FILED: [actions.accept, actions.file],
    }
    if state in steps:
        for step in steps[state]:
            step(case, by=leader, at=T0)
        return case
    case, worker = make_task()
    if state == State.REVIEWING:
        for hours in (0, 2, 6):
            case = by_id(case.pk)
            actions.verify(case, outcome=Outcome.UNREACHABLE, by=worker, at=later(hours=hours))
        actions.escalate(case, by=SYSTEM, at=later(hours=6))
    return case


def test_a_report_walks_from_acceptance_to_dispatch_with_a_new_clock_each():
    leader, case = seat(), make_case()
    worker = make_staff(RoleCode.GRID_WORKER)

    actions.accept(case, by=leader, at=later(minutes=1))
    accepted = by_id(case.pk)
    actions.file(case, by=leader, at=later(minutes=2))
    filed = by_id(case.pk)
    actions.dispatch(case, to_user_id=worker.id, by=leader, at=later(minutes=3))
    dispatched = by_id(case.pk)

    assert (accepted.state, accepted.due_at) == (State.ACCEPTED, later(minutes=11))
    assert (filed.state, filed.due_at) == (State.FILED, later(minutes=12))
    assert (dispatched.state, dispatched.due_at) == (State.DISPATCHED, later(hours=4, minutes=3))
    assert actions_of(case) == [
        "case.submitted",
        "case.accepted",
        "case.filed",
        "case.dispatched",
    ]


def test_stages_follow_each_other_without_a_gap_and_name_who_finished_them():
    leader, case = seat(), make_case()

    actions.accept(case, by=leader, at=later(minutes=1))
    actions.file(case, by=leader, at=later(minutes=2))

    rows = Stage.objects.filter(case=case).order_by("id")
    assert list(rows.values_list("state", "entered_at", "left_at", "handler_name")) == [
        (State.SUBMITTED, T0, later(minutes=1), leader.name),
        (State.ACCEPTED, later(minutes=1), later(minutes=2), leader.name),
        (State.FILED, later(minutes=2), None, ""),
    ]


STEPS = {
    "accept": (State.SUBMITTED, actions.accept, {}),
    "file": (State.ACCEPTED, actions.file, {}),
    "reject": (State.SUBMITTED, actions.reject, {"reason": "重复上报"}),
    "approve_feedback": (State.REVIEWING, actions.approve_feedback, {}),
    "close": (State.REVIEWING, actions.close, {}),
    "return_back": (State.DISPATCHED, actions.return_back, {"reason": "派错了"}),
    "suspend": (State.FILED, actions.suspend, {"reason": "等待流调"}),
    "void": (State.FILED, actions.void, {"reason": "测试数据"}),
}
step_names = pytest.mark.parametrize("name", STEPS)


@step_names
def test_a_step_by_someone_of_another_county_is_refused_and_changes_nothing(name):
    state, action, more = STEPS[name]
    case = in_state(state)

    with pytest.raises(NotYourArea):
        action(case, by=seat(areas=(ELSEWHERE,)), at=later(hours=7), **more)

    assert by_id(case.pk).state == state


@step_names
def test_a_step_by_someone_without_the_permission_is_refused(name):
    state, action, more = STEPS[name]
    case = in_state(state)

    with pytest.raises(MissingPermission):
        action(case, by=seat(RoleCode.COMMANDER), at=later(hours=7), **more)

    assert by_id(case.pk).state == state


@step_names
def test_a_step_sent_twice_is_refused_the_second_time(name):
    state, action, more = STEPS[name]
    case, leader = in_state(state), seat()
    stale = by_id(case.pk)
    action(case, by=leader, at=later(hours=7), **more)
    before = actions_of(case)

    with pytest.raises(WrongState):
        action(stale, by=leader, at=later(hours=7), **more)
    assert actions_of(case) == before


@step_names
def test_a_step_from_a_closed_case_is_refused(name):
    _state, action, more = STEPS[name]
    leader, case = seat(), in_state(State.REVIEWING)
    actions.close(case, by=leader, at=later(hours=7))

    with pytest.raises(WrongState):
        action(case, by=leader, at=later(hours=8), **more)


@pytest.mark.parametrize("name", ["reject", "return_back", "suspend", "void"])
def test_a_step_that_needs_a_reason_is_refused_without_one(name):
    state, action, _more = STEPS[name]

    with pytest.raises(ReasonNeeded):
        action(in_state(state), reason=" ", by=seat(), at=later(hours=7))


def test_dispatch_loses_to_whoever_moved_first():
    case, leader = make_case(), seat()
    stale = by_id(case.pk)
    first, second = make_staff(RoleCode.GRID_WORKER), make_staff(RoleCode.GRID_WORKER)
    actions.dispatch(case, to_user_id=first.id, by=leader, at=T0)

    with pytest.raises(WrongState):
        actions.dispatch(stale, to_user_id=second.id, by=leader, at=T0)

    assert by_id(case.pk).assignee_id == first.id


def test_dispatch_to_whoever_has_the_case_already_changes_nothing():
    case, worker = make_task()

    actions.dispatch(case, to_user_id=worker.id, by=seat(), at=later(hours=1))

    assert by_id(case.pk).due_at == later(hours=4)
    assert actions_of(case) == ["case.submitted", "case.dispatched"]


def test_dispatch_to_another_worker_of_the_street_starts_the_clock_anew():
    case, _worker = make_task()
    neighbour = make_staff(RoleCode.GRID_WORKER, areas=("990101001002001",))

    actions.dispatch(case, to_user_id=neighbour.id, by=seat(), at=later(hours=1))

    case = by_id(case.pk)
    assert (case.assignee_id, case.due_at) == (neighbour.id, later(hours=5))


@pytest.mark.parametrize(
    ("role", "areas"),
    [
        (RoleCode.GRID_WORKER, ("990101002001001",)),
        (RoleCode.COMMUNITY_DOCTOR, (GRID,)),
    ],
)
def test_dispatch_to_someone_who_cannot_verify_there_is_refused(role, areas):
    case, other = make_case(), make_staff(role, areas=areas)

    with pytest.raises(BadWorker):
        actions.dispatch(case, to_user_id=other.id, by=seat(), at=T0)


def test_dispatch_by_an_acceptor_is_refused():
    case, worker = make_case(), make_staff(RoleCode.GRID_WORKER)

    with pytest.raises(MissingPermission):
        actions.dispatch(case, to_user_id=worker.id, by=seat(RoleCode.ACCEPTOR), at=T0)


def test_suspension_for_an_hour_moves_everything_due_by_an_hour():
    case, _worker = make_task()
    leader = seat()

    actions.suspend(case, reason="等待钥匙", by=leader, at=later(minutes=30))
    held = by_id(case.pk)
    actions.resume(case, by=leader, at=later(minutes=90))
    back = by_id(case.pk)

    assert (held.state, held.held_state, held.due_at) == (
        State.SUSPENDED,
        State.DISPATCHED,
        None,
    )
    assert (back.state, back.held_state, back.due_at) == (
        State.DISPATCHED,
        "",
        later(hours=5),
    )
    assert back.yellow_at == later(minutes=192 + 60)
    assert Stage.objects.get(case=case, left_at=None).paused_s == 3600


def test_resume_of_a_case_that_is_not_suspended_is_refused():
    with pytest.raises(WrongState):
        actions.resume(make_case(), by=seat(), at=T0)


def test_void_of_a_suspended_case_ends_it_with_its_pause_counted():
    case, leader = in_state(State.FILED), seat()
    actions.suspend(case, reason="等待", by=leader, at=later(minutes=5))

    actions.void(case, reason="重复", by=leader, at=later(minutes=25))

    case = by_id(case.pk)
    assert (case.state, case.closed_at, case.due_at) == (State.VOIDED, later(minutes=25), None)
    assert Stage.objects.get(case=case, state=State.FILED).paused_s == 1200


def test_the_grid_worker_may_return_a_case_that_is_not_for_them():
    case, worker = make_task()

    actions.return_back(case, reason="不在我的网格", by=worker, at=later(minutes=5))

    case = by_id(case.pk)
    assert (case.state, case.assignee_id) == (State.FILED, None)


def test_rework_goes_back_to_the_worker_who_had_it():
    case = in_state(State.REVIEWING)
    worker_id = case.assignee_id

    actions.return_back(case, reason="已找到本人", by=seat(), at=later(hours=7))

    case = by_id(case.pk)
    assert (case.state, case.assignee_id, case.outcome, case.attempts) == (
        State.DISPATCHED,
        worker_id,
        "",
        0,
    )


def test_review_and_closing_have_half_an_hour_each():
    case, leader = in_state(State.REVIEWING), seat()
    review_due = by_id(case.pk).due_at

    actions.approve_feedback(case, by=leader, at=later(hours=6, minutes=10))
    closing_due = by_id(case.pk).due_at
    actions.close(case, by=leader, at=later(hours=6, minutes=20))

    assert (review_due, closing_due) == (later(hours=6, minutes=30), later(hours=6, minutes=40))
    case = by_id(case.pk)
    assert (case.state, case.closed_at) == (State.CLOSED, later(hours=6, minutes=20))


def test_close_of_a_case_nobody_has_verified_is_refused():
    with pytest.raises(WrongState):
        actions.close(make_case(), by=seat(), at=T0)


def test_close_of_a_case_that_waits_for_a_hospital_is_refused():
    case, worker = make_task(symptoms=["01"])
    actions.verify(case, outcome=Outcome.TRUE_SYMPTOMS, by=worker, at=later(minutes=30))

    with pytest.raises(WaitsForHospital):
        actions.close(case, by=seat(), at=later(hours=1))


def test_the_system_closes_what_waited_for_a_hospital():
    case, worker = make_task(symptoms=["01"])
    actions.verify(case, outcome=Outcome.TRUE_SYMPTOMS, by=worker, at=later(minutes=30))

    actions.close(case, by=SYSTEM, at=later(hours=1))

    assert by_id(case.pk).state == State.CLOSED


def test_urging_a_case_is_said_once_and_leaves_its_clock():
    case, _worker = make_task()

    actions.urge(case, by=SYSTEM, at=later(hours=1))
    actions.urge(by_id(case.pk), by=SYSTEM, at=later(hours=2))

    case = by_id(case.pk)
    assert (case.urgency, case.due_at) == (1, later(hours=4))
    assert actions_of(case).count("case.urged") == 1
