"""Lay out the checks of an observation, and excuse them."""

import datetime as dt

from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.core.clock import local_date
from lianfang.policy.queries import check_slots
from lianfang.quarantine.enums import SlotState
from lianfang.quarantine.flow import Due, checks_between
from lianfang.quarantine.models import Episode, Slot
from lianfang.quarantine.queries import WAITING

_AHEAD = dt.timedelta(days=1)


@transaction.atomic
def plan_slots(episode: Episode, *, by: Actor, at: dt.datetime) -> int:
    """Make the checks up to tomorrow that are not there yet; returns how many.

    What closed before it could be planned (the system was down) is excused, not missed.
    """
    _ = by
    last_day = local_date(at + _AHEAD)
    wanted = checks_between(
        episode.starts_at, episode.planned_end, last_day=last_day, slots=check_slots(at=at)
    )
    known = set(Slot.objects.filter(episode=episode).values_list("day", "part"))
    new = [_slot(episode, due, at) for due in wanted if (due.day, due.part) not in known]
    return len(Slot.objects.bulk_create(new))


@transaction.atomic
def exempt_slots(episode: Episode, *, by: Actor, at: dt.datetime) -> int:
    """Nobody waits for the checks still ahead: the person is in hospital or the stay is over."""
    _ = (by, at)
    ahead = Slot.objects.filter(episode=episode, state__in=WAITING)
    Slot.objects.filter(episode=episode).update(next_at=None)
    return ahead.update(state=SlotState.EXEMPTED)


@transaction.atomic
def expect_slots_again(episode: Episode, *, by: Actor, at: dt.datetime) -> int:
    """Checks excused by a pause are due again, those not closed yet; the rest is planned."""
    excused = Slot.objects.filter(episode=episode, state=SlotState.EXEMPTED, closes_at__gt=at)
    for slot in excused:
        Slot.objects.filter(pk=slot.pk).update(state=SlotState.PLANNED, next_at=slot.opens_at)
    return plan_slots(episode, by=by, at=at)


def _slot(episode: Episode, due: Due, at: dt.datetime) -> Slot:
    is_past = due.closes_at <= at
    return Slot(
        episode=episode,
        day=due.day,
        part=due.part,
        opens_at=due.opens_at,
        closes_at=due.closes_at,
        grace_until=due.grace_until,
        state=SlotState.EXEMPTED if is_past else SlotState.PLANNED,
        next_at=None if is_past else due.opens_at,
    )


def open_due(*, by: Actor, at: dt.datetime) -> int:
    """Checks whose window has begun; one statement."""
    _ = by
    begun = Slot.objects.filter(state=SlotState.PLANNED, opens_at__lte=at, closes_at__gt=at)
    return begun.update(state=SlotState.OPEN)
