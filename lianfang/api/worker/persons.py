"""People of a grid worker's own grids, and the short form that registers one."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.shapes import Place, point_of
from lianfang.api.worker.details import DetailsIn
from lianfang.audit.actions import record_access
from lianfang.cases import actions
from lianfang.cases.enums import State
from lianfang.geo.queries import paths_of
from lianfang.org.enums import Permission
from lianfang.people import queries as people
from lianfang.people.enums import Category, ControlStatus
from lianfang.quarantine.enums import Mode, SubjectClass
from lianfang.quarantine.queries import observed_by
from lianfang.roster.queries import person_page

router = make_router("worker")
_VIEW = by_staff(Permission.PERSON_VIEW)


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


@router.get("/persons", auth=_VIEW, response=PersonPage)
def list_persons(
    request: StaffRequest, text: str = "", control_status: str = "", cursor: str = ""
) -> HttpResponse:
    """People of one's own grids, masked."""
    return _persons(request, people.Filters(text=text, control_status=control_status), cursor)


@router.get("/persons/{uuid:key}", auth=_VIEW, response=CardOut)
def show_person(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Who it is, masked, with the one word for where they stand; looking is recorded."""
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    record_access(person, reason="网格工作", by=request.caller.actor, at=now)
    return encoded(person_page(request.caller, key, at=now).card)


@router.get("/observed", auth=_VIEW, response=ObservedList)
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
