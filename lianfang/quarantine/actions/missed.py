"""Why a check was missed: told before anybody is released."""

import datetime as dt

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.quarantine.enums import SlotPart, SlotState
from lianfang.quarantine.models import Episode, Slot, Visit


@transaction.atomic
def explain_missed(
    episode: Episode, *, day: dt.date, part: SlotPart, why: str, by: Caller, at: dt.datetime
) -> Slot:
    """Keep the reason of one missed check; a second telling takes the place of the first.

    The check stays missed in every figure. Raises NotFound for a stranger or a check that was not
    missed.
    """
    may = (Permission.CHECK_RECORD, Permission.OBSERVATION_SIGN, Permission.OBSERVATION_ISSUE)
    if not by.covers(episode.area_code, *may):
        raise NotFound
    slot = Slot.objects.filter(episode=episode, day=day, part=part, state=SlotState.MISSED).first()
    if slot is None:
        raise NotFound
    _keep(slot, why, by=by.actor, at=at)
    slot.refresh_from_db()
    return slot


def explain_by_visit(visit: Visit, note: str, *, by: Actor, at: dt.datetime) -> None:
    """What a call or visit for a missed check brought is its explanation."""
    what, _, rest = visit.why.partition(":")
    slot_id = rest.partition(":")[0]
    if what != "slot" or not note.strip() or not slot_id.isdigit():
        return
    slot = Slot.objects.filter(pk=int(slot_id), episode=visit.episode_id).first()
    if slot and slot.state == SlotState.MISSED:
        _keep(slot, note, by=by, at=at)


def _keep(slot: Slot, why: str, *, by: Actor, at: dt.datetime) -> None:
    Slot.objects.filter(pk=slot.pk).update(
        explanation=why.strip(), explained_by=by.name, explained_at=at
    )
    detail = {"episode": slot.episode_id, "day": slot.day.isoformat(), "part": slot.part}
    record("slot.explained", slot, by=by, at=at, detail=detail)
