"""What cases do by the clock: call again who did not answer, forget who sent tips."""

import datetime as dt

from lianfang.cases.actions import escalate, forget_senders, remind_to_call
from lianfang.cases.queries import waiting_for_a_call
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute
from lianfang.policy.queries import retry_hours


@every_minute
def call_again_by_the_minute() -> None:
    call_again(clock.now())


@every_minute
def forget_senders_by_the_minute() -> None:
    now = clock.now()
    forget_senders(before=clock.local_date(now), by=Actor.system(), at=now)


def call_again(now: dt.datetime) -> int:
    """Remind of each call that is due, once; after the last one escalate. Returns how many."""
    due = list(waiting_for_a_call(now=now))
    calls = len(retry_hours(at=now))
    for case in due:
        if case.attempts >= calls:
            escalate(case, by=Actor.system(), at=now)
        else:
            remind_to_call(case, by=Actor.system(), at=now)
    return len(due)
