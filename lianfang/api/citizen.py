"""What the WeChat pages for citizens do with reports: send one, follow it, say where it was."""

import datetime as dt
import secrets
import uuid
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.api.door import CitizenRequest, OpenToAll, by_citizen, clock, encoded, make_router
from lianfang.api.shapes import Place, Symptoms, Temperature, point_of
from lianfang.api.visitors import address_of
from lianfang.cases import actions, queries
from lianfang.cases.enums import Kind, PublicState, Source
from lianfang.cases.rules import ANONYMOUS, Sender
from lianfang.city.queries import this_city
from lianfang.files import queries as files
from lianfang.files.actions import store_photo
from lianfang.geo import queries as geo
from lianfang.geo.enums import AreaLevel, CoordSys
from lianfang.geo.rules import STEP, Box, Point, level_of

router = make_router("citizen")
_DEVICE, _DAY_S, _HOUR_S = "lf_device", 24 * 3600, 3600
_DRAWN = 160  # areas on one map: what a weak phone draws at once


class _Told(Schema):
    key: uuid.UUID
    subject_phone: str = Field(default="", max_length=20)
    symptoms: Symptoms = []
    place: Place | None = None
    area_code: str = Field(default="", pattern=r"^\d{0,15}$")
    address: str = Field(default="", max_length=200)
    anyway: bool = Field(default=False, description="also when the same was just reported")


class ReportIn(_Told):
    subject_kind: Literal["self", "suspected", "returnee"]
    subject_name: str = Field(min_length=1, max_length=50)
    temp_c: Temperature | None = None
    description: str = Field(default="", max_length=500)
    photos: list[uuid.UUID] = Field(default=[], max_length=6)


class TipIn(_Told):
    subject_kind: Literal["suspected", "returnee", "place"]
    subject_name: str = Field(default="", max_length=50)
    description: str = Field(min_length=1, max_length=500)


class TipOut(Schema):
    """Nothing that leads back to the tip."""

    received: bool


class ReportsAsked(Schema):
    state: PublicState | None = None
    kind: Literal["", "self", "suspected", "returnee", "help", "appeal"] = ""
    since: dt.date | None = None
    until: dt.date | None = None


class ReportRow(Schema):
    key: uuid.UUID
    code: str
    kind: Kind
    subject_kind: str
    subject_name: str
    submitted_at: dt.datetime
    state: PublicState
    state_label: str


class ReportPage(Schema):
    items: list[ReportRow]
    next: str | None


class StepOut(Schema):
    title: str
    happened_at: dt.datetime | None
    state: str


class ReportOut(ReportRow):
    answer: str = Field(description="what was done about a request for help")
    symptoms: list[str]
    temp_c: float | None
    description: str
    address: str
    photos: list[str]
    steps: list[StepOut]


class PhotoOut(Schema):
    key: uuid.UUID
    url: str


class AreaOut(Schema):
    code: str
    name: str
    level: AreaLevel


class DrawnOut(Schema):
    code: str
    name: str
    rings: list[list[int]]


class MapSheetOut(Schema):
    """Rings are x, y, x, y … counted in ``step`` degrees from the south-west corner, WGS-84."""

    west: float
    south: float
    east: float
    north: float
    step: float
    areas: list[DrawnOut]
    over: list[DrawnOut]


class LocateOut(Schema):
    code: str
    path: str
    is_guessed: bool


@router.post("/reports", auth=by_citizen(), response={201: ReportRow})
def submit_report(request: CitizenRequest, body: ReportIn) -> Status[object]:
    """Told once that the same was just reported (``case.just_reported``), unless ``anyway``."""
    if not body.anyway:
        _must_be_news(body, Sender(f"account {request.citizen.id}"))
    given = body.model_dump(exclude={"place", "anyway"})
    case = actions.submit_report(
        **given, source=Source.CITIZEN, point=point_of(body.place), by=request.citizen, at=clock()
    )
    return Status(201, _row(queries.as_report(case)))


@router.post("/tips", auth=OpenToAll("a tip needs no name"), response={201: TipOut})
def submit_tip(request: HttpRequest, body: TipIn) -> HttpResponse:
    """A tip without a name, limited a day; whoever is signed in is not looked at."""
    device = request.COOKIES.get(_DEVICE) or secrets.token_urlsafe(16)
    sender = Sender(device, address_of(request))
    if not body.anyway:
        _must_be_news(body, sender)
    given = body.model_dump(exclude={"place", "anyway"})
    actions.submit_tip(**given, point=point_of(body.place), sender=sender, by=ANONYMOUS, at=clock())
    answer = encoded({"received": True}, status=201)
    answer.set_cookie(
        _DEVICE, device, max_age=_DAY_S, path="/api/citizen/tips", httponly=True, samesite="Strict"
    )
    return answer


@router.get("/reports", auth=by_citizen(), response=ReportPage)
def list_reports(
    request: CitizenRequest, asked: Query[ReportsAsked], cursor: str = ""
) -> HttpResponse:
    """One's own reports and requests, narrowed by what a citizen is told of them."""
    filters = queries.ReportFilters(**asked.model_dump())
    page = queries.reports_page(request.citizen, filters=filters, cursor=cursor)
    return encoded({"items": [_row(row) for row in page.rows], "next": page.next or None})


@router.get("/reports/{uuid:key}", auth=by_citizen(), response=ReportOut)
def show_report(request: CitizenRequest, key: uuid.UUID) -> HttpResponse:
    case = queries.get_for_citizen(request.citizen, key)
    row = _row(queries.as_report(case))
    told = {
        "symptoms": case.symptoms,
        "temp_c": case.temp_c and float(case.temp_c),
        "description": case.description,
        "address": case.address,
        "photos": [_photo_url(photo) for photo in case.photos],
        "steps": queries.public_steps(case),
        "answer": queries.answer_of(case),
    }
    return encoded(row | told)


@router.post("/photos", auth=by_citizen(), response={201: PhotoOut})
def store_own_photo(
    request: CitizenRequest, key: Form[uuid.UUID], photo: File[UploadedFile]
) -> Status[object]:
    file = store_photo(
        key,
        name=photo.name or "photo.jpg",
        content=photo.read(),
        by=request.citizen.actor,
        at=clock(),
    )
    return Status(201, {"key": file.key, "url": _photo_url(file.key)})


@router.get("/photos/{uuid:key}", auth=by_citizen())
def show_own_photo(request: CitizenRequest, key: uuid.UUID) -> HttpResponse:
    file = files.own(key, owner=request.citizen.actor)
    return HttpResponse(files.content_of(file), content_type=file.mime)


@router.get("/areas", auth=OpenToAll("names of areas are public"), response=list[AreaOut])
def list_areas(request: HttpRequest, parent: str = "", name: str = "") -> HttpResponse:
    """One level down from ``parent`` (the city when empty), or communities by part of a name."""
    city = this_city().area_code
    found = (
        geo.areas_named(name, inside=city, level=AreaLevel.COMMUNITY)
        if name.strip()
        else geo.children_of(parent or city)
    )
    rows = [{"code": a.code, "name": a.name, "level": level_of(a.code)} for a in found]
    return encoded(rows)


@router.get("/map", auth=OpenToAll("outlines of areas are public"), response=MapSheetOut)
def show_map(request: HttpRequest, box: str = "") -> HttpResponse:
    """Outlines inside ``box`` (west,south,east,north), the finest level that a phone can draw."""
    sheet = geo.sheet_of(Box.read(box) if box else None, most=_DRAWN)
    edges = {name: getattr(sheet.box, name) for name in ("west", "south", "east", "north")}
    answer = encoded(edges | {"step": STEP, "areas": sheet.areas, "over": sheet.over})
    answer.headers["Cache-Control"] = f"private, max-age={_HOUR_S}"
    return answer


@router.get("/locate", auth=OpenToAll("names of areas are public"), response=LocateOut)
def locate(
    request: HttpRequest, lon: float, lat: float, coord_sys: CoordSys = CoordSys.WGS84
) -> HttpResponse:
    hit = geo.grid_at(Point(lon, lat, coord_sys))
    path = geo.path_of(hit.code)
    return encoded({"code": hit.code, "path": path, "is_guessed": hit.is_guessed})


def _must_be_news(body: ReportIn | TipIn, sender: Sender) -> None:
    about = body.model_dump(include={"key", "subject_name", "subject_phone", "area_code"})
    actions.must_be_news(
        **about, point=point_of(body.place), sender=sender, by=ANONYMOUS, at=clock()
    )


def _row(report: queries.Report) -> dict[str, object]:
    return {
        "key": report.key,
        "code": report.number,
        "kind": report.kind,
        "subject_kind": report.subject_kind,
        "subject_name": report.subject_name,
        "submitted_at": report.opened_at,
        "state": report.public_state,
        "state_label": report.state_label,
    }


def _photo_url(key: object) -> str:
    return f"/api/citizen/photos/{key}"
