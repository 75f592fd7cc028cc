"""What the console shows of people: the list, one person's page, whole values, new files, home."""

import datetime as dt
import uuid
from contextlib import nullcontext
from typing import Literal

from django.http import HttpResponse
from ninja import Query, Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.audit.actions import record_access
from lianfang.cases.errors import NotYourArea
from lianfang.core.limits import within
from lianfang.geo.queries import paths_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people import actions
from lianfang.people import queries as people
from lianfang.people.enums import CaseClass, Category, ControlStatus, ReportSource
from lianfang.people.flow import label
from lianfang.quarantine.enums import Mode
from lianfang.roster import queries as roster

router = make_router("console")
_VIEW = by_staff(Permission.PERSON_VIEW)
_MOST = 10_000
_PAGE_S, _COUNT_S = 0.5, 5.0  # the longest a question may take
_AREA = r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})?$"


class PersonFilters(Schema):
    text: str = Field(default="", max_length=50)
    area_code: str = Field(default="", pattern=_AREA)
    control_status: ControlStatus | None = None
    case_class: CaseClass | None = None
    category: Category | None = None
    source: ReportSource | None = None
    sex: str = Field(default="", pattern=r"^[0129]?$")
    mode: Mode | None = None
    starts_from: dt.date | None = None
    starts_until: dt.date | None = None
    ends_from: dt.date | None = None
    ends_until: dt.date | None = None
    registered_from: dt.date | None = None
    registered_until: dt.date | None = None
    arrived_from: dt.date | None = None
    arrived_until: dt.date | None = None
    symptom: str = Field(default="", pattern=r"^(\d{2})?$")
    is_abnormal_today: bool = False
    custom: str = Field(default="", max_length=1000)

    def as_filters(self, caller: Caller, at: dt.datetime) -> people.Filters:
        """What the file says, narrowed by the observation, today's signs and added fields.

        ``custom`` is a JSON object: field id → what is asked, ``from..until`` for a span.
        """
        return roster.asked(self.as_query(), by=caller, at=at)

    def as_query(self) -> dict[str, object]:
        """What was asked, as it is kept."""
        names = tuple(PersonFilters.model_fields)
        told = self.model_dump(mode="json", include=set(names))
        return {name: told[name] for name in names if told[name] not in {None, "", False}}


class RowOut(Schema):
    """A line of the list; ``status`` is the one word derived from the three axes."""

    key: uuid.UUID
    name: str
    sex: str
    birth_date: dt.date | None
    id_number: str
    phone: str
    area_code: str
    area_path: str
    category: Category
    category_label: str
    source_label: str
    control_status: ControlStatus
    case_class: CaseClass
    status: str
    latest_temp_c: float | None
    updated_at: dt.datetime


class ListOut(Schema):
    items: list[RowOut]
    next: str | None


class PersonCountOut(Schema):
    """``total`` stops at ``most``, unless all were counted."""

    total: int
    most: int | None


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


class MovedOut(Schema):
    effective_at: dt.datetime
    recorded_at: dt.datetime
    before: str
    after: str
    reason: str
    who: str


class AxisOut(Schema):
    axis: str
    name: str
    code: str
    word: str
    moves: list[MovedOut]


class ArrivedOut(Schema):
    arrived_at: dt.datetime
    from_area: str
    transport: str
    transport_no: str
    seat_no: str


class ExposedOut(Schema):
    kind: str
    value: str
    area: str
    from_date: dt.date | None
    to_date: dt.date | None
    is_contact_on_file: bool


class LivesWithOut(Schema):
    name: str
    relation: str
    is_on_file: bool


class EpisodeOut(Schema):
    key: uuid.UUID
    subject_class: str
    mode: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    ended_at: dt.datetime | None
    end_reason: str


class MeasuredOut(Schema):
    measured_at: dt.datetime
    kind: str
    temp_c: float | None
    symptoms: list[str]
    is_abnormal: bool


class CaseShownOut(Schema):
    key: uuid.UUID
    number: str
    kind: str
    state: str
    outcome: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None


class HappenedOut(Schema):
    at: dt.datetime
    action: str
    word: str
    who: str


class AddedOut(Schema):
    """What the file says in a field an administrator added, masked."""

    id: str
    label: str
    text: str


class FileOut(Schema):
    """人员页, masked."""

    card: CardOut
    axes: list[AxisOut]
    arrivals: list[ArrivedOut]
    exposures: list[ExposedOut]
    cohabitants: list[LivesWithOut]
    episodes: list[EpisodeOut]
    readings: list[MeasuredOut]
    cases: list[CaseShownOut]
    timeline: list[HappenedOut]
    added: list[AddedOut]


class UnmaskIn(Schema):
    fields: list[Literal["id_number", "phone", "address"]] = Field(min_length=1, max_length=3)
    reason: str = Field(max_length=200)


class UnmaskOut(Schema):
    id_number: str
    phone: str
    address: str


class NewIn(Schema):
    key: uuid.UUID
    name: str = Field(max_length=50)
    phone: str = Field(max_length=20)
    area_code: str = Field(pattern=r"^(\d{6}|\d{9}|\d{12}|\d{15})$")
    source: ReportSource
    category: Category
    id_type: str = Field(default="01", pattern=r"^\d{2}$")
    id_number: str = Field(default="", max_length=32)
    sex: str = Field(default="0", pattern=r"^[0129]$")
    birth_date: dt.date | None = None
    address: str = Field(default="", max_length=128)


class NewOut(Schema):
    """``is_new`` is false when the person was on file already."""

    key: uuid.UUID
    is_new: bool


@router.get("/persons", auth=_VIEW, response=ListOut)
def list_persons(
    request: StaffRequest, filters: Query[PersonFilters], cursor: str = ""
) -> HttpResponse:
    """People of one's areas and those lent to one, masked, the newest first."""
    now = clock()
    wanted = filters.as_filters(request.caller, now)
    with within(_PAGE_S) if wanted.is_asked else nullcontext():
        page = people.list_page(request.caller, filters=wanted, cursor=cursor, at=now)
    paths = paths_of(row.area_code for row in page.rows)
    rows = [_row(row, paths[row.area_code]) for row in page.rows]
    return encoded({"items": rows, "next": page.next or None})


@router.get("/persons/count", auth=_VIEW, response=PersonCountOut)
def count_persons(
    request: StaffRequest, filters: Query[PersonFilters], *, exact: bool = False
) -> HttpResponse:
    """How many the list would show; counted up to ``most`` unless the exact number is asked for."""
    wanted = filters.as_filters(request.caller, clock())
    with within(_COUNT_S):
        total = people.count(request.caller, filters=wanted, most=None if exact else _MOST)
    return encoded({"total": total, "most": None if exact else _MOST})


@router.post("/persons", auth=by_staff(Permission.PERSON_REGISTER), response={201: NewOut})
def register(request: StaffRequest, body: NewIn) -> Status[object]:
    """新增人员; somebody on file already is found, not doubled."""
    if not request.caller.covers(body.area_code, Permission.PERSON_REGISTER):
        raise NotYourArea
    person = actions.register(**vars(body), by=request.caller.actor, at=clock())
    return Status(201, {"key": person.key, "is_new": person.key == body.key})


@router.get("/persons/{uuid:key}", auth=_VIEW, response=FileOut)
def show_person(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Everything about one person, masked; looking is recorded."""
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    record_access(person, reason="人员页", by=request.caller.actor, at=now)
    page = roster.person_page(request.caller, key, at=now)
    readings = [_measured(reading) for reading in page.readings]
    told = {name: getattr(page, name) for name in FileOut.model_fields}
    return encoded(told | {"readings": readings})


@router.post(
    "/persons/{uuid:key}/unmasking",
    auth=by_staff(Permission.PERSON_UNMASK),
    response=UnmaskOut,
)
def unmask(request: StaffRequest, key: uuid.UUID, body: UnmaskIn) -> HttpResponse:
    """Whole values of the chosen fields, for a reason that is kept."""
    now = clock()
    person = people.get_for(request.caller, key, at=now)
    shown = actions.unmask(
        person, fields=list(body.fields), reason=body.reason, by=request.caller, at=now
    )
    return encoded(shown)


def _row(person: people.PersonRow, area_path: str) -> dict[str, object]:
    row = vars(person) | {
        "area_path": area_path,
        "category_label": Category(person.category).label,
        "source_label": ReportSource(person.source).label,
        "status": label(person.control_status, person.case_class, person.severity),
        "latest_temp_c": person.latest_temp_c and float(person.latest_temp_c),
    }
    for hidden in ("id", "source", "severity"):
        del row[hidden]
    return row


def _measured(reading: roster.Measured) -> dict[str, object]:
    told = {name: getattr(reading, name) for name in MeasuredOut.model_fields}
    return told | {"temp_c": reading.temp_c and float(reading.temp_c)}
