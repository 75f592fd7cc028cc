"""What an organisation's agent does: declare people, and see how far each one is."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Symptoms, Temperature
from lianfang.declarations import actions, queries
from lianfang.declarations.actions import Declared
from lianfang.declarations.enums import Outcome
from lianfang.org.enums import Permission

router = make_router("enterprise")
_DECLARE = by_staff(Permission.DECLARATION_SUBMIT)


class DeclarationIn(Schema):
    key: uuid.UUID
    name: str = Field(max_length=50)
    sex: str = Field(default="0", pattern=r"^[0129]$")
    id_number: str = Field(max_length=32)
    phone: str = Field(max_length=20)
    key_area: bool = False
    contact: bool = False
    native_place: str = Field(default="", max_length=64)
    group_name: str = Field(default="", max_length=64)
    class_name: str = Field(default="", max_length=64)
    return_date: dt.date | None = None
    return_by: str = Field(default="", pattern=r"^[1-9]?$")
    symptoms: Symptoms = []
    temp_c: Temperature | None = None
    area_code: str = Field(max_length=15)
    address: str = Field(default="", max_length=128)


class DeclarationOut(Schema):
    key: uuid.UUID
    outcome: str
    outcome_label: str


class DeclarationRow(Schema):
    key: uuid.UUID
    name_masked: str
    submitted_at: dt.datetime
    outcome_label: str
    colour: str


class DeclarationPage(Schema):
    items: list[DeclarationRow]
    next: str | None


@router.post("declarations", auth=_DECLARE, response=DeclarationOut)
def declare(request: StaffRequest, body: DeclarationIn) -> DeclarationOut:
    form = body.dict(exclude={"key", "key_area", "contact"})
    form |= {"has_key_area": body.key_area, "has_contact": body.contact}
    declaration = actions.declare(
        key=body.key, form=Declared(**form), by=request.caller, at=clock()
    )
    label = Outcome(declaration.outcome).label
    return DeclarationOut(key=declaration.key, outcome=declaration.outcome, outcome_label=label)


@router.get("declarations", auth=_DECLARE, response=DeclarationPage)
def list_declarations(request: StaffRequest, cursor: str = "") -> HttpResponse:
    page = queries.declarations_of(request.caller, cursor=cursor, at=clock())
    rows = [{k: v for k, v in vars(row).items() if k != "id"} for row in page.rows]
    return encoded({"items": rows, "next": page.next or None})
