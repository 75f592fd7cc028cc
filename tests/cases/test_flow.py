import datetime as dt

import pytest

from lianfang.cases.enums import Light, PublicState, State
from lianfang.cases.errors import WrongState
from lianfang.cases.flow import CASE, Clock, carries_on, public_state

T0 = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)
S = State
ALLOWED = {
    S.SUBMITTED: {S.ACCEPTED, S.DISPATCHED, S.REJECTED, S.SUSPENDED, S.VOIDED},
    S.ACCEPTED: {S.FILED, S.REJECTED, S.SUSPENDED, S.VOIDED},
    S.FILED: {S.DISPATCHED, S.CLOSED, S.SUSPENDED, S.VOIDED},
    S.DISPATCHED: {
        S.DISPATCHED, S.VERIFYING, S.FILED, S.REVIEWING, S.CLOSED, S.SUSPENDED, S.VOIDED,
    },
    S.VERIFYING: {S.DISPATCHED, S.FILED, S.REVIEWING, S.CLOSED, S.SUSPENDED, S.VOIDED},
    S.REVIEWING: {S.DISPATCHED, S.FILED, S.CLOSING, S.CLOSED, S.SUSPENDED, S.VOIDED},
    S.CLOSING: {S.DISPATCHED, S.FILED, S.CLOSED, S.SUSPENDED, S.VOIDED},
    S.SUSPENDED: {
        S.SUBMITTED, S.ACCEPTED, S.FILED, S.DISPATCHED, S.VERIFYING, S.REVIEWING, S.CLOSING,
        S.VOIDED,
    },
    S.CLOSED: set(),
    S.REJECTED: set(),
    S.VOIDED: set(),
}  # fmt: skip


def minutes(number):
    return dt.timedelta(minutes=number)


@pytest.mark.parametrize("current", State)
@pytest.mark.parametrize("wanted", State)
def test_check_step_allows_only_the_drawn_arrows(current, wanted):
    if wanted in ALLOWED[current]:
        CASE.check_step(current, wanted)
    else:
        with pytest.raises(WrongState):
            CASE.check_step(current, wanted)


def test_a_stage_in_which_nobody_waits_has_no_light_and_is_never_due():
    assert CASE.light(minutes(9999), None) == Light.NONE
    assert Clock(T0, None).due_at is None


SCENARIO_12 = [(191, Light.GREEN), (192, Light.YELLOW), (240, Light.YELLOW), (241, Light.RED)]


@pytest.mark.parametrize(("after", "expected"), SCENARIO_12)
def test_light_of_a_stage_of_240_minutes(after, expected):
    clock = Clock(T0, minutes(240))

    assert CASE.light(clock.used(T0 + minutes(after)), clock.limit) == expected
    assert (clock.reaches(CASE.yellow_at), clock.due_at) == (T0 + minutes(192), T0 + minutes(240))


@pytest.mark.parametrize(("after", "expected"), SCENARIO_12)
def test_light_after_60_minutes_of_suspension_comes_60_minutes_later(after, expected):
    clock = Clock(T0, minutes(240), paused=minutes(60))

    assert CASE.light(clock.used(T0 + minutes(after + 60)), clock.limit) == expected
    assert clock.due_at == T0 + minutes(300)


def test_a_paused_clock_stands_and_is_never_due():
    clock = Clock(T0, minutes(240), paused_since=T0 + minutes(30))

    assert clock.used(T0 + minutes(999)) == minutes(30)
    assert clock.due_at is None


def test_carried_time_counts_as_used():
    clock = Clock(T0, minutes(240), carried=minutes(90))

    assert clock.used(T0 + minutes(10)) == minutes(100)
    assert clock.due_at == T0 + minutes(150)


def test_a_pause_granted_ahead_never_makes_used_time_negative():
    clock = Clock(T0, minutes(240), paused=minutes(120))

    assert clock.used(T0 + minutes(10)) == minutes(0)


def test_only_arriving_at_the_door_carries_time_on():
    carried = [(a, b) for a in State for b in State if carries_on(a, b)]

    assert carried == [(S.DISPATCHED, S.VERIFYING)]


@pytest.mark.parametrize(
    ("state", "held", "expected"),
    [
        (S.SUBMITTED, "", PublicState.ACCEPTED),
        (S.ACCEPTED, "", PublicState.ACCEPTED),
        (S.FILED, "", PublicState.ACCEPTED),
        (S.DISPATCHED, "", PublicState.VERIFYING),
        (S.VERIFYING, "", PublicState.VERIFYING),
        (S.REVIEWING, "", PublicState.VERIFYING),
        (S.CLOSING, "", PublicState.VERIFYING),
        (S.SUSPENDED, S.FILED, PublicState.ACCEPTED),
        (S.SUSPENDED, S.DISPATCHED, PublicState.VERIFYING),
        (S.CLOSED, "", PublicState.CLOSED),
        (S.REJECTED, "", PublicState.CLOSED),
        (S.VOIDED, "", PublicState.CLOSED),
    ],
)
def test_a_citizen_is_told_one_of_three_words(state, held, expected):
    assert public_state(state, held) == expected
