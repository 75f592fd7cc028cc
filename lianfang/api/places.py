"""场所码: visitors check in, staff make the codes, CDC looks who was there."""

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.accounts.queries import person_of
from lianfang.api.door import (
    CitizenRequest,
    StaffRequest,
    by_citizen,
    by_staff,
    clock,
    encoded,
    make_router,
)
from lianfang.api.shapes import Moment
from lianfang.files.queries import content_of
from lianfang.org.enums import Permission
from lianfang.passes import actions, queries
from lianfang.passes.enums import Colour, PlaceKind, Verdict
from lianfang.passes.errors import Shed

router = make_router("places")
_SELF = by_citizen()
_MANAGE, _TRACE = by_staff(Permission.PLACE_MANAGE), by_staff(Permission.PLACE_TRACE)


class VisitPlaceOut(Schema):
    name: str
    kind: str
    address: str


class CheckInIn(Schema):
    key: uuid.UUID
    code: str = Field(max_length=400)
    companions: int = Field(default=0, ge=0, le=50)


class CheckInOut(Schema):
    key: uuid.UUID
    place: str
    at: dt.datetime
    verdict: Verdict
    colour: str
    word: str


class PlaceVisitOut(Schema):
    key: uuid.UUID
    place: str
    kind: str
    at: dt.datetime
    companions: int
    verdict: Verdict


class PlaceIn(Schema):
    key: uuid.UUID
    name: str = Field(min_length=2, max_length=60)
    kind: PlaceKind
    area_code: str = Field(min_length=12, max_length=15)
    address: str = Field(default="", max_length=128)


class PlaceKey(Schema):
    key: uuid.UUID


class CodePlaceOut(Schema):
    key: uuid.UUID
    name: str
    kind: PlaceKind
    address: str
    area_code: str
    since: dt.datetime
    closed_at: dt.datetime | None


class PresenceIn(Schema):
    starts_at: Moment
    ends_at: Moment
    reason: str = Field(max_length=200)
    cursor: str = Field(default="", max_length=100)


class PresentOut(Schema):
    id: int
    person_key: uuid.UUID
    name: str
    phone: str
    at: dt.datetime
    companions: int
    verdict: Verdict


class PresentPage(Schema):
    items: list[PresentOut]
    next: str | None


@router.get("/citizen/places/code", auth=_SELF, response=VisitPlaceOut)
def show_place(request: CitizenRequest, code: str) -> HttpResponse:
    """Which place a scanned code stands for."""
    place = queries.place_of_code(code)
    kind = PlaceKind(place.kind).label
    return encoded({"name": place.name, "kind": kind, "address": place.address})


@router.post("/citizen/places/check-ins", auth=_SELF, response={201: CheckInOut})
def check_in(
    request: CitizenRequest, body: CheckInIn, person: uuid.UUID | None = None
) -> Status[object]:
    place = queries.place_of_code(body.code)
    visitor = person_of(request.citizen, person)
    made = actions.check_in(
        visitor,
        place,
        key=body.key,
        companions=body.companions,
        by=request.citizen,
        at=clock(),
    )
    return Status(
        201,
        {
            "key": made.key,
            "place": place.name,
            "at": made.at,
            "verdict": made.verdict,
            "colour": Colour.GRAY if made.colour == Colour.NONE else made.colour,
            "word": Colour(made.colour).label,
        },
    )


@router.get("/citizen/places/check-ins", auth=_SELF, response=list[PlaceVisitOut])
def list_visits(request: CitizenRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """Where one was; put off under overload."""
    if queries.is_shed():
        raise Shed
    return encoded(queries.visits_of(person_of(request.citizen, person).pk))


@router.get("/console/places", auth=_MANAGE, response=list[CodePlaceOut])
def list_places(request: StaffRequest, text: str = "") -> HttpResponse:
    return encoded(queries.places_of(request.caller, Permission.PLACE_MANAGE, text=text[:60]))


@router.post("/console/places", auth=_MANAGE, response={201: PlaceKey})
def add_place(request: StaffRequest, body: PlaceIn) -> Status[object]:
    place = actions.add_place(**body.dict(), by=request.caller, at=clock())
    return Status(201, {"key": place.key})


@router.get("/console/places/{uuid:key}/poster.pdf", auth=_MANAGE)
def show_poster(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The page to hang up, with the address these pages are open under."""
    place = queries.place_for(request.caller, Permission.PLACE_MANAGE, key)
    file = actions.typeset_poster(
        place, origin=_origin(request), by=request.caller.actor, at=clock()
    )
    answer = HttpResponse(content_of(file), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="place-{place.pk}.pdf"'
    return answer


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@router.delete("/console/places/{uuid:key}", auth=_MANAGE, response={204: None})
def close_place(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    place = queries.place_for(request.caller, Permission.PLACE_MANAGE, key)
    actions.close_place(place, by=request.caller, at=clock())
    return Status(204, None)


@router.get("/cdc/places", auth=_TRACE, response=list[CodePlaceOut])
def find_places(request: StaffRequest, text: str = "") -> HttpResponse:
    return encoded(queries.places_of(request.caller, Permission.PLACE_TRACE, text=text[:60]))


@router.post("/cdc/places/{uuid:key}/presence", auth=_TRACE, response=PresentPage)
def search_presence(request: StaffRequest, key: uuid.UUID, body: PresenceIn) -> HttpResponse:
    """Who was there: masked, with a reason that is kept."""
    place = queries.place_for(request.caller, Permission.PLACE_TRACE, key)
    page = actions.search_presence(place, **body.dict(), by=request.caller, at=clock())
    return encoded({"items": page.rows, "next": page.next or None})
