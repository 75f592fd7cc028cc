"""For other systems: the seven interfaces of GB/T 38963, and the keys to them."""

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_partner, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Moment, Symptoms, Temperature
from lianfang.org.enums import Permission
from lianfang.passes import actions, queries
from lianfang.passes.actions import Declared
from lianfang.passes.enums import Colour, Verb, Verdict
from lianfang.passes.queries import Partner
from lianfang.people.enums import Transport

router = make_router("partner")
_MANAGE = by_staff(Permission.PARTNER_MANAGE)


class PartnerRequest(HttpRequest):
    """A request of a system whose key holds the endpoint's verb."""

    partner: Partner


class NamedIn(Schema):
    name: str = Field(min_length=1, max_length=50)
    id_type: str = Field(default="01", pattern=r"^\d{2}$")
    id_number: str = Field(min_length=4, max_length=32)


class DeclaredIn(NamedIn):
    phone: str = Field(max_length=20)
    area_code: str = Field(pattern=r"^\d{12,15}$")

    def declared(self) -> Declared:
        return Declared(self.name, self.id_type, self.id_number, self.phone, self.area_code)


class HealthIn(Schema):
    request_id: uuid.UUID
    person: DeclaredIn
    temp_c: Temperature | None = None
    symptoms: Symptoms = ["00"]
    measured_at: Moment


class TripIn(Schema):
    request_id: uuid.UUID
    person: DeclaredIn
    arrived_at: Moment
    from_area_code: str = Field(pattern=r"^\d{2,15}$")
    transport: Transport = Transport.OTHER
    transport_no: str = Field(default="", max_length=20)


class ReceivedOut(Schema):
    received: bool
    is_abnormal: bool = False


class QueryIn(Schema):
    person: NamedIn


class HealthOut(Schema):
    colour: Colour
    word: str
    reason: str
    valid_until: dt.datetime


class AppliedOut(Schema):
    application: str
    ends_at: dt.datetime


class MakeIn(Schema):
    application: str = Field(max_length=400)


class MadeOut(Schema):
    text: str
    colour: Colour
    starts_at: dt.datetime
    ends_at: dt.datetime


class VerifyCodeIn(Schema):
    code: str = Field(max_length=400)


class JudgedOut(Schema):
    verdict: Verdict
    text: str


class CorrectIn(Schema):
    request_id: uuid.UUID
    person: NamedIn
    why: str = Field(min_length=2, max_length=300)


class CorrectedOut(Schema):
    number: str


class PartnerIn(Schema):
    key: uuid.UUID
    name: str = Field(min_length=2, max_length=60)
    verbs: list[Verb] = Field(min_length=1, max_length=7)
    area_code: str = Field(pattern=r"^\d{4,15}$")
    per_minute: int = Field(default=60, ge=1, le=6000)


class PartnerOut(Schema):
    key: uuid.UUID
    name: str
    verbs: list[Verb]
    area_code: str
    per_minute: int
    since: dt.datetime
    revoked_at: dt.datetime | None


class PartnerTokenOut(Schema):
    """The token is told this once."""

    key: uuid.UUID
    token: str


@router.post(
    "/partner/phi/declare-health", auth=by_partner(Verb.DECLARE_HEALTH), response=ReceivedOut
)
def declare_health(request: PartnerRequest, body: HealthIn) -> HttpResponse:
    reading = actions.declare_health(
        body.person.declared(),
        request_id=body.request_id,
        temp_c=body.temp_c,
        symptoms=body.symptoms,
        measured_at=body.measured_at,
        by=request.partner,
        at=clock(),
    )
    return encoded({"received": True, "is_abnormal": reading.is_abnormal})


@router.post("/partner/phi/declare-trip", auth=by_partner(Verb.DECLARE_TRIP), response=ReceivedOut)
def declare_trip(request: PartnerRequest, body: TripIn) -> HttpResponse:
    given = body.dict(exclude={"request_id", "person"})
    actions.declare_trip(body.person.declared(), **given, by=request.partner, at=clock())
    return encoded({"received": True, "is_abnormal": False})


@router.post("/partner/phi/query", auth=by_partner(Verb.QUERY), response=HealthOut)
def query_health(request: PartnerRequest, body: QueryIn) -> HttpResponse:
    person = queries.person_named(request.partner, **body.person.dict())
    shown = actions.look_up(person, by=request.partner, at=clock())
    return encoded(
        {
            "colour": shown.colour,
            "word": Colour(shown.colour).label,
            "reason": shown.reason,
            "valid_until": shown.valid_until,
        }
    )


@router.post("/partner/phi/apply", auth=by_partner(Verb.APPLY), response=AppliedOut)
def apply(request: PartnerRequest, body: QueryIn) -> HttpResponse:
    person = queries.person_named(request.partner, **body.person.dict())
    application, ends_at = actions.apply(person, by=request.partner, at=clock())
    return encoded({"application": application, "ends_at": ends_at})


@router.post("/partner/phi/make", auth=by_partner(Verb.MAKE), response=MadeOut)
def make_code(request: PartnerRequest, body: MakeIn) -> HttpResponse:
    shown, token = actions.make_code(body.application, by=request.partner, at=clock())
    return encoded(
        {
            "text": token.text,
            "colour": shown.colour,
            "starts_at": token.starts_at,
            "ends_at": token.ends_at,
        }
    )


@router.post("/partner/phi/verify", auth=by_partner(Verb.VERIFY), response=JudgedOut)
def verify_code(request: PartnerRequest, body: VerifyCodeIn) -> HttpResponse:
    verdict, text = actions.verify_code(body.code, by=request.partner, at=clock())
    return encoded({"verdict": verdict, "text": text})


@router.post("/partner/phi/correct", auth=by_partner(Verb.CORRECT), response=CorrectedOut)
def correct(request: PartnerRequest, body: CorrectIn) -> HttpResponse:
    person = queries.person_named(request.partner, **body.person.dict())
    case = actions.correct_record(
        person, request_id=body.request_id, why=body.why, by=request.partner, at=clock()
    )
    return encoded({"number": case.number})


@router.get("/console/partners", auth=_MANAGE, response=list[PartnerOut])
def list_partners(request: StaffRequest) -> HttpResponse:
    return encoded(queries.partners_of(request.caller))


@router.post("/console/partners", auth=_MANAGE, response={201: PartnerTokenOut})
def give_key(request: StaffRequest, body: PartnerIn) -> Status[object]:
    partner, token = actions.give_key(**body.dict(), by=request.caller, at=clock())
    return Status(201, {"key": partner.key, "token": token})


@router.delete("/console/partners/{uuid:key}", auth=_MANAGE, response={204: None})
def revoke_key(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    partner = queries.partner_for(request.caller, key)
    actions.revoke_key(partner, by=request.caller, at=clock())
    return Status(204, None)
