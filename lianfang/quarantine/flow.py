"""Observation as pure values: what is abnormal, when checks are due, the ladder of missed ones.

No database and no time of its own (handbook §4.3).
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lianfang.core.clock import LOCAL, at_local, local_date
from lianfang.policy.rules import CheckSlots, Escalation
from lianfang.quarantine.enums import SlotPart, Step

NONE = "00"  # CL2 无状况
SYMPTOMS = {
    NONE: "无状况",
    "01": "发热",
    "02": "咳嗽",
    "03": "咳痰",
    "04": "乏力",
    "05": "气促",
    "06": "呼吸困难",
    "07": "胸闷",
    "08": "咽痛",
    "09": "鼻塞",
    "10": "流涕",
    "11": "寒战",
    "12": "头痛",
    "13": "肌肉酸痛",
    "14": "关节酸痛",
    "15": "结膜充血",
    "16": "恶心",
    "17": "呕吐",
    "18": "腹泻",
    "19": "腹痛",
    "20": "皮疹",
    "21": "嗅(味)觉减退",
    "99": "其他",
}
ALARMING = frozenset({"01", "02", "03", "04", "05", "06", "07", "08", "11", "17", "18", "21"})


def is_abnormal(
    temp_c: Decimal | None,
    symptoms: Collection[str],
    *,
    baseline: Collection[str] = (),
    threshold: Decimal,
) -> bool:
    """At the threshold or above, or an alarming symptom that is new against the baseline."""
    if temp_c is not None and temp_c >= threshold:
        return True
    return bool(ALARMING & set(symptoms) - set(baseline))


@dataclass(frozen=True)
class Due:
    """One check of one day."""

    day: dt.date
    part: SlotPart
    opens_at: dt.datetime
    closes_at: dt.datetime
    grace_until: dt.datetime


def checks_between(
    starts_at: dt.datetime, ends_at: dt.datetime, *, last_day: dt.date, slots: CheckSlots
) -> Iterator[Due]:
    """The checks of every day from the start on: none that closed before, none after the end."""
    day, grace = local_date(starts_at), dt.timedelta(minutes=slots.grace_min)
    while day <= last_day:
        for part, window in ((SlotPart.AM, slots.am), (SlotPart.PM, slots.pm)):
            opens, closes = at_local(day, window.opens), at_local(day, window.closes)
            if closes > starts_at and opens < ends_at:
                yield Due(day, part, opens, closes, closes + grace)
        day += dt.timedelta(days=1)


def step_time(step: Step, due: Due, ladder: Escalation) -> dt.datetime:
    """When a level is reached if no check has come by then; reminders wait for the morning."""
    minutes = dt.timedelta(minutes=1)
    match step:
        case Step.REMIND:
            return after_quiet(due.opens_at, ladder)
        case Step.REMIND_AGAIN:
            return after_quiet(due.closes_at - ladder.remind_before_min * minutes, ladder)
        case Step.MISSED:
            return due.closes_at
        case Step.CALL:
            return due.closes_at + ladder.worker_after_min * minutes
        case Step.DOCTOR:
            return due.closes_at + ladder.doctor_after_min * minutes
        case _:  # a run of missed checks is known once the last may not come late any more
            doctor = due.closes_at + ladder.doctor_after_min * minutes
            return max(due.grace_until, doctor)


def after_quiet(at: dt.datetime, ladder: Escalation) -> dt.datetime:
    """The same moment, or the end of the night it falls into."""
    local, begins, ends = at.astimezone(LOCAL), ladder.quiet_from, ladder.quiet_to
    clock = local.time()
    if begins <= ends:
        return at_local(local.date(), ends) if begins <= clock < ends else at
    if clock >= begins:
        return at_local(local.date() + dt.timedelta(days=1), ends)
    return at_local(local.date(), ends) if clock < ends else at


def reached(
    done: int, due: Due, ladder: Escalation, *, now: dt.datetime
) -> tuple[list[Step], dt.datetime | None]:
    """Levels above ``done`` whose time has come, and when the next one's comes.

    Of reminders only the latest counts, and none after the window has closed.
    """
    open_steps = [step for step in Step if step > done]
    come = [step for step in open_steps if step_time(step, due, ladder) <= now]
    waiting = [step_time(step, due, ladder) for step in open_steps if step not in come]
    reminders = [step for step in come if step < Step.MISSED]
    stale = reminders if Step.MISSED in come else reminders[:-1]
    return [step for step in come if step not in stale], min(waiting, default=None)
