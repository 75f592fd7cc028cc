"""The abnormal rule at its boundary, the checks of a day, the ladder of a missed one."""

import datetime as dt
from decimal import Decimal

import pytest

from lianfang.core.clock import at_local
from lianfang.policy.rules import CheckSlots, Escalation
from lianfang.quarantine.enums import SlotPart, Step
from lianfang.quarantine.flow import Due, after_quiet, checks_between, is_abnormal, reached

DAY = dt.date(2020, 2, 10)
NEXT = dt.date(2020, 2, 11)
LADDER = Escalation()


def local(hour, minute=0, day=DAY):
    return at_local(day, dt.time(hour, minute))


MORNING = Due(DAY, SlotPart.AM, local(6), local(12), local(14))


@pytest.mark.parametrize(
    ("temp", "symptoms", "baseline", "expected"),
    [
        ("37.2", ["00"], [], False),
        ("37.3", ["00"], [], True),
        (None, ["02"], [], True),
        ("36.5", ["02"], ["02"], False),
        ("36.5", ["02", "05"], ["02"], True),
        ("36.5", ["12"], [], False),
        ("37.3", ["02"], ["02"], True),
    ],
)
def test_is_abnormal_at_the_threshold_or_by_a_new_alarming_symptom(
    temp, symptoms, baseline, expected
):
    measured = Decimal(temp) if temp else None

    assert is_abnormal(measured, symptoms, baseline=baseline, threshold=Decimal("37.3")) is expected


@pytest.mark.parametrize(
    ("starts", "ends", "parts"),
    [
        (local(9), local(0, day=dt.date(2020, 2, 25)), ["10am", "10pm", "11am", "11pm"]),
        (local(12), local(0, day=dt.date(2020, 2, 25)), ["10pm", "11am", "11pm"]),
        (local(23), local(0, day=dt.date(2020, 2, 25)), ["11am", "11pm"]),
        (local(5), local(16), ["10am"]),
        (local(5), local(0, day=NEXT), ["10am", "10pm"]),
    ],
)
def test_checks_between_none_that_closed_before_and_none_after_the_end(starts, ends, parts):
    checks = checks_between(starts, ends, last_day=NEXT, slots=CheckSlots())

    assert [f"{due.day.day}{due.part}" for due in checks] == parts


@pytest.mark.parametrize(
    ("done", "now", "steps", "next_at"),
    [
        (0, local(6), [Step.REMIND], local(11)),
        (1, local(10), [], local(11)),
        (1, local(11), [Step.REMIND_AGAIN], local(12)),
        (2, local(12), [Step.MISSED], local(12, 30)),
        (3, local(12, 30), [Step.CALL], local(14)),
        (4, local(14), [Step.DOCTOR, Step.CASE, Step.COMMAND], None),
        (0, local(11, 30), [Step.REMIND_AGAIN], local(12)),
        (0, local(13), [Step.MISSED, Step.CALL], local(14)),
    ],
)
def test_reached_levels_at_each_moment_and_stale_reminders_are_left_out(done, now, steps, next_at):
    assert reached(done, MORNING, LADDER, now=now) == (steps, next_at)


@pytest.mark.parametrize(
    ("at", "moved"),
    [
        (local(21, 59), local(21, 59)),
        (local(22), local(6, day=NEXT)),
        (local(3), local(6)),
        (local(6), local(6)),
    ],
)
def test_after_quiet_moves_reminders_out_of_the_night(at, moved):
    assert after_quiet(at, LADDER) == moved
