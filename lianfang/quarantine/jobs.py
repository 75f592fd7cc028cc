"""The scheduler: lay out tomorrow's checks, open today's, climb the ladder of missed ones."""

import datetime as dt
import logging

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.core.queue import every_minute
from lianfang.quarantine.actions import escalate
from lianfang.quarantine.actions import plan_slots as plan_for
from lianfang.quarantine.actions.slots import open_due
from lianfang.quarantine.queries import lacking_slots, slots_due

_SYSTEM = Actor.system()
_BATCH = 500
log = logging.getLogger(__name__)


@every_minute
def look_after_checks() -> None:
    now = clock.now()
    plan_slots(now=now)
    open_slots(now=now)
    escalate_due(now=now)


def plan_slots(*, now: dt.datetime) -> int:
    """Checks of today and tomorrow for whoever lacks them; repeated, it makes nothing twice."""
    today = local_date(now)
    made = 0
    for day in (today, today + dt.timedelta(days=1)):
        for episode in lacking_slots(day, limit=_BATCH * 10):
            made += plan_for(episode, by=_SYSTEM, at=now)
    return made


def open_slots(*, now: dt.datetime) -> int:
    """What has begun is shown as waiting, whether or not anybody can be reminded."""
    return open_due(by=_SYSTEM, at=now)


def escalate_due(*, now: dt.datetime) -> int:
    """Every level whose time has come, exactly once, even if the scheduler stops half way.

    One slot that fails is logged and keeps nobody else waiting. Returns the levels reached.
    """
    reached, last = 0, 0
    while due := slots_due(now=now, after=last, limit=_BATCH):
        for slot in due:
            try:
                reached += len(escalate(slot, by=_SYSTEM, at=now))
            except Exception:
                log.exception("escalation failed: %s", slot)
        last = due[-1].pk
    return reached
