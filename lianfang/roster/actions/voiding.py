"""Void a file with a second person, and restore it."""

import datetime as dt

from django.db import transaction

from lianfang.approvals.actions import ask
from lianfang.approvals.models import Approval
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import actions as people
from lianfang.people.errors import FileVoid
from lianfang.people.models import Person
from lianfang.people.queries import by_id
from lianfang.roster.errors import CannotVoid, VoidReasonNeeded
from lianfang.roster.queries.moving import obstacles_to_void

ACT = "person.void"


@transaction.atomic
def ask_void(person: Person, *, reason: str, by: Caller, at: dt.datetime) -> Approval:
    """Nothing changes before a second person agreed. Raises NotFound, FileVoid, CannotVoid."""
    if not by.covers(person.area_code, Permission.PERSON_EDIT):
        raise NotFound
    if person.voided_at:
        raise FileVoid("该档案已经作废，请刷新后再看")
    if not reason.strip():
        raise VoidReasonNeeded(fields={"reason": VoidReasonNeeded.title})
    obstacles = obstacles_to_void(person)
    if obstacles:
        raise CannotVoid("；".join(obstacles))
    return ask(
        act=ACT,
        subject=person,
        area_code=person.area_code,
        title=f"作废{mask_name(person.name)}的档案：{reason.strip()}"[:128],
        permission=Permission.APPROVAL_DECIDE,
        payload={"reason": reason.strip(), "asked_by": by.name},
        by=by,
        at=at,
    )


@transaction.atomic
def carry_out_void(approval: Approval, *, by: Actor, at: dt.datetime) -> None:
    """What the second person granted; run twice it changes nothing.

    Raises CannotVoid when something was begun with the file meanwhile.
    """
    person = by_id(approval.subject_id)
    obstacles = [] if person.voided_at else obstacles_to_void(person)
    if obstacles:
        raise CannotVoid("；".join(obstacles))
    told = {name: str(approval.payload[name]) for name in ("reason", "asked_by")}
    people.void(person, reason=told["reason"], asked_by=told["asked_by"], by=by, at=at)


@transaction.atomic
def restore_file(person: Person, *, reason: str, by: Caller, at: dt.datetime) -> None:
    """Put a void file back as it was. Raises NotFound, VoidReasonNeeded, DocumentTaken."""
    if not by.covers(person.area_code, Permission.PERSON_EDIT):
        raise NotFound
    if not reason.strip():
        raise VoidReasonNeeded(fields={"reason": VoidReasonNeeded.title})
    people.restore(person, reason=reason.strip(), by=by.actor, at=at)
