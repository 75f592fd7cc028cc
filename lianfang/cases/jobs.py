"""What cases do by the clock: the next call to somebody who did not answer."""

import datetime as dt

from lianfang.cases.actions import escalate, remind_to_call
from lianfang.cases.queries import waiting_for_a_call
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute
from lianfang.policy.queries import retry_hours


@every_minute
def call_again_by_the_minute() -> None:
    call_again(clock.now())


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
