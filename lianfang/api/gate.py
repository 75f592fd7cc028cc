"""What gate keepers do: check whoever comes, register the suspected, look at today's records."""

import datetime as dt
import uuid
from typing import Protocol

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Moment, Symptoms, Temperature
from lianfang.geo.queries import find_place, names_of
from lianfang.org.enums import Permission
from lianfang.passes import actions, queries
from lianfang.passes.actions import Asked, Named, Newcomer, Stated
from lianfang.passes.enums import Colour, Direction, KeyArea, Verdict
from lianfang.passes.queries import Wanted
from lianfang.passes.rules import hint_of

router = make_router("gate")
_KEEP = by_staff(Permission.GATE_VERIFY)
HELD = "gate_device"  # in the session: the device it was opened on


class GateOut(Schema):
    key: uuid.UUID
    name: str
    area_name: str


class GateAnswers(Schema):
    key: uuid.UUID
    gate: uuid.UUID
    temp_c: Temperature | None = None
    direction: Direction
    key_area: KeyArea = KeyArea.NONE
    symptoms: Symptoms = []
    vehicle: str = Field(default="", max_length=16)
    device_at: Moment
    device: uuid.UUID | None = None
    proof: str = Field(default="", max_length=100)


class VerifyIn(GateAnswers):
    token: str = Field(default="", max_length=600)
    phone: str = Field(default="", max_length=20)
    id_number: str = Field(default="", max_length=32)


class VerdictOut(Schema):
    key: uuid.UUID
    verdict: str
    colour: str
    reason: str
    person_name_masked: str
    hint: str


class Decided(Protocol):
    """One check or registration, as its action returns it."""

    @property
    def key(self) -> uuid.UUID: ...
    @property
    def verdict(self) -> str: ...
    @property
    def refusal(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def name_masked(self) -> str: ...


class RegistrationIn(GateAnswers):
    """Where from: ``from_code`` where a device knows it, ``from_place`` as people say it."""

    name: str = Field(max_length=50)
    phone: str = Field(max_length=20)
    id_type: str = "01"
    id_number: str = Field(default="", max_length=32)
    from_code: str = Field(default="", pattern=r"^\d{0,15}$")
    from_place: str = Field(default="", max_length=32)
    arrived_at: Moment | None = None
    address: str = Field(default="", max_length=128)
    area_code: str = Field(default="", max_length=15)
    description: str = Field(default="", max_length=300)


class RegistrationOut(Schema):
    key: uuid.UUID
    outcome_label: str
    advice: str


class GateRecord(Schema):
    key: uuid.UUID
    kind: str
    at: dt.datetime
    name_masked: str
    verdict: str
    temp_c: float | None
    direction: str
    symptoms: list[str]
    why: str
    gate_name: str
    device_at: dt.datetime
    skew_s: int
    is_offline: bool
    found: str


class RecordsWanted(Schema):
    kind: str = ""
    verdict: str = ""
    direction: str = ""
    text: str = Field(default="", max_length=32)
    first_day: dt.date | None = None
    last_day: dt.date | None = None


class GateRecordPage(Schema):
    items: list[GateRecord]
    next: str | None


class TallyOut(Schema):
    entered: int
    left: int
    stopped: int


@router.get("gates", auth=_KEEP, response=list[GateOut])
def list_gates(request: StaffRequest) -> list[GateOut]:
    rows = queries.gates_of(request.caller)
    names = names_of({row.area_code[:12] for row in rows})
    return [
        GateOut(key=row.key, name=row.name, area_name=names.get(row.area_code[:12], ""))
        for row in rows
    ]


@router.post("verify", auth=_KEEP, response=VerdictOut)
def verify(request: StaffRequest, body: VerifyIn) -> VerdictOut:
    caller, now = request.caller, clock()
    gate = queries.gate_for(caller, body.gate)
    who = Named(token=body.token, phone=body.phone, id_number=body.id_number)
    scan = actions.verify_at_gate(
        gate,
        key=body.key,
        who=who,
        asked=asked_in(body),
        stated=stated_in(request, body),
        by=caller,
        at=now,
    )
    return verdict_of(scan)


def verdict_of(scan: Decided) -> VerdictOut:
    return VerdictOut(
        key=scan.key,
        verdict=scan.verdict,
        colour=Colour.GRAY if scan.colour == Colour.NONE else scan.colour,
        reason=hint_of(scan.refusal),
        person_name_masked=scan.name_masked,
        hint=Verdict(scan.verdict).label,
    )


@router.post("registrations", auth=_KEEP, response=RegistrationOut)
def register(request: StaffRequest, body: RegistrationIn) -> RegistrationOut:
    caller, now = request.caller, clock()
    gate = queries.gate_for(caller, body.gate)
    newcomer = Newcomer(
        name=body.name,
        phone=body.phone,
        id_type=body.id_type,
        id_number=body.id_number,
        from_area_code=body.from_code or _place(body.from_place),
        arrived_at=body.arrived_at,
        address=body.address,
        area_code=body.area_code,
        description=body.description,
    )
    scan = actions.register_at_gate(
        gate,
        key=body.key,
        newcomer=newcomer,
        asked=asked_in(body),
        stated=stated_in(request, body),
        by=caller,
        at=now,
    )
    return RegistrationOut(key=scan.key, outcome_label="已登记", advice=hint_of(scan.refusal))


@router.get("records", auth=_KEEP, response=GateRecordPage)
def list_records(
    request: StaffRequest, wanted: Query[RecordsWanted], cursor: str = ""
) -> HttpResponse:
    """One's own, of today unless days are named."""
    asked = Wanted(**wanted.dict())
    page = queries.records_of(request.caller, wanted=asked, cursor=cursor, at=clock())
    rows = [
        {name: value for name, value in vars(row).items() if name not in {"id", "refusal"}}
        | {
            "temp_c": None if row.temp_c is None else float(row.temp_c),
            "why": hint_of(row.refusal) if row.refusal else "",
        }
        for row in page.rows
    ]
    return encoded({"items": rows, "next": page.next or None})


@router.get("tally", auth=_KEEP, response=TallyOut)
def show_tally(request: StaffRequest) -> HttpResponse:
    return encoded(queries.tally_of(request.caller, at=clock()))


def asked_in(body: GateAnswers) -> Asked:
    return Asked(
        direction=body.direction,
        device_at=body.device_at,
        temp_c=body.temp_c,
        key_area=body.key_area,
        symptoms=list(body.symptoms),
        vehicle=body.vehicle,
    )


def stated_in(request: StaffRequest, body: GateAnswers) -> Stated | None:
    """The device named, or the one this session was opened on: leaving it out does not help."""
    held = request.session.get(HELD)
    if body.device:
        return Stated(body.device, body.proof)
    return Stated(uuid.UUID(held), "") if held else None


def _place(text: str) -> str:
    """The area a name means; nothing where it means nothing to us."""
    return find_place(text).code if text else ""
