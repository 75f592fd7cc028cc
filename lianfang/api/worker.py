"""What the 控疫通 app does for a grid worker: tasks at the door, people of one's own grids."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Moment, Place, Symptoms, Temperature, point_of
from lianfang.audit.actions import record_access
from lianfang.cases import actions, queries
from lianfang.cases.enums import Kind, Light, Outcome, Source, State, Urgency
from lianfang.cases.rules import VerifiedDetails
from lianfang.geo.queries import path_of, paths_of
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.people.enums import Category, ControlStatus
from lianfang.quarantine.enums import Mode, SubjectClass
from lianfang.quarantine.queries import observed_by
from lianfang.roster.queries import person_page

router = make_router("worker")
_VERIFY = by_staff(Permission.CASE_VERIFY)
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


class DetailsIn(Schema):
    name: str = Field(default="", max_length=50)
    id_type: str = Field(default="01", pattern=r"^\d{2}$")
    id_number: str = Field(default="", max_length=32)
    phone: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=200)
    category: Category | None = None
    subject_class: SubjectClass | None = None
    anchor_at: Moment | None = None
    evidence: str = Field(default="", max_length=2)
    waiver: str = Field(default="", max_length=200)
    from_area_code: str = Field(default="", pattern=r"^\d{0,15}$")
    symptoms: Symptoms = []
    temp_c: Temperature | None = None

    def as_details(self) -> VerifiedDetails:
        given = self.model_dump(include=set(DetailsIn.model_fields))
        chosen = {"category": self.category or "", "subject_class": self.subject_class or ""}
        return VerifiedDetails(**given | chosen)


class VerificationIn(Schema):
    key: uuid.UUID
    outcome: Outcome
    note: str = Field(default="", max_length=500)
    to_area: str = Field(default="", pattern=r"^\d{0,15}$")
    details: DetailsIn = DetailsIn()


class NoteIn(Schema):
    note: str = Field(min_length=1, max_length=500)


class RegisterIn(DetailsIn):
    """The short form; without ``subject_class`` the person is only put on file."""

    key: uuid.UUID
    name: str = Field(min_length=1, max_length=50)
    place: Place | None = None
    area_code: str = Field(default="", pattern=r"^\d{0,15}$")
    note: str = Field(default="", max_length=500)


class RegisteredOut(Schema):
    key: uuid.UUID
    number: str
    state: State
    state_label: str
    person_key: uuid.UUID | None


class PersonOut(Schema):
    key: uuid.UUID
    name: str
    sex: str
    birth_date: dt.date | None
    id_number: str
    phone: str
    area_code: str
    area_path: str
    category_label: str
    control_status: ControlStatus
    control_label: str
    latest_temp_c: float | None
    updated_at: dt.datetime


class PersonPage(Schema):
    items: list[PersonOut]
    next: str | None


class ObservedOut(Schema):
    key: uuid.UUID
    person_key: uuid.UUID
    person_name: str
    area_code: str
    area_path: str
    mode: Mode
    mode_label: str
    subject_class: SubjectClass
    subject_class_label: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    confirmed_at: dt.datetime | None
    open_abnormal_at: dt.datetime | None
    latest_temp_c: float | None
    latest_reading_at: dt.datetime | None


class ObservedList(Schema):
    items: list[ObservedOut]
    next: str | None


class CardOut(Schema):
    key: uuid.UUID
    name: str
    sex: str
    age: int | None
    id_type: str
    id_number: str
    phone: str
    area_code: str
    area: str
    has_address: bool
    category: str
    source: str
    status: str
    registered_at: dt.datetime
    version: int


@router.get("/tasks", auth=_VERIFY, response=TaskPage)
def list_tasks(request: StaffRequest) -> HttpResponse:
    return _tasks(queries.tasks_of(request.caller))


@router.get("/joint-visits", auth=by_staff(Permission.CHECK_RECORD), response=TaskPage)
def list_joint_visits(request: StaffRequest) -> HttpResponse:
    """Visits a grid worker invited this community doctor to."""
    return _tasks(queries.joint_visits_of(request.caller))


@router.get("/tasks/{uuid:key}", auth=by_staff(), response=TaskDetail)
def show_task(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Phone and address whole, for the assignee and the invited doctor; looking is recorded."""
    case, now = queries.get_task(request.caller, key), clock()
    actions.open_task(case, by=request.caller, at=now)
    row = _row(queries.as_task(case), path_of(case.area_code), now)
    is_mine = case.assignee_id == request.caller.id
    return encoded(row | _told(queries.detail(case), key) | {"is_mine": is_mine})


@router.get("/tasks/{uuid:key}/photos/{uuid:photo}", auth=by_staff())
def show_photo(request: StaffRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    case = queries.get_task(request.caller, key)
    return HttpResponse(queries.photo_of(case, photo), content_type="image/jpeg")


@router.post("/tasks/{uuid:key}/visit", auth=_VERIFY, response={204: None})
def start_visit(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.start_visit(case, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/doctor", auth=_VERIFY, response={204: None})
def invite_doctor(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.invite_doctor(case, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/verification", auth=_VERIFY, response={204: None})
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
def report_back(request: StaffRequest, key: uuid.UUID, body: NoteIn) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.report_back(case, note=body.note, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/tasks/{uuid:key}/return", auth=_VERIFY, response={204: None})
def return_back(request: StaffRequest, key: uuid.UUID, body: NoteIn) -> Status[None]:
    case = queries.get_task(request.caller, key)
    actions.return_back(case, reason=body.note, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/persons", auth=by_staff(Permission.PERSON_REGISTER), response={201: RegisteredOut})
def register(request: StaffRequest, body: RegisterIn) -> Status[object]:
    case = actions.register_on_site(
        key=body.key,
        details=body.as_details(),
        point=point_of(body.place),
        area_code=body.area_code,
        note=body.note,
        by=request.caller,
        at=clock(),
    )
    told = {"key": case.key, "number": case.number, "state": case.state}
    person_key = case.person.key if case.person else None
    return Status(201, told | {"state_label": State(case.state).label, "person_key": person_key})


@router.get("/persons", auth=by_staff(Permission.PERSON_VIEW), response=PersonPage)
def list_persons(
    request: StaffRequest, text: str = "", control_status: str = "", cursor: str = ""
) -> HttpResponse:
    """People of one's own grids, masked."""
    return _persons(request, people.Filters(text=text, control_status=control_status), cursor)


@router.get("/persons/{uuid:key}", auth=by_staff(Permission.PERSON_VIEW), response=CardOut)
def show_person(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Who it is, masked, with the one word for where they stand; looking is recorded."""
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    record_access(person, reason="网格工作", by=request.caller.actor, at=now)
    return encoded(person_page(request.caller, key, at=now).card)


@router.get("/observed", auth=by_staff(Permission.PERSON_VIEW), response=ObservedList)
def list_observed(request: StaffRequest) -> HttpResponse:
    """Everyone under observation in one's areas, those ending first coming first."""
    observed = observed_by(request.caller)
    paths = paths_of(row.area_code for row in observed)
    rows = [
        vars(row)
        | {
            "area_path": paths[row.area_code],
            "mode_label": Mode(row.mode).label,
            "subject_class_label": SubjectClass(row.subject_class).label,
            "latest_temp_c": row.latest_temp_c and float(row.latest_temp_c),
        }
        for row in observed
    ]
    return encoded({"items": rows, "next": None})


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


def _told(detail: queries.CaseDetail, key: uuid.UUID) -> dict[str, object]:
    photos = [f"/api/worker/tasks/{key}/photos/{photo}" for photo in detail.photos]
    return {name: getattr(detail, name) for name in _TOLD} | {"photos": photos}


def _persons(request: StaffRequest, filters: people.Filters, cursor: str) -> HttpResponse:
    page = people.list_page(request.caller, filters=filters, cursor=cursor, at=clock())
    paths = paths_of(row.area_code for row in page.rows)
    rows = []
    for person in page.rows:
        row = vars(person) | {
            "area_path": paths[person.area_code],
            "category_label": Category(person.category).label,
            "control_label": ControlStatus(person.control_status).label,
            "latest_temp_c": person.latest_temp_c and float(person.latest_temp_c),
        }
        del row["id"]
        rows.append(row)
    return encoded({"items": rows, "next": page.next or None})
