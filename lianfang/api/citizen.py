"""What the WeChat pages for citizens do with reports: send one, follow it, say where it was."""

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.api.door import CitizenRequest, OpenToAll, by_citizen, clock, encoded, make_router
from lianfang.api.shapes import Place, Symptoms, Temperature, point_of
from lianfang.cases import actions, queries
from lianfang.cases.enums import PublicState, Source, SubjectKind
from lianfang.city.queries import this_city
from lianfang.files import queries as files
from lianfang.files.actions import store_photo
from lianfang.geo import queries as geo
from lianfang.geo.enums import AreaLevel, CoordSys
from lianfang.geo.rules import Point, level_of

router = make_router("citizen")


class ReportIn(Schema):
    key: uuid.UUID
    subject_kind: SubjectKind
    subject_name: str = Field(min_length=1, max_length=50)
    subject_phone: str = Field(default="", max_length=20)
    symptoms: Symptoms = []
    temp_c: Temperature | None = None
    description: str = Field(default="", max_length=500)
    place: Place | None = None
    area_code: str = Field(default="", pattern=r"^\d{0,15}$")
    address: str = Field(default="", max_length=200)
    photos: list[uuid.UUID] = Field(default=[], max_length=6)


class ReportRow(Schema):
    key: uuid.UUID
    code: str
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


class LocateOut(Schema):
    code: str
    path: str
    is_guessed: bool


@router.post("/reports", auth=by_citizen(), response={201: ReportRow})
def submit_report(request: CitizenRequest, body: ReportIn) -> Status[object]:
    given = body.model_dump(exclude={"place"})
    case = actions.submit_report(
        **given, source=Source.CITIZEN, point=point_of(body.place), by=request.citizen, at=clock()
    )
    return Status(201, _row(queries.as_report(case)))


@router.get("/reports", auth=by_citizen(), response=ReportPage)
def list_reports(request: CitizenRequest, state: PublicState | None = None) -> HttpResponse:
    reports = queries.reports_of(request.citizen)
    rows = [_row(report) for report in reports if state in {None, report.public_state}]
    return encoded({"items": rows, "next": None})


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


@router.get("/locate", auth=OpenToAll("names of areas are public"), response=LocateOut)
def locate(
    request: HttpRequest, lon: float, lat: float, coord_sys: CoordSys = CoordSys.WGS84
) -> HttpResponse:
    hit = geo.grid_at(Point(lon, lat, coord_sys))
    path = geo.path_of(hit.code)
    return encoded({"code": hit.code, "path": path, "is_guessed": hit.is_guessed})


def _row(report: queries.Report) -> dict[str, object]:
    return {
        "key": report.key,
        "code": report.number,
        "subject_kind": report.subject_kind,
        "subject_name": report.subject_name,
        "submitted_at": report.opened_at,
        "state": report.public_state,
        "state_label": report.public_state.label,
    }


def _photo_url(key: object) -> str:
    return f"/api/citizen/photos/{key}"
