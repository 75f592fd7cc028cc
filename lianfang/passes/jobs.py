"""Passes that ran out are computed again, at midnight as at any minute."""

import datetime as dt

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute
from lianfang.passes.actions import forget_check_ins, refresh
from lianfang.passes.queries import run_out
from lianfang.people.queries import by_id

BATCH = 500
ROUNDS = 20  # at midnight many run out together


@every_minute
def refresh_by_the_minute() -> None:
    for _ in range(ROUNDS):
        if refresh_run_out(now=clock.now()) < BATCH:
            return


@every_minute
def forget_by_the_minute() -> None:
    forget_check_ins(by=Actor.system(), at=clock.now())


def refresh_run_out(*, now: dt.datetime) -> int:
    """Each in a transaction of its own; returns how many."""
    people = run_out(now=now, limit=BATCH)
    for person_id in people:
        refresh(by_id(person_id), by=Actor.system(), at=now)
    return len(people)
