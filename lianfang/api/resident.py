"""What the WeChat pages show somebody under observation: checks, notices, whom to call."""

import datetime as dt
import uuid
from typing import Literal

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from lianfang.accounts.queries import patient_of, person_of
from lianfang.api.door import CitizenRequest, by_citizen, clock, encoded, make_router
from lianfang.api.shapes import Moment, Place, Symptoms, Temperature, point_of
from lianfang.cases import actions as cases
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.files import queries as files
from lianfang.policy.queries import fever_threshold_c
from lianfang.quarantine import actions, queries
from lianfang.quarantine.enums import ReadingKind, SlotPart

router = make_router("resident")
_CURVE = dt.timedelta(days=14)


class Contact(Schema):
    name: str
    phone: str


class SlotOut(Schema):
    key: str
    name: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    state: str


class NoticeOut(Schema):
    key: uuid.UUID
    kind: str
    title: str
    number: str
    issued_at: dt.datetime
    signed_at: dt.datetime | None


class ObservationOut(Schema):
    """``active`` is false, and the rest empty, when the person is not under observation."""

    active: bool
    person_name: str
    mode_label: str
    day: int
    days: int
    planned_end_at: dt.datetime | None
    place: str
    doctor: Contact | None
    officer: Contact | None
    hotline: str
    slots: list[SlotOut]
    due: str | None
    notices: list[NoticeOut]


class ReadingIn(Schema):
    key: uuid.UUID
    symptoms: Symptoms = []
    temp_c: Temperature | None
    measured_at: Moment
    note: str = Field(default="", max_length=300)
    door_no: str = Field(default="", max_length=60)
    place: Place | None = None
    photo: uuid.UUID | None = None
    person: uuid.UUID | None = None  # a family member the account speaks for


class ReadingResult(Schema):
    key: uuid.UUID
    is_abnormal: bool
    slot_name: str
    is_late: bool
    is_far: bool
    advice: list[str]
    call: Contact | None


class ReadingRow(Schema):
    key: uuid.UUID
    measured_at: dt.datetime
    temp_c: float | None
    symptoms: list[str]
    is_abnormal: bool
    is_late: bool
    slot_name: str
    note: str


class ReadingPage(Schema):
    items: list[ReadingRow]
    next: str | None


class SignatureIn(Schema):
    strokes: list[list[int]] = Field(
        max_length=300, description="each x, y, x, y … within 1000 by 400"
    )


class ReadingsAsked(Schema):
    is_abnormal: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class CurvePoint(Schema):
    at: dt.datetime
    temp_c: float
    is_abnormal: bool


class CurveOut(Schema):
    """Temperatures of the last two weeks, oldest first."""

    threshold_c: float
    points: list[CurvePoint]


class HelpIn(Schema):
    key: uuid.UUID
    need: Literal["medicine", "food", "rubbish", "other"]
    note: str = Field(default="", max_length=300)
    person: uuid.UUID | None = None


class HelpOut(Schema):
    """``key`` is that of the request that is open, which may have been made before."""

    key: uuid.UUID
    code: str


@router.get("/observation", auth=by_citizen(), response=ObservationOut)
def show_observation(request: CitizenRequest, person: uuid.UUID | None = None) -> HttpResponse:
    """The observation going on; after its end only the notices are left to read."""
    observation = queries.observation_of(request.citizen, person, at=clock())
    return encoded(vars(observation) | {"hotline": this_city().hotline})


@router.post("/readings", auth=by_citizen(), response={201: ReadingResult})
def report_reading(request: CitizenRequest, body: ReadingIn) -> HttpResponse:
    reading = actions.record_reading(
        person_of(request.citizen, body.person),
        **body.model_dump(include={"key", "temp_c", "symptoms", "measured_at", "note", "door_no"}),
        kind=ReadingKind.SELF,
        point=point_of(body.place),
        photo=files.own(body.photo, owner=request.citizen.actor) if body.photo else None,
        by=request.citizen.actor,
        at=clock(),
    )
    return encoded(queries.answer_to(reading), status=201)


@router.get("/readings", auth=by_citizen(), response=ReadingPage)
def list_readings(
    request: CitizenRequest,
    asked: Query[ReadingsAsked],
    cursor: str = "",
    person: uuid.UUID | None = None,
) -> HttpResponse:
    who = patient_of(request.citizen, person)
    filters = queries.ReadingFilters(**asked.model_dump())
    page = queries.readings_page(who.pk, filters=filters, cursor=cursor)
    return encoded({"items": [reading_row(row) for row in page.rows], "next": page.next or None})


@router.get("/curve", auth=by_citizen(), response=CurveOut)
def show_curve(request: CitizenRequest, person: uuid.UUID | None = None) -> HttpResponse:
    who, now = patient_of(request.citizen, person), clock()
    points = queries.curve_of(who.pk, since=now - _CURVE)
    return encoded({"threshold_c": float(fever_threshold_c(at=now)), "points": points})


@router.post("/help", auth=by_citizen(), response={201: HelpOut})
def ask_for_help(request: CitizenRequest, body: HelpIn) -> HttpResponse:
    """A request to the community; followed among one's reports under its key."""
    case = cases.ask_for_help(
        person_of(request.citizen, body.person),
        **body.model_dump(include={"key", "need", "note"}),
        by=request.citizen,
        at=clock(),
    )
    return encoded({"key": case.key, "code": case.number}, status=201)


@router.get("/notices/{uuid:key}.pdf", auth=by_citizen())
def show_notice(request: CitizenRequest, key: uuid.UUID) -> HttpResponse:
    notice = queries.notice_for(request.citizen, key)
    content = queries.document_of(actions.serve_notice(notice, by=Actor.system(), at=clock()))
    return HttpResponse(content, content_type="application/pdf")


@router.post("/notices/{uuid:key}/signature", auth=by_citizen(), response=NoticeOut)
def sign_notice(request: CitizenRequest, key: uuid.UUID, body: SignatureIn) -> HttpResponse:
    notice = queries.notice_for(request.citizen, key)
    signed = actions.sign_notice(notice, strokes=body.strokes, by=request.citizen, at=clock())
    return encoded(queries.notice_view(signed))


def reading_row(row: queries.ReadingRow) -> dict[str, object]:
    return {
        "key": row.key,
        "measured_at": row.measured_at,
        "temp_c": row.temp_c and float(row.temp_c),
        "symptoms": row.symptoms,
        "is_abnormal": row.is_abnormal,
        "is_late": bool(row.is_late),
        "slot_name": SlotPart(row.part).label if row.part else "",
        "note": row.note,
    }
