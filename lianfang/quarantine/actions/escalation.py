"""Climb the ladder of a check that does not come (handbook §4.3)."""

import datetime as dt

from django.db import transaction

from lianfang.accounts.queries import account_of
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.messages.actions import tell_account
from lianfang.policy.queries import escalation
from lianfang.policy.rules import Escalation as Ladder
from lianfang.quarantine.enums import SlotPart, SlotState, Step
from lianfang.quarantine.flow import Due, reached
from lianfang.quarantine.models import Escalation, Slot
from lianfang.quarantine.queries import WAITING, missed_run

_REMINDERS = {
    Step.REMIND: "请完成{part}自查",
    Step.REMIND_AGAIN: "{part}自查即将截止",
}


@transaction.atomic
def escalate(slot: Slot, *, by: Actor, at: dt.datetime) -> list[Step]:
    """Do every level of this check whose time has come, each exactly once, whoever else tries.

    Returns the levels reached by this call.
    """
    ladder = escalation(at=at)
    steps, next_at = reached(slot.level, _due(slot), ladder, now=at)
    unchanged = Slot.objects.filter(pk=slot.pk, level=slot.level, next_at=slot.next_at)
    top = max([slot.level, *steps])
    if not unchanged.update(level=top, next_at=next_at):
        return []
    done = []
    for step in steps:
        if not _applies(slot, step, ladder):
            continue
        _, is_new = Escalation.objects.get_or_create(slot=slot, level=step, defaults={"at": at})
        if is_new:
            _act(slot, step, by=by, at=at)
            done.append(step)
    return done


def _due(slot: Slot) -> Due:
    part = SlotPart(slot.part)
    return Due(slot.day, part, slot.opens_at, slot.closes_at, slot.grace_until)


def _applies(slot: Slot, step: Step, ladder: Ladder) -> bool:
    """The last two levels are for runs of missed checks, each at its own length."""
    lengths = {Step.CASE: ladder.case_after_missed, Step.COMMAND: ladder.command_after_missed}
    if step not in lengths:
        return True
    return missed_run(slot, most=lengths[step] + 1) == lengths[step]


def _act(slot: Slot, step: Step, *, by: Actor, at: dt.datetime) -> None:
    this = Slot.objects.filter(pk=slot.pk)
    if step in _REMINDERS:
        this.filter(state=SlotState.PLANNED).update(state=SlotState.OPEN)
        _remind(slot, step, at)
        return
    detail = {
        "level": int(step),
        "step": step.name.lower(),
        "episode": slot.episode_id,
        "person": slot.episode.person_id,
    }
    if step == Step.MISSED:
        this.filter(state__in=WAITING).update(state=SlotState.MISSED)
        record("slot.missed", slot, by=by, at=at, detail=detail)
    else:
        record("slot.escalated", slot, by=by, at=at, detail=detail)


def _remind(slot: Slot, step: Step, at: dt.datetime) -> None:
    account = account_of(slot.episode.person_id)
    if account is None:
        return
    part = SlotPart(slot.part).label
    tell_account(
        account,
        title=_REMINDERS[step].format(part=part),
        body="您有一条新的提醒，请打开“自查”填写今天的体温和身体状况。",
        dedupe=f"slot:{slot.pk}:{int(step)}",
        link="/check",
        at=at,
    )
