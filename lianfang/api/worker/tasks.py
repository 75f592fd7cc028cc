"""Tasks at the door: list, page, visit, doctor, finding."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.resend import once
from lianfang.api.worker.details import DetailsIn
from lianfang.cases import actions, queries
from lianfang.cases.enums import Kind, Light, Outcome, Source, State, Urgency
from lianfang.geo.queries import path_of, paths_of
from lianfang.org.enums import Permission

router = make_router("worker")
_VERIFY = by_staff(Permission.CASE_VERIFY)
_JOIN = by_staff(Permission.CHECK_RECORD)
_TOLD = (
    *("subject_kind", "subject_phone", "lon", "lat", "is_guessed", "temp_c", "description"),
    *("finding", "outcome", "last_contact_at", "doctor_name"),
)


class TaskOut(Schema):
    key: uuid.UUID
    number: str
    kind: Kind
    kind_label: str
    source_label: str
    state: State
    state_label: str
    urgency: int
    urgency_label: str
    light: Light
    light_label: str
    subject_name: str
    phone_masked: str
    address: str
    area_code: str
    area_path: str
    symptoms: list[str]
    opened_at: dt.datetime
    due_at: dt.datetime | None
    attempts: int
    retry_at: dt.datetime | None
    has_doctor: bool


class TaskPage(Schema):
    items: list[TaskOut]
    next: str | None


class TaskDetail(TaskOut):
    subject_kind: str
    subject_phone: str
    lon: float | None
    lat: float | None
    is_guessed: bool
    temp_c: float | None
    description: str
    finding: str
    outcome: str
    last_contact_at: dt.datetime | None
    doctor_name: str
    is_mine: bool
    photos: list[str]


class VerificationIn(Schema):
    key: uuid.UUID
    outcome: Outcome
    note: str = Field(default="", max_length=500)
    to_area: str = Field(default="", pattern=r"^\d{0,15}$")
    details: DetailsIn = DetailsIn()


class NoteIn(Schema):
    note: str = Field(min_length=1, max_length=500)


@router.get("/tasks", auth=_VERIFY, response=TaskPage)
def list_tasks(request: StaffRequest) -> HttpResponse:
    return _tasks(queries.tasks_of(request.caller))


@router.get("/joint-visits", auth=_JOIN, response=TaskPage)
def list_joint_visits(request: StaffRequest) -> HttpResponse:
    """Visits a grid worker invited this community doctor to."""
    return _tasks(queries.joint_visits_of(request.caller))


@router.get("/tasks/{uuid:key}", auth=_VERIFY, response=TaskDetail)
def show_task(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return _page(request, key, "tasks")


@router.get("/joint-visits/{uuid:key}", auth=_JOIN, response=TaskDetail)
def show_joint_visit(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return _page(request, key, "joint-visits")


@router.get("/tasks/{uuid:key}/photos/{uuid:photo}", auth=_VERIFY)
def show_photo(request: StaffRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    return _photo(request, key, photo)


@router.get("/joint-visits/{uuid:key}/photos/{uuid:photo}", auth=_JOIN)
def show_joint_photo(request: StaffRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    return _photo(request, key, photo)


@router.post("/tasks/{uuid:key}/visit", auth=_VERIFY, response={204: None})
@once
def start_visit(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.start_visit(case, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/doctor", auth=_VERIFY, response={204: None})
@once
def invite_doctor(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.invite_doctor(case, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/verification", auth=_VERIFY, response={204: None})
@once
def verify(request: StaffRequest, key: uuid.UUID, body: VerificationIn) -> Status[None]:
    actions.verify(
        queries.get_task(request.caller, key, step=body.key),
        outcome=body.outcome,
        note=body.note,
        details=body.details.as_details(),
        to_area=body.to_area,
        key=body.key,
        by=request.caller,
        at=clock(),
    )
    return Status(204, None)


@router.post("/tasks/{uuid:key}/feedback", auth=_VERIFY, response={204: None})
@once
def report_back(request: StaffRequest, key: uuid.UUID, body: NoteIn) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.report_back(case, note=body.note, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/return", auth=_VERIFY, response={204: None})
@once
def return_back(request: StaffRequest, key: uuid.UUID, body: NoteIn) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.return_back(case, reason=body.note, by=request.caller, at=clock())
    return Status(204, None)


def _tasks(tasks: list[queries.Task]) -> HttpResponse:
    now, paths = clock(), paths_of(task.area_code for task in tasks)
    rows = [_row(task, paths[task.area_code], now) for task in tasks]
    return encoded({"items": rows, "next": None})


def _row(task: queries.Task, area_path: str, now: dt.datetime) -> dict[str, object]:
    light = task.light(now)
    row = vars(task) | {
        "kind_label": Kind(task.kind).label,
        "source_label": Source(task.source).label,
        "state_label": State(task.state).label,
        "urgency_label": Urgency(task.urgency).label,
        "light": light,
        "light_label": light.label,
        "phone_masked": task.phone_masked,
        "area_path": area_path,
        "has_doctor": task.doctor_id is not None,
    }
    for hidden in ("subject_phone", "doctor_id", "yellow_at"):
        del row[hidden]
    return row


def _page(request: StaffRequest, key: uuid.UUID, door: str) -> HttpResponse:
    """Phone and address whole, for the assignee and the invited doctor; looking is recorded."""
    case, now = queries.get_task(request.caller, key), clock()
    actions.open_task(case, by=request.caller, at=now)
    detail = queries.detail(case)
    row = _row(queries.as_task(case), path_of(case.area_code), now)
    told = {name: getattr(detail, name) for name in _TOLD}
    photos = [f"/api/worker/{door}/{key}/photos/{photo}" for photo in detail.photos]
    is_mine = case.assignee_id == request.caller.id
    return encoded(row | told | {"is_mine": is_mine, "photos": photos})


def _photo(request: StaffRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    case = queries.get_task(request.caller, key)
    return HttpResponse(queries.photo_of(case, photo), content_type="image/jpeg")
