"""What the seat of the centre does: the desk of cases, one case, its flow, every step of it."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Query, Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.cases import actions, queries
from lianfang.cases.enums import Kind, Light, Outcome, Source, State, SubjectKind, Urgency
from lianfang.core.masking import mask_number
from lianfang.geo.queries import path_of, paths_of
from lianfang.org.enums import Permission

router = make_router("seat")
_VIEW = by_staff(Permission.CASE_VIEW)
_ACCEPT = by_staff(Permission.CASE_ACCEPT)
_DISPATCH = by_staff(Permission.CASE_DISPATCH)
_CLOSE = by_staff(Permission.CASE_CLOSE)


class CaseFilters(Schema):
    state: State | None = None
    light: Light | None = None
    urgency: Urgency | None = None
    area_code: str = Field(default="", pattern=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})?$")
    kind: Kind | None = None
    source: Source | None = None
    text: str = Field(default="", max_length=50)

    def as_filters(self) -> queries.Filters:
        return queries.Filters(
            state=self.state or "",
            light=self.light or "",
            urgency=self.urgency or 0,
            area_code=self.area_code,
            kind=self.kind or "",
            source=self.source or "",
            text=self.text,
        )


class CaseOut(Schema):
    key: uuid.UUID
    number: str
    kind: Kind
    kind_label: str
    source: Source
    source_label: str
    state: State
    state_label: str
    urgency: int
    urgency_label: str
    light: Light
    light_label: str
    subject_name: str
    area_code: str
    area_path: str
    opened_at: dt.datetime
    due_at: dt.datetime | None
    outcome: str
    outcome_label: str
    assignee_name: str


class CasePage(Schema):
    items: list[CaseOut]
    next: str | None


class CountOut(Schema):
    state: State
    state_label: str
    total: int
    yellow: int
    red: int


class CasePageOut(CaseOut):
    subject_kind_label: str
    phone_masked: str
    address: str
    lon: float | None
    lat: float | None
    is_guessed: bool
    symptoms: list[str]
    temp_c: float | None
    description: str
    finding: str
    attempts: int
    last_contact_at: dt.datetime | None
    closed_at: dt.datetime | None
    doctor_name: str
    person_key: uuid.UUID | None
    photos: list[str]
    may: list[str]


class FlowStepOut(Schema):
    state: State
    title: str
    entered_at: dt.datetime
    left_at: dt.datetime | None
    handler: str
    used_s: int
    limit_s: int | None
    light: Light
    light_label: str


class FlowEventOut(Schema):
    action: str
    title: str
    happened_at: dt.datetime
    who: str
    note: str


class FlowOut(Schema):
    steps: list[FlowStepOut]
    events: list[FlowEventOut]


class WorkerOut(Schema):
    id: int
    name: str
    phone: str
    department: str
    is_on_duty: bool
    is_own_grid: bool
    is_assignee: bool
    open_tasks: int


class DispatchIn(Schema):
    to_user_id: int


class ReasonIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


@router.get("/cases", auth=_VIEW, response=CasePage)
def list_cases(
    request: StaffRequest, filters: Query[CaseFilters], cursor: str = ""
) -> HttpResponse:
    now = clock()
    page = queries.list_page(request.caller, filters=filters.as_filters(), cursor=cursor, now=now)
    paths = paths_of(row.area_code for row in page.rows)
    rows = [_row(row, paths[row.area_code], now) for row in page.rows]
    return encoded({"items": rows, "next": page.next or None})


@router.get("/counts", auth=_VIEW, response=list[CountOut])
def count_cases(request: StaffRequest) -> HttpResponse:
    """Open cases per state, with how many of them are late."""
    counts = queries.counts_for(request.caller, now=clock())
    return encoded([vars(c) | {"state_label": State(c.state).label} for c in counts])


@router.get("/cases/{uuid:key}", auth=_VIEW, response=CasePageOut)
def show_case(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """The address is whole, so looking is recorded; the reporter is not on it."""
    case, now = queries.get_for(request.caller, key), clock()
    actions.open_file(case, by=request.caller, at=now)
    row = _row(queries.as_row(case), path_of(case.area_code), now)
    told = vars(queries.detail(case)) | {
        "phone_masked": mask_number(case.subject_phone),
        "subject_kind_label": SubjectKind(case.subject_kind).label if case.subject_kind else "",
        "photos": [f"/api/seat/cases/{key}/photos/{photo}" for photo in case.photos],
        "may": queries.steps_open_to(request.caller, case),
    }
    for hidden in ("subject_phone", "assignee_id", "subject_kind"):
        del told[hidden]
    return encoded(row | told)


@router.get("/cases/{uuid:key}/flow", auth=_VIEW, response=FlowOut)
def show_flow(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """流程: 处理环节, 时间, 处理人, 用时, 灯, and everything that was done."""
    view = queries.flow_of(queries.get_for(request.caller, key), now=clock())
    steps = [vars(step) | {"light_label": step.light.label} for step in view.steps]
    return encoded({"steps": steps, "events": view.events})


@router.get("/cases/{uuid:key}/workers", auth=_DISPATCH, response=list[WorkerOut])
def list_workers(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """查看网格员: who could be sent, the nearest and least busy first."""
    return encoded(queries.workers_for(queries.get_for(request.caller, key)))


@router.get("/cases/{uuid:key}/photos/{uuid:photo}", auth=_VIEW)
def show_photo(request: StaffRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    case = queries.get_for(request.caller, key)
    return HttpResponse(queries.photo_of(case, photo), content_type="image/jpeg")


@router.post("/cases/{uuid:key}/acceptance", auth=_ACCEPT, response={204: None})
def accept(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.accept(queries.get_for(request.caller, key), by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/filing", auth=_CLOSE, response={204: None})
def file(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.file(queries.get_for(request.caller, key), by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/rejection", auth=_CLOSE, response={204: None})
def reject(request: StaffRequest, key: uuid.UUID, body: ReasonIn) -> Status[None]:
    case = queries.get_for(request.caller, key)
    actions.reject(case, reason=body.reason, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/dispatch", auth=_DISPATCH, response={204: None})
def dispatch(request: StaffRequest, key: uuid.UUID, body: DispatchIn) -> Status[None]:
    case = queries.get_for(request.caller, key)
    actions.dispatch(case, to_user_id=body.to_user_id, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/feedback", auth=_CLOSE, response={204: None})
def approve_feedback(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    """反馈审核: what came back is in order."""
    actions.approve_feedback(queries.get_for(request.caller, key), by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/closing", auth=_CLOSE, response={204: None})
def close(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.close(queries.get_for(request.caller, key), by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/return", auth=_DISPATCH, response={204: None})
def return_back(request: StaffRequest, key: uuid.UUID, body: ReasonIn) -> Status[None]:
    case = queries.get_for(request.caller, key)
    actions.return_back(case, reason=body.reason, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/suspension", auth=_DISPATCH, response={204: None})
def suspend(request: StaffRequest, key: uuid.UUID, body: ReasonIn) -> Status[None]:
    case = queries.get_for(request.caller, key)
    actions.suspend(case, reason=body.reason, by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/resumption", auth=_DISPATCH, response={204: None})
def resume(request: StaffRequest, key: uuid.UUID) -> Status[None]:
    actions.resume(queries.get_for(request.caller, key), by=request.caller, at=clock())
    return Status(204, None)


@router.post("/cases/{uuid:key}/void", auth=_CLOSE, response={204: None})
def void(request: StaffRequest, key: uuid.UUID, body: ReasonIn) -> Status[None]:
    case = queries.get_for(request.caller, key)
    actions.void(case, reason=body.reason, by=request.caller, at=clock())
    return Status(204, None)


def _row(case: queries.CaseRow, area_path: str, now: dt.datetime) -> dict[str, object]:
    light = case.light(now)
    row = vars(case) | {
        "kind_label": Kind(case.kind).label,
        "source_label": Source(case.source).label,
        "state_label": State(case.state).label,
        "urgency_label": Urgency(case.urgency).label,
        "light": light,
        "light_label": light.label,
        "area_path": area_path,
        "outcome_label": Outcome(case.outcome).label if case.outcome else "",
        "assignee_name": case.assignee__name or "",
    }
    for hidden in ("id", "assignee__name", "yellow_at"):
        del row[hidden]
    return row
