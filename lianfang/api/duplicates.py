"""查重 and 合并: who may be the same person, side by side, made one and parted again."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.audit.actions import record_access
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.roster import actions
from lianfang.roster import queries as roster

router = make_router("duplicates")
_EDIT = by_staff(Permission.PERSON_EDIT)


class SuggestionOut(Schema):
    key: uuid.UUID | None
    name: str
    id_number: str
    phone: str
    area: str
    score: int
    reasons: list[str]


class ComparedOut(Schema):
    field: str
    label: str
    mine: str
    theirs: str
    differs: bool


class ComparisonOut(Schema):
    mine: str
    theirs: str
    fields: list[ComparedOut]
    obstacles: list[str]


class MergeIn(Schema):
    other: uuid.UUID
    take: list[str] = []
    reason: str = Field(min_length=1, max_length=200)


class MergeOut(Schema):
    key: uuid.UUID
    name: str
    reason: str
    actor_name: str
    at: dt.datetime


@router.get("/{uuid:key}", auth=_EDIT, response=list[SuggestionOut])
def list_suggestions(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    return encoded(roster.suggestions_for(request.caller, person, at=now))


@router.get("/{uuid:key}/with/{uuid:other}", auth=_EDIT, response=ComparisonOut)
def compare(request: StaffRequest, key: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two files, masked; both looks are recorded."""
    now = clock()
    pair = [people.get_for(request.caller, each, at=now) for each in (key, other)]
    for person in pair:
        record_access(person, reason="查重比对", by=request.caller.actor, at=now)
    return encoded(roster.compare(pair[0], pair[1], at=now))


@router.post("/{uuid:key}/merge", auth=_EDIT, response={201: MergeOut})
def merge(request: StaffRequest, key: uuid.UUID, body: MergeIn) -> Status[object]:
    caller, now = request.caller, clock()
    winner = people.get_for(caller, key, at=now)
    loser = people.get_for(caller, body.other, at=now)
    done = actions.merge_files(winner, loser, take=body.take, reason=body.reason, by=caller, at=now)
    return Status(201, _merge(done))


@router.get("/{uuid:key}/merges", auth=_EDIT, response=list[MergeOut])
def list_merges(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    person = people.get_for(request.caller, key, at=clock())
    return encoded([_merge(done) for done in people.merges_of(person)])


@router.post("/merges/{uuid:key}/undo", auth=_EDIT, response={204: None})
def undo(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.unmerge_files(people.merge_by_key(key), by=request.caller, at=clock())
    return Status(204, None)


def _merge(done: object) -> dict[str, object]:
    told = {name: getattr(done, name) for name in ("key", "reason", "actor_name", "at")}
    return told | {"name": getattr(getattr(done, "loser"), "name")}  # noqa: B009
