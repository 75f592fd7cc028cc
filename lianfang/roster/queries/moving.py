"""What the caller may do to one person's status, move by move."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.cases.queries import open_cases_of
from lianfang.core.problems import NotAllowed
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.enums import Axis
from lianfang.people.models import Person, StatusEvent
from lianfang.people.queries import aliases_of, last_move, void_of
from lianfang.quarantine.queries import open_episode_of
from lianfang.roster.rules.moves import Move, leads_on
from lianfang.treatment.queries import is_admitted, must_classify, must_treat

_ENTERS = (Permission.OBSERVATION_CONFIRM, Permission.CONTACT_FILE)
_GUARDS = (Permission.OBSERVATION_SIGN, Permission.OBSERVATION_CONFIRM)
_BY_PLACE = {
    Move.OBSERVE: _ENTERS,
    Move.MONITOR: _GUARDS,
    Move.UNTRUE: _ENTERS,
    Move.TRANSFER: _ENTERS,
    Move.RETURN: _ENTERS,
}
_BY_WARD = {Move.SEVERITY, Move.RECOVER, Move.DEATH}


@dataclass(frozen=True)
class Voided:
    """Why a file does not count; ``by`` is the second person."""

    reason: str
    asked_by: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Moves:
    """``corrections`` are the newest moves the caller may take back."""

    moves: Sequence[Move]
    corrections: Sequence[StatusEvent]
    may_void: bool
    may_restore: bool
    voided: Voided | None


def moves_for(caller: Caller, person: Person, *, at: dt.datetime) -> Moves:
    """By the arrows and by who may (handbook §4.1)."""
    void = void_of(person)
    edits = caller.covers(person.area_code, Permission.PERSON_EDIT)
    if void:
        told = Voided(void.reason, void.asked_by, void.actor_name, void.at)
        return Moves((), (), may_void=False, may_restore=edits, voided=told)
    standing = {"control": person.control_status, "case_class": person.case_class}
    open_now = [
        move
        for move in Move
        if leads_on(move, **standing) and may_move(caller, person, move, at=at)
    ]
    newest = (last_move(person, axis) for axis in Axis)
    wrong = [e for e in newest if e and may_correct(caller, person, e, at=at)]
    return Moves(open_now, wrong, may_void=edits, may_restore=False, voided=None)


def may_move(caller: Caller, person: Person, move: Move, *, at: dt.datetime) -> bool:
    if move in _BY_PLACE:
        return caller.covers(person.area_code, *_BY_PLACE[move])
    check = must_treat if move in _BY_WARD else must_classify
    try:
        check(person, caller, at=at)
    except NotAllowed:
        return False
    return True


def may_correct(caller: Caller, person: Person, wrong: StatusEvent, *, at: dt.datetime) -> bool:
    """Whoever made the move, the community for control, hospital or CDC for the others."""
    axis = Axis(wrong.axis)
    if axis == Axis.CONTROL:
        made_it = (wrong.actor_kind, wrong.actor_id) == ("user", caller.id)
        permissions = (*_ENTERS, Permission.PERSON_VIEW) if made_it else _ENTERS
        return caller.covers(person.area_code, *permissions)
    return may_move(caller, person, Move.CONFIRM, at=at)


def obstacles_to_void(person: Person) -> list[str]:
    """What still goes on for a file that is to count no more."""
    found = []
    if open_episode_of(person.pk):
        found.append("此人正在隔离观察，请先解除或更正")
    if open_cases_of(person.pk):
        found.append("此人有未结案卷，请先结案")
    if is_admitted(person):
        found.append("此人正在住院，请先由医院办理出院")
    if aliases_of(person) or person.merged_into_id:
        found.append("该档案合并过别的档案，请先撤销合并")
    return found
