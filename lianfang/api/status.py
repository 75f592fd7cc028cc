"""状态变更, 更正, 作废 and 恢复 of one person's file."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import AwareDatetime, Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.people.enums import Axis
from lianfang.roster import actions
from lianfang.roster import queries as roster
from lianfang.roster.rules.moves import ASKED, Asked, Move

router = make_router("status")
_STAFF = by_staff(Permission.PERSON_VIEW, Permission.HOSPITAL_TREAT)
_EDIT = by_staff(Permission.PERSON_EDIT)


class OptionOut(Schema):
    value: str
    label: str


class AskedOut(Schema):
    """A question of a move; ``kind`` as in the form of the 44 fields."""

    id: str
    label: str
    kind: str
    required: bool
    choices: list[OptionOut]
    default: str


class MoveOut(Schema):
    act: Move
    label: str
    asked: list[AskedOut]


class CorrectionOut(Schema):
    axis: Axis
    event: int


class VoidedOut(Schema):
    reason: str
    asked_by: str
    by: str
    at: dt.datetime


class MovesOut(Schema):
    """What this caller may do to the status of this person now."""

    moves: list[MoveOut]
    corrections: list[CorrectionOut]
    may_void: bool
    may_restore: bool
    voided: VoidedOut | None


class StatusMoveIn(Schema):
    act: Move
    since: AwareDatetime | None = None
    note: str = Field(default="", max_length=500)
    reason: str = Field(default="", max_length=3)
    severity: str = Field(default="", max_length=12)
    met: list[str] = Field(default=[], max_length=10)
    cause: str = Field(default="", max_length=12)
    receiver: str = Field(default="", max_length=100)
    subject_class: str = Field(default="", max_length=20)
    anchor_at: AwareDatetime | None = None
    evidence: str = Field(default="", max_length=2)
    waiver: str = Field(default="", max_length=200)
    mode: str = Field(default="", max_length=1)


class StatusCorrectionIn(Schema):
    axis: Axis
    event: int
    note: str = Field(max_length=500)


class FileReasonIn(Schema):
    reason: str = Field(max_length=200)


@router.get("/{uuid:key}/moves", auth=_STAFF, response=MovesOut)
def list_moves(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    found = roster.moves_for(caller, person, at=now)
    told = {
        "moves": [_move(move) for move in found.moves],
        "corrections": [{"axis": e.axis, "event": e.pk} for e in found.corrections],
        "may_void": found.may_void,
        "may_restore": found.may_restore,
        "voided": found.voided,
    }
    return encoded(told)


@router.post("/{uuid:key}/moves", auth=_STAFF, response={204: None})
def make_move(request: StaffRequest, key: uuid.UUID, body: StatusMoveIn) -> Status[None]:
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    given = body.dict(exclude={"act"})
    actions.make_move(person, body.act, given, by=caller, at=now)
    return Status(204, None)


@router.post("/{uuid:key}/corrections", auth=_STAFF, response={204: None})
def correct(request: StaffRequest, key: uuid.UUID, body: StatusCorrectionIn) -> Status[None]:
    """Take the newest move of an axis back; another's event does not exist here."""
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    wrong = next((e for e in people.history_of(person) if e.pk == body.event), None)
    if wrong is None or wrong.axis != body.axis:
        raise NotFound
    actions.take_back(person, wrong, note=body.note, by=caller, at=now)
    return Status(204, None)


@router.post("/{uuid:key}/void", auth=_EDIT, response={202: None})
def ask_void(request: StaffRequest, key: uuid.UUID, body: FileReasonIn) -> Status[None]:
    """A second person decides; until then the file stands."""
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    actions.ask_void(person, reason=body.reason, by=caller, at=now)
    return Status(202, None)


@router.post("/{uuid:key}/restoration", auth=_EDIT, response={204: None})
def restore(request: StaffRequest, key: uuid.UUID, body: FileReasonIn) -> Status[None]:
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    actions.restore_file(person, reason=body.reason, by=caller, at=now)
    return Status(204, None)


def _move(move: Move) -> dict[str, object]:
    return {"act": move, "label": move.label, "asked": [_asked(one) for one in ASKED[move]]}


def _asked(one: Asked) -> dict[str, object]:
    choices = [{"value": v, "label": word} for v, word in (one.choices or {}).items()]
    told = {"id": one.id, "label": one.label, "kind": one.kind, "default": one.default}
    return told | {"required": one.is_required, "choices": choices}
