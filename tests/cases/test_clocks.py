"""Whatever is done to a case, its stages stay a chain without gaps and its clock adds up."""

import datetime as dt
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.cases import actions
from lianfang.cases.enums import Light, Outcome, State
from lianfang.cases.errors import ReasonNeeded, WaitsForHospital, WrongState
from lianfang.cases.flow import CASE, ENDS
from lianfang.cases.models import Stage
from lianfang.cases.queries import by_id, flow_of, light_at
from lianfang.cases.rules import clock_of
from lianfang.core.problems import NotAllowed
from lianfang.org.enums import RoleCode
from tests.factories.cases import SYSTEM, later, make_case, make_task
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
REFUSED = (WrongState, WaitsForHospital, ReasonNeeded, NotAllowed)
STEPS = {
    "accept": ("seat", actions.accept, {}),
    "file": ("seat", actions.file, {}),
    "dispatch": ("seat", actions.dispatch, {}),
    "arrive": ("worker", actions.start_visit, {}),
    "call": ("worker", actions.verify, {"outcome": Outcome.UNREACHABLE}),
    "moved": ("worker", actions.verify, {"outcome": Outcome.MOVED}),
    "untrue": ("worker", actions.verify, {"outcome": Outcome.UNTRUE}),
    "escalate": ("system", actions.escalate, {}),
    "review": ("seat", actions.approve_feedback, {}),
    "close": ("seat", actions.close, {}),
    "return": ("seat", actions.return_back, {"reason": "退回"}),
    "suspend": ("seat", actions.suspend, {"reason": "等待"}),
    "resume": ("seat", actions.resume, {}),
    "void": ("seat", actions.void, {"reason": "作废"}),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 200)), max_size=14)


def assert_consistent(case, now):
    stages = list(Stage.objects.filter(case=case).order_by("id"))
    held = case.held_state or case.state
    assert (stages[0].entered_at, stages[-1].state) == (T0, held)
    for stage, following in pairwise(stages):
        assert stage.left_at == following.entered_at
    assert (stages[-1].left_at is not None) == (case.state in ENDS)
    assert (case.closed_at is not None) == (case.state in ENDS)
    assert (case.state == State.SUSPENDED) == (case.paused_since is not None)
    last = stages[-1]
    assert (last.entered_at, last.limit_s, last.paused_s, last.carried_s) == (
        case.state_since,
        case.limit_s,
        case.paused_s,
        case.carried_s,
    )
    clock = clock_of(case)
    assert case.due_at == clock.due_at
    if case.state != State.SUSPENDED:
        stored = light_at(case.yellow_at, case.due_at, now)
        assert stored == CASE.light(clock.used(now), clock.limit)
    for step in flow_of(case, now=now).steps:
        assert step.used_s >= 0


@settings(
    max_examples=25,
)
@given(script=steps)
def test_any_sequence_of_steps_leaves_stage_times_consistent(script):
    case = make_case()
    worker = make_staff(RoleCode.GRID_WORKER)
    seat = make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],))
    callers = {"seat": seat, "worker": worker, "system": SYSTEM}
    now = T0

    for name, minutes in script:
        now += dt.timedelta(minutes=minutes)
        who, action, more = STEPS[name]
        if name == "dispatch":
            more = {"to_user_id": worker.id}
        with suppress(*REFUSED):
            action(by_id(case.pk), by=callers[who], at=now, **more)
        assert_consistent(by_id(case.pk), now)


SCENARIO_12 = [(191, Light.GREEN), (192, Light.YELLOW), (240, Light.YELLOW), (241, Light.RED)]


@pytest.mark.parametrize(("minutes", "expected"), SCENARIO_12)
def test_the_stored_light_of_a_task_of_240_minutes(minutes, expected):
    case, _worker = make_task()

    case = by_id(case.pk)

    assert light_at(case.yellow_at, case.due_at, later(minutes=minutes)) == expected


@pytest.mark.parametrize(("minutes", "expected"), SCENARIO_12)
def test_the_stored_light_after_60_minutes_of_suspension(minutes, expected):
    case, _worker = make_task()
    seat = make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],))
    actions.suspend(case, reason="等待", by=seat, at=later(minutes=30))
    actions.resume(case, by=seat, at=later(minutes=90))

    case = by_id(case.pk)

    assert light_at(case.yellow_at, case.due_at, later(minutes=minutes + 60)) == expected


@pytest.mark.parametrize(
    ("urgency", "limits"),
    [("normal", (10, 10, 10, 240)), ("urgent", (10, 10, 10, 120))],
)
def test_limits_are_those_of_the_handbook(urgency, limits):
    case = make_case(symptoms=["01"] if urgency == "urgent" else [])
    seat, worker = (
        make_staff(RoleCode.SHIFT_LEADER, areas=(GRID[:6],)),
        make_staff(RoleCode.GRID_WORKER),
    )
    actions.accept(case, by=seat, at=T0)
    actions.file(case, by=seat, at=T0)
    actions.dispatch(case, to_user_id=worker.id, by=seat, at=T0)

    stages = Stage.objects.filter(case=case).order_by("id")

    assert tuple(stage.limit_s // 60 for stage in stages) == limits
