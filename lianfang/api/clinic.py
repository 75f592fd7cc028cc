"""What the 控疫通 app does for community doctors and officers: visits, releases, entries."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import File, Form, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.resend import once
from lianfang.api.resident import ReadingRow, reading_row
from lianfang.api.shapes import Moment, Place, Symptoms, Temperature, point_of
from lianfang.audit.actions import record_access
from lianfang.core.actor import Actor
from lianfang.files import queries as files
from lianfang.files.actions import store_photo
from lianfang.geo.queries import path_of, paths_of
from lianfang.org.enums import Permission
from lianfang.quarantine import actions, queries
from lianfang.quarantine.enums import (
    Conclusion,
    Mode,
    PostRelease,
    SlotPart,
    SubjectClass,
    VisitKind,
)

router = make_router("clinic")
_MEASURE = by_staff(Permission.CHECK_RECORD)
_SEE = by_staff(Permission.PERSON_VIEW)


class VisitOut(Schema):
    key: uuid.UUID
    kind: str
    kind_label: str
    opened_at: dt.datetime
    due_at: dt.datetime
    is_overdue: bool
    episode_key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    phone_masked: str
    area_code: str
    area_path: str
    subject_label: str
    planned_end: dt.datetime
    latest_temp_c: float | None


class VisitPage(Schema):
    items: list[VisitOut]
    next: str | None


class VisitDetail(Schema):
    """Phone and place whole, for whoever goes there."""

    key: uuid.UUID
    kind: str
    kind_label: str
    due_at: dt.datetime
    is_done: bool
    episode_key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    phone: str
    place: str
    area_path: str
    mode_label: str
    subject_label: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    open_abnormal_at: dt.datetime | None
    baseline: list[str]
    readings: list[ReadingRow]


class VisitReadingIn(Schema):
    key: uuid.UUID
    symptoms: Symptoms = []
    temp_c: Temperature
    measured_at: Moment
    note: str = Field(default="", max_length=300)
    place: Place | None = None
    photo: uuid.UUID | None = None
    conclusion: Conclusion = Conclusion.NONE


class VisitReadingOut(Schema):
    key: uuid.UUID
    is_abnormal: bool


class CallIn(Schema):
    note: str = Field(min_length=1, max_length=300)


class StayOut(Schema):
    key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    area_code: str
    area_path: str
    subject_label: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    open_abnormal_at: dt.datetime | None
    latest_temp_c: float | None


class ReleaseOut(StayOut):
    signed_at: dt.datetime | None
    missed: int
    unexplained: int
    is_due: bool


class ReleasePage(Schema):
    items: list[ReleaseOut]
    next: str | None


class MissedOut(Schema):
    day: dt.date
    part: SlotPart
    part_label: str
    explanation: str
    explained_by: str
    explained_at: dt.datetime | None


class ExplanationIn(Schema):
    """Why one check was missed; sent again it takes the place of what was told before."""

    day: dt.date
    part: SlotPart
    why: str = Field(min_length=1, max_length=200)


class WaitingOut(StayOut):
    mode_label: str


class WaitingPage(Schema):
    items: list[WaitingOut]
    next: str | None


class ReleaseIn(Schema):
    post_release: PostRelease = PostRelease.FREE


class NumberOut(Schema):
    key: uuid.UUID
    number: str
    issued_at: dt.datetime


class VisitPhotoOut(Schema):
    key: uuid.UUID


@router.get("/visits", auth=_SEE, response=VisitPage)
def list_visits(request: StaffRequest) -> HttpResponse:
    """Visits and calls to make now, the most urgent first."""
    now = clock()
    visits = queries.visits_of(request.caller, at=now)
    paths = paths_of(row.area_code for row in visits)
    rows = []
    for visit in visits:
        row = _labelled(visit, paths) | {
            "kind_label": VisitKind(visit.kind).label,
            "is_overdue": visit.due_at < now,
            "phone_masked": visit.phone,
        }
        del row["phone"]
        rows.append(row)
    return encoded({"items": rows, "next": None})


@router.get("/visits/{uuid:key}", auth=_SEE, response=VisitDetail)
def show_visit(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Looking at whole numbers is recorded."""
    visit = queries.visit_for(request.caller, key)
    episode, person = visit.episode, visit.episode.person
    record_access(
        person, fields="phone,address", reason="巡诊", by=request.caller.actor, at=clock()
    )
    readings = queries.readings_of(person.pk, limit=10)
    detail = {
        "key": visit.key,
        "kind": visit.kind,
        "kind_label": VisitKind(visit.kind).label,
        "due_at": visit.due_at,
        "is_done": visit.is_done,
        "episode_key": episode.key,
        "person_key": person.key,
        "person_name": person.name,
        "phone": person.phone,
        "place": episode.place,
        "area_path": path_of(visit.area_code),
        "mode_label": Mode(episode.mode).label,
        "subject_label": SubjectClass(episode.subject_class).label,
        "starts_at": episode.starts_at,
        "planned_end": episode.planned_end,
        "open_abnormal_at": episode.open_abnormal_at,
        "baseline": episode.baseline,
        "readings": [reading_row(row) for row in readings],
    }
    return encoded(detail)


@router.post("/visits/{uuid:key}/reading", auth=_MEASURE, response={201: VisitReadingOut})
def record_visit(request: StaffRequest, key: uuid.UUID, body: VisitReadingIn) -> Status[object]:
    visit, caller = queries.visit_for(request.caller, key), request.caller
    reading = actions.check_at_visit(
        visit,
        **body.model_dump(exclude={"place", "photo"}),
        point=point_of(body.place),
        photo=files.own(body.photo, owner=caller.actor) if body.photo else None,
        by=caller,
        at=clock(),
    )
    return Status(201, {"key": reading.key, "is_abnormal": reading.is_abnormal})


@router.post("/visits/{uuid:key}/call", auth=_SEE, response={204: None})
@once
def finish_call(request: StaffRequest, key: uuid.UUID, body: CallIn) -> Status[None]:
    visit = queries.visit_for(request.caller, key)
    actions.finish_call(visit, note=body.note, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/photos", auth=by_staff(), response={201: VisitPhotoOut})
def store_visit_photo(
    request: StaffRequest, key: Form[uuid.UUID], photo: File[UploadedFile]
) -> Status[object]:
    name, by = photo.name or "photo.jpg", request.caller.actor
    file = store_photo(key, name=name, content=photo.read(), by=by, at=clock())
    return Status(201, {"key": file.key})


@router.get("/releases", auth=_SEE, response=ReleasePage)
def list_releases(request: StaffRequest) -> HttpResponse:
    """Those whose last day has begun, where the caller signs or issues."""
    now = clock()
    due = queries.due_for_release(request.caller, at=now)
    paths = paths_of(row.area_code for row in due)
    rows = [_labelled(row, paths) | {"is_due": row.planned_end <= now} for row in due]
    return encoded({"items": rows, "next": None})


@router.get("/entries", auth=by_staff(Permission.OBSERVATION_CONFIRM), response=WaitingPage)
def list_entries(request: StaffRequest) -> HttpResponse:
    """Observations the community has not confirmed yet."""
    waiting = queries.waiting_for_confirmation(request.caller)
    paths = paths_of(row.area_code for row in waiting)
    rows = [_labelled(row, paths) | {"mode_label": Mode(row.mode).label} for row in waiting]
    return encoded({"items": rows, "next": None})


@router.post(
    "/episodes/{uuid:key}/confirmation",
    auth=by_staff(Permission.OBSERVATION_CONFIRM),
    response={204: None},
)
@once
def confirm_entry(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    episode = queries.get_for(request.caller, key)
    actions.confirm_entry(episode, by=request.caller, at=clock())
    return Status(204, None)


@router.get("/episodes/{uuid:key}/missed", auth=_SEE, response=list[MissedOut])
def list_missed(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The missed checks of one stay with their reasons."""
    missed = queries.missed_of(queries.get_for(request.caller, key))
    return encoded([vars(row) | {"part_label": SlotPart(row.part).label} for row in missed])


@router.post("/episodes/{uuid:key}/explanations", auth=_SEE, response={204: None})
@once
def explain_missed(request: StaffRequest, key: uuid.UUID, body: ExplanationIn) -> Status[None]:
    episode = queries.get_for(request.caller, key)
    actions.explain_missed(episode, **vars(body), by=request.caller, at=clock())
    return Status(204, None)


@router.post(
    "/episodes/{uuid:key}/signature",
    auth=by_staff(Permission.OBSERVATION_SIGN),
    response={204: None},
)
@once
def sign_release(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    episode = queries.get_for(request.caller, key)
    actions.sign_release(episode, by=request.caller, at=clock())
    return Status(204, None)


@router.post(
    "/episodes/{uuid:key}/release",
    auth=by_staff(Permission.OBSERVATION_ISSUE),
    response=NumberOut,
)
def issue_release(request: StaffRequest, key: uuid.UUID, body: ReleaseIn) -> HttpResponse:
    episode = queries.get_for(request.caller, key)
    notice = actions.issue_release(
        episode, post_release=body.post_release, by=request.caller, at=clock()
    )
    return encoded({"key": notice.key, "number": notice.number, "issued_at": notice.issued_at})


@router.get("/notices/{uuid:key}.pdf", auth=_SEE)
def show_notice(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    notice, now = queries.notice_for_staff(request.caller, key), clock()
    record_access(notice, reason="查看文书", by=request.caller.actor, at=now)
    served = actions.serve_notice(notice, by=Actor.system(), at=now)
    return HttpResponse(queries.document_of(served), content_type="application/pdf")


def _labelled(
    row: queries.VisitRow | queries.ReleaseRow | queries.ObservedRow, paths: dict[str, str]
) -> dict[str, object]:
    return vars(row) | {
        "area_path": paths[row.area_code],
        "subject_label": SubjectClass(row.subject_class).label,
        "latest_temp_c": row.latest_temp_c and float(row.latest_temp_c),
    }
