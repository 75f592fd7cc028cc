"""What an organisation's agent does: declare people, and see how far each one is."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Literal

from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.declarations import actions as declarations
from lianfang.declarations import queries
from lianfang.declarations.enums import FormKind, Outcome
from lianfang.declarations.errors import NoOrganisation
from lianfang.declarations.queries import Wanted
from lianfang.declarations.rules import LINK_DAYS, LINK_MOST
from lianfang.org.enums import Permission
from lianfang.org.queries import department
from lianfang.roster import actions
from lianfang.roster import queries as roster
from lianfang.roster.fields import FieldKind

router = make_router("enterprise")
_DECLARE = by_staff(Permission.DECLARATION_SUBMIT)
Answer = str | list[str]


class QuestionChoice(Schema):
    value: str
    label: str


class QuestionOut(Schema):
    id: str
    label: str
    kind: FieldKind
    choices: list[QuestionChoice]
    most: int
    required: bool
    example: str
    help: str


class DeclareFormOut(Schema):
    """The form of today: heading and questions with city and dates in them."""

    kind: FormKind
    version: int
    organisation: str
    title: str
    note: str
    questions: list[QuestionOut]


class DeclarationIn(Schema):
    """Answers by the ids of the form's questions; several of one question as a list."""

    key: uuid.UUID
    values: dict[str, Answer] = Field(max_length=40)


class DeclarationOut(Schema):
    key: uuid.UUID
    outcome: str
    outcome_label: str


class DeclarationRow(Schema):
    key: uuid.UUID
    name: str
    group_name: str
    return_date: dt.date | None
    submitted_at: dt.datetime
    origin: str
    outcome_label: str
    colour: str


class DeclarationPage(Schema):
    items: list[DeclarationRow]
    next: str | None


class DeclarationCounts(Schema):
    """Of all one's own people; ``due``: coming back this week, Monday to Sunday."""

    organisation: str
    total: int
    green: int
    yellow: int
    red: int
    gray: int
    due: int


class LinkIn(Schema):
    key: uuid.UUID
    name: str = Field(min_length=1, max_length=32)
    days: int = Field(default=7, ge=1, le=LINK_DAYS)
    most: int = Field(default=500, ge=1, le=LINK_MOST)


class LinkOut(Schema):
    """``path`` is what the address of the H5 pages is followed by."""

    key: uuid.UUID
    name: str
    path: str
    used: int
    most: int
    created_at: dt.datetime
    expires_at: dt.datetime
    is_open: bool
    is_revoked: bool


@router.get("form", auth=_DECLARE, response=DeclareFormOut)
def show_form(request: StaffRequest) -> HttpResponse:
    """The form the caller's organisation fills in."""
    return encoded(form_out(roster.form_of(department(_own(request)), at=clock())))


@router.post("declarations", auth=_DECLARE, response=DeclarationOut)
def declare(request: StaffRequest, body: DeclarationIn) -> DeclarationOut:
    told = actions.declare_person(
        as_given(body.values), key=body.key, by=request.caller, at=clock()
    )
    outcome = Outcome(told.outcome)
    return DeclarationOut(key=told.key, outcome=outcome, outcome_label=outcome.label)


@router.get("declarations", auth=_DECLARE, response=DeclarationPage)
def list_declarations(
    request: StaffRequest,
    q: str = "",
    colour: Literal["", "green", "yellow", "red", "gray"] = "",
    due: bool = False,  # noqa: FBT001, FBT002 -- a query parameter
    cursor: str = "",
) -> HttpResponse:
    """Each of one's own people once, the newest first; ``due``: coming back this week."""
    wanted = Wanted(q[:50], colour, due)
    page = queries.declarations_of(request.caller, wanted=wanted, cursor=cursor, at=clock())
    rows = [{k: v for k, v in vars(row).items() if k != "id"} for row in page.rows]
    return encoded({"items": rows, "next": page.next or None})


@router.get("counts", auth=_DECLARE, response=DeclarationCounts)
def count_declarations(request: StaffRequest) -> HttpResponse:
    name = department(_own(request)).name
    counts = queries.counts_of(request.caller, at=clock())
    return encoded({"organisation": name} | vars(counts))


@router.get("links", auth=_DECLARE, response=list[LinkOut])
def list_links(request: StaffRequest) -> HttpResponse:
    now = clock()
    return encoded(
        [vars(queries.link_shown(link, at=now)) for link in queries.links_of(request.caller)]
    )


@router.post("links", auth=_DECLARE, response={201: LinkOut})
def open_link(request: StaffRequest, body: LinkIn) -> Status[object]:
    now = clock()
    link = declarations.open_link(**body.model_dump(), by=request.caller, at=now)
    return Status(201, vars(queries.link_shown(link, at=now)))


@router.delete("links/{uuid:key}", auth=_DECLARE, response=LinkOut)
def revoke_link(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Whoever opens it from now on is told to ask for another one."""
    now = clock()
    link = declarations.revoke_link(
        queries.link_for(request.caller, key), by=request.caller, at=now
    )
    return encoded(vars(queries.link_shown(link, at=now)))


def as_given(values: Mapping[str, Answer]) -> dict[str, str]:
    """Several answers to one question as people write them in a cell."""
    return {
        name: value if isinstance(value, str) else "、".join(value)
        for name, value in values.items()
    }


def form_out(form: roster.FormShown) -> dict[str, object]:
    questions = [
        {
            "id": one.id,
            "label": one.label,
            "kind": one.kind,
            "choices": [{"value": code, "label": word} for code, word in one.codes.items()],
            "most": one.most,
            "required": one.required,
            "example": one.example,
            "help": one.help,
        }
        for one in form.questions
    ]
    return {
        "kind": form.kind,
        "version": form.version,
        "organisation": form.organisation,
        "title": form.title,
        "note": form.note,
        "questions": questions,
    }


def _own(request: StaffRequest) -> int:
    if request.caller.department_id is None:
        raise NoOrganisation
    return request.caller.department_id
