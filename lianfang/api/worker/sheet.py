"""The form of the 44 fields at the door: made of the same dictionary, filled in without network."""

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Schema, Status

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.resend import once
from lianfang.api.sheet import (
    AddressIn,
    ChangeIn,
    FormOut,
    PlaceOut,
    SheetFileOut,
    SheetNewIn,
    SheetNewOut,
    changed,
    file_of,
    form_of,
    opened,
)
from lianfang.cases.errors import NotYourArea
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.roster import queries as roster

router = make_router("worker")
_VIEW = by_staff(Permission.PERSON_VIEW)
_WRITE = by_staff(Permission.PERSON_REGISTER)


class TypedIn(Schema):
    values: dict[str, Any]


class TypedOut(Schema):
    """What is wrong with what was typed, and what is only doubtful, by field."""

    faults: dict[str, str]
    doubts: dict[str, str]


@router.get("/sheet/fields", auth=_VIEW, response=FormOut)
def show_form(request: StaffRequest) -> HttpResponse:
    """The form, to be kept on the phone."""
    return encoded(form_of(request.caller))


@router.post("/sheet/reading", auth=_WRITE, response=TypedOut)
def read_typed(request: StaffRequest, body: TypedIn) -> HttpResponse:
    """While somebody types; nothing is written."""
    known = roster.fields_for(request.caller)
    understood = roster.Reader(at=clock(), fields=known).read(body.values)
    return encoded({"faults": understood.faults, "doubts": understood.doubts})


@router.post("/sheet/places", auth=_WRITE, response=list[PlaceOut])
def propose_places(request: StaffRequest, body: AddressIn) -> HttpResponse:
    """Areas of one's own that a typed address may mean; nothing is written."""
    return encoded(roster.areas_proposed(request.caller, body.address))


@router.get("/sheet/persons/{uuid:key}", auth=_VIEW, response=SheetFileOut)
def show_file(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """One person by the fields, masked; looking is recorded."""
    return encoded(file_of(request.caller, key, at=clock()))


@router.post("/sheet/persons", auth=_WRITE, response={201: SheetNewOut})
def open_file(request: StaffRequest, body: SheetNewIn) -> Status[object]:
    """Somebody new by any fields; the same key again finds the same file."""
    return Status(201, opened(request.caller, body, at=clock()))


@router.post("/sheet/persons/{uuid:key}", auth=_WRITE, response={204: None})
@once
def change_file(request: StaffRequest, key: uuid.UUID, body: ChangeIn) -> Status[None]:
    """Somebody in one's own grids; what others changed meanwhile comes back field by field."""
    caller, now = request.caller, clock()
    person = people.get_for(caller, key, at=now)
    if not caller.covers(person.area_code, Permission.PERSON_REGISTER):
        raise NotYourArea
    changed(caller, key, body, right=Permission.PERSON_REGISTER, at=now)
    return Status(204, None)
